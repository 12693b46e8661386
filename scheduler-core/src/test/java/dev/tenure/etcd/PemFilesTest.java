package dev.tenure.etcd;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.etcd.EtcdSettings.Tls;
import dev.tenure.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemFilesTest {

  @TempDir Path folder;

  @Test
  void aMissingFileIsNamed() {
    Path ca = folder.resolve("ca.pem");

    assertThatThrownBy(() -> PemFiles.clientContext(new Tls(ca, null, null)))
        .isInstanceOf(StoreException.class)
        .hasMessage("trusted CA file " + ca + " does not exist");
  }

  @Test
  void aFileWithoutACertificateIsNamed() throws IOException {
    Path ca = Files.writeString(folder.resolve("ca.pem"), "hello");

    assertThatThrownBy(() -> PemFiles.clientContext(new Tls(ca, null, null)))
        .hasMessage("trusted CA file " + ca + " holds no PEM block \"CERTIFICATE\"");
  }

  @Test
  void aGarbledCertificateIsNamed() throws IOException {
    Path ca = pem("ca.pem", "CERTIFICATE");

    assertThatThrownBy(() -> PemFiles.clientContext(new Tls(ca, null, null)))
        .hasMessage("trusted CA file " + ca + " holds no readable certificate");
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA PRIVATE KEY", "EC PRIVATE KEY"})
  void anOldKeyComesWithTheCommandThatConvertsIt(String block) throws IOException {
    Path certificate = pem("c.pem", "CERTIFICATE");
    Path key = pem("k.pem", block);

    assertThatThrownBy(() -> PemFiles.clientContext(new Tls(null, certificate, key)))
        .hasMessageContaining("PKCS#8 is needed")
        .hasMessageContaining("openssl pkcs8 -topk8 -nocrypt -in " + key);
  }

  @Test
  void anEncryptedKeyIsRefused() throws IOException {
    Path certificate = pem("c.pem", "CERTIFICATE");
    Path key = pem("k.pem", "ENCRYPTED PRIVATE KEY");

    assertThatThrownBy(() -> PemFiles.clientContext(new Tls(null, certificate, key)))
        .hasMessage("client key " + key + " is encrypted; store it without a password");
  }

  @Test
  void aGarbledKeyIsNamed() throws IOException {
    Path certificate = pem("c.pem", "CERTIFICATE");
    Path key = pem("k.pem", "PRIVATE KEY");

    assertThatThrownBy(() -> PemFiles.clientContext(new Tls(null, certificate, key)))
        .hasMessageContaining(certificate.toString())
        .hasMessageContaining(key.toString());
  }

  private Path pem(String name, String block) throws IOException {
    return Files.writeString(
        folder.resolve(name), "-----BEGIN " + block + "-----\nAAAA\n-----END " + block + "-----\n");
  }
}
