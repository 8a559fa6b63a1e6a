package dev.corral.client;

import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ChannelCredentials;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A connection to Corral. Make one for the process and keep it; it is thread-safe, and its blocking
 * calls are made for virtual threads.
 *
 * <pre>{@code
 * CorralClient corral =
 *     CorralClient.builder("localhost:9090")
 *         .plaintext()
 *         .credentials(Credentials.development("demo", "RECEPTION", actorId))
 *         .build();
 * }</pre>
 *
 * <p>An RPC is named by its method descriptor. A failure is a {@link CorralException} with a {@link
 * Reason}:
 *
 * <pre>{@code
 * try {
 *   return corral
 *       .call(BookingServiceGrpc.getBookAppointmentMethod(), request)
 *       .getAppointment();
 * } catch (CorralException e) {
 *   if (e.reason() == Reason.STAFF_BUSY) {
 *     return null; // somebody was faster: show the free slots again
 *   }
 *   throw e;
 * }
 * }</pre>
 *
 * <p>What goes out passes, from the caller on: the interceptors of {@link Builder#intercept}, which
 * see each call once with all its retries, the request id, the deadline, then gRPC's own retries,
 * and with each of their attempts the credentials.
 */
public final class CorralClient implements AutoCloseable {

  private static final int KEEP_ALIVE_SECONDS = 30;
  private static final int CLOSE_SECONDS = 5;

  private final ManagedChannel connection;
  private final Builder options;
  private final Channel channel;
  private final boolean owner;

  private CorralClient(ManagedChannel connection, Builder options, boolean owner) {
    this.connection = connection;
    this.options = options;
    this.owner = owner;
    List<ClientInterceptor> interceptors = new ArrayList<>(options.interceptors);
    interceptors.add(new RequestIds());
    interceptors.add(new Deadlines(options.deadline));
    interceptors.add(new Caller(options.credentials));
    this.channel = ClientInterceptors.interceptForward(connection, interceptors);
  }

  /**
   * Begins to describe a client; over TLS, with what the system trusts, unless it is told
   * otherwise.
   *
   * @param target such as {@code corral.internal:9090}
   */
  public static Builder builder(String target) {
    return new Builder(target);
  }

  /**
   * Calls an RPC and waits for its answer.
   *
   * @throws CorralException when there is none
   */
  public <Q extends Message, R> R call(MethodDescriptor<Q, R> method, Q request) {
    Q sent = RequestIds.filled(method, request);
    try {
      return ClientCalls.blockingUnaryCall(channel, method, CallOptions.DEFAULT, sent);
    } catch (StatusRuntimeException e) {
      throw failure(e, RequestIds.of(method, sent));
    }
  }

  /** Calls an RPC; the future fails with {@link CorralException}. Cancelling it ends the call. */
  public <Q extends Message, R> CompletableFuture<R> callAsync(
      MethodDescriptor<Q, R> method, Q request) {
    Q sent = RequestIds.filled(method, request);
    ClientCall<Q, R> call = channel.newCall(method, CallOptions.DEFAULT);
    CompletableFuture<R> answer = new CompletableFuture<>();
    ClientCalls.asyncUnaryCall(
        call,
        sent,
        new StreamObserver<>() {
          @Override
          public void onNext(R reply) {
            answer.complete(reply);
          }

          @Override
          public void onError(Throwable thrown) {
            answer.completeExceptionally(
                failure((StatusRuntimeException) thrown, RequestIds.of(method, sent)));
          }

          @Override
          public void onCompleted() {
            // the answer is there
          }
        });
    answer.whenComplete(
        (reply, thrown) -> {
          if (answer.isCancelled()) {
            call.cancel("cancelled by its caller", null);
          }
        });
    return answer;
  }

  /**
   * The pages of a List RPC, each fetched when the stream comes to it. A page token is good only
   * with the filters that made it, which stay the same here.
   *
   * @throws CorralException as the RPC, while the stream is read
   */
  public <Q extends Message, R extends Message> Stream<R> pages(
      MethodDescriptor<Q, R> method, Q request) {
    return Pages.stream(page -> call(method, page), request);
  }

  /** The same connection for another caller. Costs next to nothing; need not be closed. */
  public CorralClient as(Credentials credentials) {
    return new CorralClient(connection, options.copy().credentials(credentials), false);
  }

  /** The same connection with another deadline for every call, its retries included. */
  public CorralClient withDeadline(Duration deadline) {
    return new CorralClient(connection, options.copy().deadline(deadline), false);
  }

  /**
   * For generated stubs: with credentials, deadlines, request ids and retries. They throw
   * StatusRuntimeException, of which {@link CorralException#of} reads reason and details.
   */
  public Channel channel() {
    return channel;
  }

  /** Ends the connection when this client has made it; calls that run have some seconds left. */
  @Override
  public void close() {
    if (!owner) {
      return;
    }
    connection.shutdown();
    try {
      if (!connection.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        connection.shutdownNow();
      }
    } catch (InterruptedException e) {
      connection.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private CorralException failure(StatusRuntimeException thrown, Optional<String> requestId) {
    return new CorralException(
        Failure.of(thrown, requestId, options.target, options.credentials), thrown);
  }

  /** Sets the credentials of each call that has none of its own. */
  private record Caller(Credentials credentials) implements ClientInterceptor {

    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(
        MethodDescriptor<Q, R> method, CallOptions call, Channel next) {
      return next.newCall(
          method,
          credentials == null || call.getCredentials() != null
              ? call
              : call.withCallCredentials(credentials));
    }
  }

  /** How to reach a Corral, and as whom. Not thread-safe. */
  public static final class Builder {

    private final String target;
    private final List<ClientInterceptor> interceptors = new ArrayList<>();
    private ChannelCredentials transport = TlsChannelCredentials.create();
    private Credentials credentials;
    private Duration deadline;
    private Duration hedgeReadsAfter;
    private boolean retries = true;

    private Builder(String target) {
      this.target = target;
    }

    /** No TLS: for one machine, or where a mesh encrypts. */
    public Builder plaintext() {
      return tls(InsecureChannelCredentials.create());
    }

    /**
     * TLS with an authority or a client certificate of one's own: {@link TlsChannelCredentials}.
     */
    public Builder tls(ChannelCredentials tls) {
      transport = tls;
      return this;
    }

    /** Who calls. */
    public Builder credentials(Credentials caller) {
      credentials = caller;
      return this;
    }

    /**
     * How long each call may take, its retries included. By default 5 s for a cheap read and 15 s
     * for all others.
     */
    public Builder deadline(Duration all) {
      deadline = all;
      return this;
    }

    /** Sends a cheap read a second time when it has no answer after this long. Off by default. */
    public Builder hedgeReadsAfter(Duration delay) {
      hedgeReadsAfter = delay;
      return this;
    }

    /** Sends every call once. */
    public Builder withoutRetries() {
      retries = false;
      return this;
    }

    /**
     * Adds an interceptor around each call, such as OpenTelemetry's; the first is the outermost.
     */
    public Builder intercept(ClientInterceptor interceptor) {
      interceptors.add(interceptor);
      return this;
    }

    /** Makes the client; it connects on the first call, and again whenever it must. */
    public CorralClient build() {
      ManagedChannelBuilder<?> channel =
          Grpc.newChannelBuilder(target, transport)
              .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
              .disableServiceConfigLookUp();
      if (retries) {
        channel.enableRetry().defaultServiceConfig(RetryRules.serviceConfig(hedgeReadsAfter));
      } else {
        channel.disableRetry();
      }
      return new CorralClient(channel.build(), copy(), true);
    }

    private Builder copy() {
      Builder copy = new Builder(target).tls(transport).credentials(credentials).deadline(deadline);
      copy.interceptors.addAll(interceptors);
      return copy;
    }
  }
}
