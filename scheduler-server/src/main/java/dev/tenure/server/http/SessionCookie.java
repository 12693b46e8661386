package dev.tenure.server.http;

import dev.tenure.config.Secret;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The cookie that a browser holds for its session. A browser sends the cookies of a host to all of
 * its ports, so that its name has the port of the node in it: two nodes of one machine are two.
 */
final class SessionCookie {

  private static final int LONGEST = 100;

  private SessionCookie() {}

  private static String name(Peer peer) {
    return "tenure-" + peer.port();
  }

  /** What the browser holds; empty if it holds nothing for this node. */
  static Optional<Secret> read(Peer peer, Map<String, String> headers) {
    String wanted = name(peer) + "=";
    for (String cookie : headers.getOrDefault("cookie", "").split(";", -1)) {
      String plain = cookie.strip();
      if (plain.startsWith(wanted) && plain.length() < LONGEST) {
        return Optional.of(new Secret(plain.substring(wanted.length())));
      }
    }
    return Optional.empty();
  }

  /** No script of a page sees it, and no other site's page makes the browser send it. */
  static String write(Peer peer, Secret id, Duration life) {
    return name(peer)
        + "="
        + id.reveal()
        + "; Path=/; Max-Age="
        + life.toSeconds()
        + "; HttpOnly; SameSite=Strict"
        + (peer.secure() ? "; Secure" : "");
  }

  /** Takes it away. */
  static String gone(Peer peer) {
    return write(peer, new Secret(""), Duration.ZERO);
  }
}
