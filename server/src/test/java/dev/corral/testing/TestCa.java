package dev.corral.testing;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority of a test's own; what it makes stands in a folder of the test. */
public final class TestCa {

  private static final Duration YEAR = Duration.ofDays(365);

  private final Path folder;
  private final String name;
  private final KeyPair keys = keyPair();
  private final Path certificate;

  /** Makes one. */
  public TestCa(Path folder, String name) {
    this.folder = folder;
    this.name = name;
    this.certificate = write(name + ".pem", "CERTIFICATE", sign(name, keys.getPublic(), YEAR));
  }

  /** A certificate and its key, both PEM. */
  public record Signed(Path certificate, Path key) {}

  /** Its own certificate, PEM. */
  public Path certificate() {
    return certificate;
  }

  /** A key and its certificate for localhost, signed by this authority. */
  public Signed sign(String subject) {
    return signed(subject, YEAR);
  }

  /** One that has expired. */
  public Signed signExpired(String subject) {
    return signed(subject, Duration.ofDays(-1));
  }

  private Signed signed(String subject, Duration left) {
    KeyPair pair = keyPair();
    return new Signed(
        write(subject + ".crt", "CERTIFICATE", sign(subject, pair.getPublic(), left)),
        write(subject + ".key", "PRIVATE KEY", pair.getPrivate().getEncoded()));
  }

  private byte[] sign(String subject, PublicKey key, Duration left) {
    try {
      Instant now = Instant.now();
      var builder =
          new JcaX509v3CertificateBuilder(
              new X500Principal("CN=" + name),
              BigInteger.valueOf(System.nanoTime()),
              Date.from(now.minus(YEAR)),
              Date.from(now.plus(left)),
              new X500Principal("CN=" + subject),
              key);
      builder.addExtension(
          Extension.basicConstraints, true, new BasicConstraints(subject.equals(name)));
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(new GeneralName(GeneralName.dNSName, "localhost")));
      X509Certificate made =
          new JcaX509CertificateConverter()
              .getCertificate(
                  builder.build(
                      new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
      return made.getEncoded();
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair keyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path write(String file, String kind, byte[] bytes) {
    String text = Base64.getMimeEncoder().encodeToString(bytes);
    try {
      return Files.writeString(
          folder.resolve(file),
          "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(kind, text, kind));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
