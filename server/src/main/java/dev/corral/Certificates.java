package dev.corral;

import dev.corral.kernel.Aside;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.OpenSslServerSessionContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import io.grpc.util.CertificateUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates of the server and of the authority that signs its callers'. They are read again
 * when a file changes, all together, so that a certificate never meets another's key; whatever
 * cannot be used leaves those in force that were. Connections that are open keep theirs; sessions
 * are resumed for as long as a change may take to be seen.
 */
final class Certificates {

  /** Often enough for a rotation that is waited for; reading three small files costs nothing. */
  static final Duration CHECK_PERIOD = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(Certificates.class);
  private static final int SESSION_NAME_BYTES = 32;

  private final TlsFiles files;
  private final AdvancedTlsX509KeyManager identity = new AdvancedTlsX509KeyManager();
  private final AdvancedTlsX509TrustManager callers;
  private final SslContext context;
  private final SecureRandom random = new SecureRandom();
  private byte[] inForce = {};
  private byte[] refused; // null while nothing is wrong

  private Certificates(TlsFiles files) throws GeneralSecurityException, SSLException {
    this.files = files;
    this.callers = AdvancedTlsX509TrustManager.newBuilder().build();
    this.context = makeContext();
  }

  /**
   * Reads the files for the first time.
   *
   * @throws IOException when one of them cannot be used; says which setting names it
   */
  static Certificates read(TlsFiles files) throws IOException {
    try {
      Certificates certificates = new Certificates(files);
      certificates.use(certificates.contents());
      return certificates;
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS cannot be used", e);
    }
  }

  /** What the server shows, and whom it asks for a certificate. */
  SslContext context() {
    return context;
  }

  private SslContext makeContext() throws SSLException {
    SslContextBuilder builder = GrpcSslContexts.configure(SslContextBuilder.forServer(identity));
    if (files.clientCa().isPresent()) {
      builder.trustManager(new CallerTrust(callers)).clientAuth(ClientAuth.REQUIRE);
    }
    SslContext made = builder.build();
    made.sessionContext().setSessionTimeout(Math.toIntExact(CHECK_PERIOD.toSeconds()));
    return made;
  }

  /**
   * Ends the resuming of sessions that were made before: nobody would look again at the certificate
   * of their client, nor at the authority, which may have changed. OpenSSL resumes a session only
   * under the name that it was made under; the JDK's own TLS has the timeout.
   */
  private void forgetSessions() {
    if (context.sessionContext() instanceof OpenSslServerSessionContext sessions) {
      byte[] name = new byte[SESSION_NAME_BYTES];
      random.nextBytes(name);
      sessions.setSessionIdContext(name);
    }
  }

  /** Looks for changes every so often. */
  void watch(ScheduledExecutorService timer) {
    long period = CHECK_PERIOD.toMillis();
    timer.scheduleWithFixedDelay(
        new Aside("certificates", this::check), period, period, TimeUnit.MILLISECONDS);
  }

  /**
   * Takes over files that have changed. Of files that cannot be used it warns once, and tries them
   * again: the second of two may be on its way, or a certificate not valid yet.
   */
  synchronized void check() {
    byte[] contents = {};
    try {
      List<byte[]> read = contents();
      contents = joined(read);
      if (!Arrays.equals(contents, inForce)) {
        use(read);
        log.info("the certificates have changed; new connections use the new ones");
      }
      refused = null;
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      if (!Arrays.equals(contents, refused)) {
        log.atWarn().setCause(e).log("new certificates cannot be used; the old ones stay in force");
      }
      refused = contents;
    }
    forgetSessions();
  }

  private void use(List<byte[]> contents) throws IOException, GeneralSecurityException {
    X509Certificate[] chain = certificates("CORRAL_TLS_CERTIFICATE", contents.get(0));
    checkValidity(chain[0]);
    PrivateKey key = key(contents.get(1));
    if (!fit(key, chain[0])) {
      throw new IOException("CORRAL_TLS_KEY is not the key of CORRAL_TLS_CERTIFICATE");
    }
    if (contents.size() > 2) {
      callers.updateTrustCredentials(certificates("CORRAL_TLS_CLIENT_CA", contents.get(2)));
    }
    identity.updateIdentityCredentials(chain, key);
    inForce = joined(contents);
  }

  private static byte[] joined(List<byte[]> contents) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    contents.forEach(all::writeBytes);
    return all.toByteArray();
  }

  private List<byte[]> contents() throws IOException {
    List<Path> paths = new ArrayList<>(List.of(files.certificate(), files.key()));
    files.clientCa().ifPresent(paths::add);
    List<byte[]> contents = new ArrayList<>();
    for (Path path : paths) {
      contents.add(Files.readAllBytes(path));
    }
    return contents;
  }

  private static X509Certificate[] certificates(String setting, byte[] pem) throws IOException {
    try {
      X509Certificate[] chain = CertificateUtils.getX509Certificates(new ByteArrayInputStream(pem));
      if (chain.length == 0) {
        throw new IOException(setting + " names a file without a certificate");
      }
      return chain;
    } catch (GeneralSecurityException e) {
      throw new IOException(setting + " names a certificate that cannot be used", e);
    }
  }

  private static void checkValidity(X509Certificate certificate) throws IOException {
    try {
      certificate.checkValidity();
    } catch (CertificateException e) {
      throw new IOException("CORRAL_TLS_CERTIFICATE is expired or not valid yet", e);
    }
  }

  private static PrivateKey key(byte[] pem) throws IOException {
    try {
      return CertificateUtils.getPrivateKey(new ByteArrayInputStream(pem));
    } catch (GeneralSecurityException | IllegalArgumentException | IOException e) {
      throw new IOException("CORRAL_TLS_KEY names no private key in PEM, PKCS #8", e);
    }
  }

  private static boolean fit(PrivateKey key, X509Certificate certificate)
      throws GeneralSecurityException {
    if (!key.getAlgorithm().equals(certificate.getPublicKey().getAlgorithm())) {
      return false;
    }
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    byte[] probe = {1, 2, 3};
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(probe);
    byte[] signed = signature.sign();
    signature.initVerify(certificate.getPublicKey());
    signature.update(probe);
    return signature.verify(signed);
  }
}
