package dev.tenure.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An authority and what it signs, made with openssl in one folder. The files of one owner may be
 * made again: its next certificate has another key.
 */
public record Certificates(Path folder, String name) {

  /** A new one, good for two days. */
  public static Certificates authority(Path folder, String name) {
    Certificates made = new Certificates(folder, name);
    made.openssl(
        "req -x509 -nodes -days 2 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -subj /CN="
            + name
            + " -keyout "
            + made.key(name)
            + " -out "
            + made.ca());
    return made;
  }

  /** The certificate of the authority. */
  public Path ca() {
    return certificate(name);
  }

  /** The file with the certificate of somebody. */
  public Path certificate(String owner) {
    return folder.resolve(owner + ".pem");
  }

  /** The file with the key of somebody, PKCS#8. */
  public Path key(String owner) {
    return folder.resolve(owner + ".key");
  }

  /** Signs a certificate that is good for 127.0.0.1, unless another name is given. */
  public Certificates sign(String owner, String subjectAltName) {
    Path request = folder.resolve(owner + ".csr");
    Path extension = folder.resolve(owner + ".ext");
    openssl(
        "req -nodes -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -subj /CN="
            + owner
            + " -keyout "
            + key(owner)
            + " -out "
            + request);
    try {
      Files.writeString(extension, "subjectAltName=" + subjectAltName + "\n");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    openssl(
        "x509 -req -days 2 -CAcreateserial -CA "
            + ca()
            + " -CAkey "
            + key(name)
            + " -extfile "
            + extension
            + " -in "
            + request
            + " -out "
            + certificate(owner));
    return this;
  }

  /** Signs a certificate for 127.0.0.1 with a time of its own, such as 20200101000000Z. */
  public Certificates signFor(String owner, String from, String to) {
    sign(owner, "IP:127.0.0.1");
    Path settings = folder.resolve("ca.cnf");
    try {
      Files.writeString(folder.resolve("ca.index"), "");
      Files.writeString(
          settings,
          """
          [ca]
          default_ca = own
          [own]
          database = %1$s/ca.index
          new_certs_dir = %1$s
          rand_serial = yes
          default_md = sha256
          policy = any
          [any]
          commonName = supplied
          """
              .formatted(folder));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    openssl(
        "ca -batch -notext -config %s -cert %s -keyfile %s -in %s -out %s -extfile %s"
                .formatted(
                    settings,
                    ca(),
                    key(name),
                    folder.resolve(owner + ".csr"),
                    certificate(owner),
                    folder.resolve(owner + ".ext"))
            + " -startdate "
            + from
            + " -enddate "
            + to);
    return this;
  }

  /** Runs openssl; throws if it fails. */
  public void openssl(String arguments) {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(Arrays.asList(arguments.split(" ", -1)));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("openssl.log").toFile())
              .start();
      if (process.waitFor() != 0) {
        throw new IllegalStateException(
            command + " failed: " + Files.readString(folder.resolve("openssl.log")));
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
