package dev.corral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.corral.testing.TestCa;
import dev.corral.testing.TestCa.Signed;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who can reach a server with TLS, and how its certificates change while it runs. */
class TlsTest {

  @TempDir private Path folder;
  private TestCa ca;
  private Signed first;
  private TlsFiles files;
  private Server server;

  @BeforeEach
  void makeCertificates() throws IOException {
    ca = new TestCa(folder, "ca");
    first = ca.sign("first");
    files = new TlsFiles(folder.resolve("tls.crt"), folder.resolve("tls.key"), Optional.empty());
    put(first);
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.shutdownNow();
    }
  }

  @Test
  void clientThatTrustsTheAuthorityIsServed() throws IOException {
    serve(Certificates.read(files));
    assertThat(call(trusting(ca))).isEqualTo(Status.Code.OK);
  }

  @Test
  void serverOfAnotherAuthorityAndPlainTextAreNoConnection() throws IOException {
    serve(Certificates.read(files));
    assertThat(call(trusting(new TestCa(folder, "other")))).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(call(InsecureChannelCredentials.create())).isEqualTo(Status.Code.UNAVAILABLE);
  }

  @Test
  void withAClientAuthorityOnlyItsClientsAreServed() throws IOException {
    TestCa callers = new TestCa(folder, "callers");
    TestCa strangers = new TestCa(folder, "strangers");
    serve(Certificates.read(withClientCa(callers)));
    assertThat(call(trusting(ca))).as("no certificate").isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(call(showing(strangers.sign("stranger")))).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(call(showing(callers.signExpired("late")))).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(call(showing(callers.sign("friend")))).isEqualTo(Status.Code.OK);
  }

  @Test
  void certificateThatIsReplacedHoldsForNewConnectionsAndOldOnesGoOn() throws IOException {
    Certificates certificates = Certificates.read(files);
    serve(certificates);
    TestCa later = new TestCa(folder, "later");
    ManagedChannel old = channel(trusting(ca));
    try {
      assertThat(call(old)).isEqualTo(Status.Code.OK);
      put(later.sign("second"));
      certificates.check();
      assertThat(call(trusting(later))).as("the new one").isEqualTo(Status.Code.OK);
      assertThat(call(trusting(ca))).as("the old one").isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(call(old)).as("an open connection").isEqualTo(Status.Code.OK);
    } finally {
      old.shutdownNow();
    }
  }

  @Test
  void clientAuthorityThatIsReplacedShutsOutTheClientsOfTheOld() throws IOException {
    TestCa before = new TestCa(folder, "before");
    TestCa after = new TestCa(folder, "after");
    Signed client = before.sign("client");
    TlsFiles mutual = withClientCa(before);
    Certificates certificates = Certificates.read(mutual);
    serve(certificates);
    assertThat(call(showing(client))).isEqualTo(Status.Code.OK);
    copy(after.certificate(), mutual.clientCa().orElseThrow());
    certificates.check();
    assertThat(call(showing(client))).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(call(showing(after.sign("heir")))).isEqualTo(Status.Code.OK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void sessionThatIsResumedIsCheckedByTheNewAuthorityToo(String protocol) throws Exception {
    TestCa before = new TestCa(folder, "before");
    TlsFiles mutual = withClientCa(before);
    Certificates certificates = Certificates.read(mutual);
    serve(certificates);
    Signed signed = before.sign("client");
    SSLContext client = client(signed);
    assertThat(isGreeted(client, protocol)).isTrue();
    assertThat(isGreeted(client, protocol)).isTrue();
    copy(new TestCa(folder, "after").certificate(), mutual.clientCa().orElseThrow());
    certificates.check();
    assertThat(isGreeted(client(signed), protocol)).as("a new session").isFalse();
    assertThat(isGreeted(client, protocol)).as("an old session").isFalse();
  }

  @Test
  void replacementThatCannotBeUsedLeavesTheOldInForce() throws IOException {
    Certificates certificates = Certificates.read(files);
    serve(certificates);
    Signed second = ca.sign("second");
    copy(second.certificate(), files.certificate()); // the key is still to come
    certificates.check();
    assertThat(call(trusting(ca))).isEqualTo(Status.Code.OK);
    Files.writeString(files.key(), "not a key");
    certificates.check();
    assertThat(call(trusting(ca))).isEqualTo(Status.Code.OK);
    Files.delete(files.key());
    certificates.check();
    assertThat(call(trusting(ca))).isEqualTo(Status.Code.OK);
    copy(second.key(), files.key());
    certificates.check();
    assertThat(call(trusting(ca))).isEqualTo(Status.Code.OK);
  }

  @Test
  void filesThatCannotBeUsedAtTheStartAreSaidWhich() throws IOException {
    copy(ca.sign("second").key(), files.key());
    assertThatThrownBy(() -> Certificates.read(files))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("CORRAL_TLS_KEY is not the key of CORRAL_TLS_CERTIFICATE");
    Files.writeString(files.key(), "not a key");
    assertThatThrownBy(() -> Certificates.read(files)).hasMessageContaining("CORRAL_TLS_KEY");
    Files.writeString(files.certificate(), "not a certificate");
    assertThatThrownBy(() -> Certificates.read(files))
        .hasMessageContaining("CORRAL_TLS_CERTIFICATE");
    put(ca.signExpired("late"));
    assertThatThrownBy(() -> Certificates.read(files)).hasMessageContaining("expired");
  }

  @Test
  void wholeServerSpeaksTlsAndRefusesToStartWithABrokenKey() throws Exception {
    Map<String, String> settings =
        Map.of(
            "CORRAL_TLS_CERTIFICATE", files.certificate().toString(),
            "CORRAL_TLS_KEY", files.key().toString());
    try (TestServer whole = TestServer.start(settings)) {
      assertThat(call(whole.port(), trusting(ca))).isEqualTo(Status.Code.OK);
    }
    Files.writeString(files.key(), "not a key");
    assertThatThrownBy(() -> TestServer.start(settings))
        .hasRootCauseInstanceOf(Exception.class)
        .hasMessageContaining("CORRAL_TLS_KEY");
  }

  private void serve(Certificates certificates) throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .sslContext(certificates.context())
            .addService(new HealthStatusManager().getHealthService())
            .build()
            .start();
  }

  private Status.Code call(ChannelCredentials credentials) {
    return call(server.getPort(), credentials);
  }

  private static Status.Code call(int port, ChannelCredentials credentials) {
    ManagedChannel channel = Grpc.newChannelBuilder("localhost:" + port, credentials).build();
    try {
      return call(channel);
    } finally {
      channel.shutdownNow();
    }
  }

  private static Status.Code call(ManagedChannel channel) {
    StatusRuntimeException thrown =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                HealthGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(10, TimeUnit.SECONDS)
                    .check(HealthCheckRequest.getDefaultInstance()));
    return thrown == null ? Status.Code.OK : thrown.getStatus().getCode();
  }

  private ManagedChannel channel(ChannelCredentials credentials) {
    return Grpc.newChannelBuilder("localhost:" + server.getPort(), credentials).build();
  }

  private static ChannelCredentials trusting(TestCa authority) throws IOException {
    return TlsChannelCredentials.newBuilder()
        .trustManager(authority.certificate().toFile())
        .build();
  }

  private ChannelCredentials showing(Signed client) throws IOException {
    return TlsChannelCredentials.newBuilder()
        .trustManager(ca.certificate().toFile())
        .keyManager(client.certificate().toFile(), client.key().toFile())
        .build();
  }

  /** The JDK's own client, which resumes its sessions. */
  private SSLContext client(Signed signed) throws IOException, GeneralSecurityException {
    AdvancedTlsX509KeyManager key = new AdvancedTlsX509KeyManager();
    key.updateIdentityCredentials(signed.certificate().toFile(), signed.key().toFile());
    AdvancedTlsX509TrustManager trust = AdvancedTlsX509TrustManager.newBuilder().build();
    trust.updateTrustCredentials(ca.certificate().toFile());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(new KeyManager[] {key}, new TrustManager[] {trust}, null);
    return context;
  }

  /** Whether the server sends the first byte of HTTP/2 on a connection. */
  private boolean isGreeted(SSLContext client, String protocol) throws IOException {
    try (SSLSocket socket =
        (SSLSocket) client.getSocketFactory().createSocket("localhost", server.getPort())) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setProtocols(new String[] {protocol});
      parameters.setApplicationProtocols(new String[] {"h2"});
      socket.setSSLParameters(parameters);
      socket.setSoTimeout(10_000);
      return socket.getInputStream().read() >= 0;
    } catch (SSLException | SocketException e) {
      return false;
    }
  }

  private TlsFiles withClientCa(TestCa callers) throws IOException {
    Path copy = folder.resolve("client-ca.pem");
    copy(callers.certificate(), copy);
    return new TlsFiles(files.certificate(), files.key(), Optional.of(copy));
  }

  private void put(Signed signed) throws IOException {
    copy(signed.certificate(), files.certificate());
    copy(signed.key(), files.key());
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }
}
