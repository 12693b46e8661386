package dev.tenure.server.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A certificate for servers on loopback, made by the JDK's own tool.
 *
 * @param store the key with it, PKCS#12
 * @param pem the certificate alone
 */
record ServerCertificate(Path store, Path pem) {

  static final String PASSWORD = "changeit";

  /** Made in the folder when it is asked for the first time. */
  static ServerCertificate in(Path folder) throws IOException, InterruptedException {
    ServerCertificate made =
        new ServerCertificate(folder.resolve("server.p12"), folder.resolve("server.pem"));
    if (Files.notExists(made.pem())) {
      made.make();
    }
    return made;
  }

  private void make() throws IOException, InterruptedException {
    List<String> keys =
        List.of("-alias", "server", "-keystore", store.toString(), "-storepass", PASSWORD);
    keytool(
        keys,
        List.of(
            "-genkeypair",
            "-keyalg",
            "RSA",
            "-storetype",
            "PKCS12",
            "-dname",
            "CN=localhost",
            "-ext",
            "san=ip:127.0.0.1,dns:localhost",
            "-validity",
            "2"));
    keytool(keys, List.of("-exportcert", "-rfc", "-file", pem.toString()));
  }

  private static void keytool(List<String> store, List<String> what)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(what);
    command.addAll(store);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
  }

  /** The test's mail server looks for its key in system properties. */
  void useForMail() {
    System.setProperty("greenmail.tls.keystore.file", store.toString());
    System.setProperty("greenmail.tls.keystore.password", PASSWORD);
  }
}
