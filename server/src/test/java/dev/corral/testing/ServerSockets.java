package dev.corral.testing;

import io.grpc.InternalChannelz;
import io.grpc.InternalChannelz.ServerStats;
import io.grpc.InternalChannelz.SocketStats;
import io.grpc.InternalChannelz.TransportStats;
import io.grpc.InternalInstrumented;
import io.grpc.InternalWithLogId;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** The connections of a server of this JVM and their streams, as gRPC itself counts them. */
public final class ServerSockets {

  private static final int MANY = 100_000;

  private ServerSockets() {}

  /** How many connections are open. */
  public static int connections(int port) {
    return stats(port).size();
  }

  /** How many streams are open on all of them. */
  public static long streams(int port) {
    return stats(port).stream()
        .mapToLong(s -> s.streamsStarted - s.streamsSucceeded - s.streamsFailed)
        .sum();
  }

  private static List<TransportStats> stats(int port) {
    List<TransportStats> all = new ArrayList<>();
    InternalChannelz channelz = InternalChannelz.instance();
    for (InternalInstrumented<ServerStats> server : channelz.getServers(0, MANY).servers) {
      if (listensOn(server, port)) {
        long id = server.getLogId().getId();
        for (InternalWithLogId socket : channelz.getServerSockets(id, 0, MANY).sockets) {
          InternalInstrumented<SocketStats> open = channelz.getSocket(socket.getLogId().getId());
          get(open).ifPresent(socketStats -> all.add(socketStats.data));
        }
      }
    }
    return all;
  }

  private static boolean listensOn(InternalInstrumented<ServerStats> server, int port) {
    return get(server).stream()
        .flatMap(serverStats -> serverStats.listenSockets.stream())
        .flatMap(socket -> get(socket).stream())
        .anyMatch(socket -> ((InetSocketAddress) socket.local).getPort() == port);
  }

  /** Empty when it is being closed. */
  private static <T> Optional<T> get(InternalInstrumented<T> instrumented) {
    try {
      return instrumented == null
          ? Optional.empty()
          : Optional.ofNullable(instrumented.getStats().get());
    } catch (ExecutionException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
