package dev.corral;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The files of TLS, all PEM. They are read again when they change.
 *
 * @param certificate the chain that the server shows, its own certificate first
 * @param key the private key of the first certificate, PKCS #8
 * @param clientCa when there is one, callers must show a certificate that it has signed
 */
record TlsFiles(Path certificate, Path key, Optional<Path> clientCa) {

  /** Empty when the server speaks in plain text. */
  static Optional<TlsFiles> read(Settings settings) {
    Optional<Path> certificate = settings.file("CORRAL_TLS_CERTIFICATE");
    Optional<Path> key = settings.file("CORRAL_TLS_KEY");
    Optional<Path> clientCa = settings.file("CORRAL_TLS_CLIENT_CA");
    if (certificate.isPresent() != key.isPresent()) {
      settings.fault("CORRAL_TLS_CERTIFICATE and CORRAL_TLS_KEY go together");
    } else if (certificate.isEmpty() && clientCa.isPresent()) {
      settings.fault("CORRAL_TLS_CLIENT_CA needs CORRAL_TLS_CERTIFICATE and CORRAL_TLS_KEY");
    }
    return certificate.isPresent() && key.isPresent()
        ? Optional.of(new TlsFiles(certificate.get(), key.get(), clientCa))
        : Optional.empty();
  }
}
