package dev.tenure.server.http;

import dev.tenure.config.Secret;
import dev.tenure.config.TokenHash;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Sessions of browsers, in the memory of this node: they end with it, and are good on it alone.
 * They are kept under the hash of what the browser holds. Bounded: of one token, and of all
 * together, the oldest give way. Thread-safe.
 */
final class Sessions {

  static final Duration TTL = Duration.ofHours(12);
  static final int MOST_OF_ONE = 16;
  static final int MOST = 512;

  private static final int BYTES = 32;

  private final SecureRandom random;

  /** In the order in which they were opened. */
  private final Map<TokenHash, Session> sessions = new LinkedHashMap<>();

  /**
   * A session.
   *
   * @param token the token that it was opened with
   * @param csrf what the page has to send with each change, which no other page can know
   * @param expires when it ends, whatever is done in it
   */
  record Session(Secret token, Secret csrf, Instant expires) {}

  /**
   * A session that was just opened.
   *
   * @param id what the browser holds from now on; kept nowhere else
   */
  record Opened(Secret id, Session session) {}

  Sessions(SecureRandom random) {
    this.random = random;
  }

  /** Opens one. */
  synchronized Opened open(Secret token, Instant now) {
    sessions.values().removeIf(session -> !now.isBefore(session.expires()));
    long same = sessions.values().stream().filter(s -> s.token().equals(token)).count();
    if (same >= MOST_OF_ONE) {
      dropOldest(Optional.of(token));
    } else if (sessions.size() >= MOST) {
      dropOldest(Optional.empty());
    }
    Secret id = word();
    Session session = new Session(token, word(), now.plus(TTL));
    sessions.put(TokenHash.of(id), session);
    return new Opened(id, session);
  }

  /** The session of a browser that holds this; empty if there is none, or none any more. */
  synchronized Optional<Session> find(Secret id, Instant now) {
    return Optional.ofNullable(sessions.get(TokenHash.of(id)))
        .filter(session -> now.isBefore(session.expires()));
  }

  /** Ends one. */
  synchronized void close(Secret id) {
    sessions.remove(TokenHash.of(id));
  }

  private void dropOldest(Optional<Secret> token) {
    var all = sessions.values().iterator();
    while (all.hasNext()) {
      Session session = all.next();
      if (token.isEmpty() || token.get().equals(session.token())) {
        all.remove();
        return;
      }
    }
  }

  private Secret word() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }
}
