package dev.corral.fuzz;

import dev.corral.TestServer;
import io.grpc.Channel;
import io.grpc.Codec;
import io.grpc.CompressorRegistry;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;

/** Connections of their own for one fuzzing caller. */
final class FuzzChannels implements AutoCloseable {

  private static final int WAIT_SECONDS = 10;

  private final ManagedChannel plain;
  private final ManagedChannel raw;

  FuzzChannels(TestServer server) {
    String target = "localhost:" + server.port();
    CompressorRegistry registry = CompressorRegistry.newEmptyInstance();
    registry.register(new SaidToBeGzip());
    plain = Grpc.newChannelBuilder(target, InsecureChannelCredentials.create()).build();
    raw =
        Grpc.newChannelBuilder(target, InsecureChannelCredentials.create())
            .compressorRegistry(registry)
            .build();
  }

  /** Sends messages as they are. */
  Channel plain() {
    return plain;
  }

  /** Sends messages as they are and says, if asked for gzip, that they are gzip streams. */
  Channel raw() {
    return raw;
  }

  @Override
  public void close() {
    plain.shutdownNow();
    raw.shutdownNow();
    try {
      plain.awaitTermination(WAIT_SECONDS, TimeUnit.SECONDS);
      raw.awaitTermination(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class SaidToBeGzip implements Codec {

    @Override
    public String getMessageEncoding() {
      return "gzip";
    }

    @Override
    public InputStream decompress(InputStream bytes) {
      return bytes;
    }

    @Override
    public OutputStream compress(OutputStream bytes) {
      return bytes;
    }
  }
}
