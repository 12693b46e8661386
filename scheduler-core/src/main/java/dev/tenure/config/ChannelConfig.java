package dev.tenure.config;

import dev.tenure.model.AlertKind;
import dev.tenure.time.Backoff;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A way to tell people of alerts. */
public sealed interface ChannelConfig {

  /** Its name. */
  String name();

  /** What it is told of. */
  Set<AlertKind> kinds();

  /** How it is tried. */
  Delivery delivery();

  /**
   * How a message is sent.
   *
   * @param timeout how long one try may take
   * @param attempts how many tries there are; at least one
   * @param backoff the waits between them
   */
  record Delivery(Duration timeout, int attempts, Backoff backoff) {}

  /**
   * An HTTP request.
   *
   * @param url where it goes; http or https
   * @param secret what it is signed with
   * @param ca a PEM file with the certificates to trust; absent for the trust store of the JVM
   */
  record Webhook(
      String name,
      Set<AlertKind> kinds,
      Delivery delivery,
      URI url,
      Secret secret,
      Optional<Path> ca)
      implements ChannelConfig {
    public Webhook {
      kinds = Set.copyOf(kinds);
    }
  }

  /**
   * Mail.
   *
   * @param server the SMTP server
   * @param security how the connection is secured
   * @param login for a server that wants one
   * @param ca a PEM file with the certificates to trust; absent for the trust store of the JVM
   * @param from the sender's address
   * @param to the recipients' addresses; at least one
   */
  record Email(
      String name,
      Set<AlertKind> kinds,
      Delivery delivery,
      HostPort server,
      Security security,
      Optional<Login> login,
      Optional<Path> ca,
      String from,
      List<String> to)
      implements ChannelConfig {
    public Email {
      kinds = Set.copyOf(kinds);
      to = List.copyOf(to);
    }
  }

  /** How a connection for mail is secured. */
  enum Security {
    /** It begins in clear and must be secured before anything is said. */
    STARTTLS(587),
    /** It is secured from the beginning. */
    TLS(465),
    /** It is not: for a server on the same machine. */
    NONE(25);

    private final int port;

    Security(int port) {
      this.port = port;
    }

    /** The usual port. */
    int port() {
      return port;
    }
  }

  /**
   * A user of a mail server.
   *
   * @param user the name
   * @param password never printed
   */
  record Login(String user, Secret password) {}
}
