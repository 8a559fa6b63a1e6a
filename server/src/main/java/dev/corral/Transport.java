package dev.corral;

import dev.corral.grpc.StreamLife;
import io.grpc.InsecureServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * How bytes come in: the address, TLS and the limits of HTTP/2. What gRPC leaves unlimited is
 * limited here; docs/security.md says what each limit stops.
 */
final class Transport {

  /** A web server's burst fits; an attacker's requests wait in the attacker's own memory. */
  static final int CALLS_A_CONNECTION_MAX = 200;

  /**
   * Streams that may be reset, by either side, before the connection ends. All calls of a
   * connection may run into their client's deadline twice in a row; a rapid reset needs thousands.
   */
  static final int RESETS_A_WINDOW_MAX = 2 * CALLS_A_CONNECTION_MAX;

  static final Duration RESET_WINDOW = Duration.ofSeconds(30);

  /** A token of 4 KiB and a trace fit; header bombs and endless CONTINUATION frames do not. */
  static final int METADATA_BYTES_MAX = 8 * 1024;

  /** Fixed, since requests are small: measuring a better window costs pings on every connection. */
  static final int WINDOW_BYTES = 1024 * 1024;

  /** A peer that is gone without a word is found after the two together. */
  static final Duration KEEP_ALIVE_TIME = Duration.ofSeconds(60);

  static final Duration KEEP_ALIVE_TIMEOUT = Duration.ofSeconds(20);

  /** Clients may ping this often, busy or idle: 30 s, a usual choice, is well within it. */
  static final Duration CLIENT_KEEP_ALIVE_MIN = Duration.ofSeconds(20);

  /** A connection without calls costs memory here and little to make again. */
  static final Duration IDLE_MAX = Duration.ofMinutes(5);

  /** For TLS and the first SETTINGS; who takes longer is not a client. */
  static final Duration HANDSHAKE_MAX = Duration.ofSeconds(10);

  /** After the longest call has ended, what a client needs to read its reply. */
  static final Duration READING_MAX = Duration.ofSeconds(5);

  private final Config config;
  private final Optional<Certificates> certificates;

  private Transport(Config config, Optional<Certificates> certificates) {
    this.config = config;
    this.certificates = certificates;
  }

  /**
   * Reads the files of TLS, if there are any.
   *
   * @throws IOException when they cannot be used; says which and why
   */
  static Transport prepare(Config config) throws IOException {
    return new Transport(
        config,
        config.tls().isPresent()
            ? Optional.of(Certificates.read(config.tls().get()))
            : Optional.empty());
  }

  /**
   * A builder that lacks only its executor and its services.
   *
   * @param timer ends what takes too long and looks for new certificates
   */
  NettyServerBuilder builder(ScheduledExecutorService timer) {
    SeldomLog.ofTheTransport();
    certificates.ifPresent(files -> files.watch(timer));
    Duration streamLife = config.longestCall().plus(READING_MAX);
    return listening()
        .maxConcurrentCallsPerConnection(CALLS_A_CONNECTION_MAX)
        .maxRstFramesPerWindow(RESETS_A_WINDOW_MAX, Math.toIntExact(RESET_WINDOW.toSeconds()))
        .maxInboundMetadataSize(METADATA_BYTES_MAX)
        .maxInboundMessageSize(config.messageBytesMax())
        .flowControlWindow(WINDOW_BYTES)
        .handshakeTimeout(HANDSHAKE_MAX.toMillis(), TimeUnit.MILLISECONDS)
        .keepAliveTime(KEEP_ALIVE_TIME.toMillis(), TimeUnit.MILLISECONDS)
        .keepAliveTimeout(KEEP_ALIVE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .permitKeepAliveTime(CLIENT_KEEP_ALIVE_MIN.toMillis(), TimeUnit.MILLISECONDS)
        .permitKeepAliveWithoutCalls(true)
        .maxConnectionIdle(IDLE_MAX.toMillis(), TimeUnit.MILLISECONDS)
        .maxConnectionAge(config.connectionAge().toMillis(), TimeUnit.MILLISECONDS)
        .maxConnectionAgeGrace(streamLife.toMillis(), TimeUnit.MILLISECONDS)
        .addStreamTracerFactory(new StreamLife(streamLife, timer));
  }

  private NettyServerBuilder listening() {
    return certificates.isPresent()
        ? NettyServerBuilder.forAddress(config.listen()).sslContext(certificates.get().context())
        : NettyServerBuilder.forAddress(config.listen(), InsecureServerCredentials.create());
  }
}
