package dev.tenure.server.cli;

import dev.tenure.tls.PemException;
import dev.tenure.tls.TrustedAuthorities;
import java.nio.file.Path;
import javax.net.ssl.HttpsURLConnection;

/** Whom a command trusts when a node shows a certificate, beside the authorities of the JVM. */
final class NodeTrust {

  private NodeTrust() {}

  /** Counts for all connections that this process makes from now on; reads the file. */
  static void install(Path authorities) {
    try {
      HttpsURLConnection.setDefaultSSLSocketFactory(
          TrustedAuthorities.read(authorities).besideThoseOfTheJvm().getSocketFactory());
    } catch (PemException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--ca: " + e.file() + " " + e.what(),
          "--ca FILE, with PEM certificates of the authorities to trust",
          e);
    }
  }
}
