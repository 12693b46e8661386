package dev.tenure.server.http;

import dev.tenure.config.Role;
import dev.tenure.config.Secret;
import java.util.Optional;

/**
 * Who asks.
 *
 * @param name the name of the token, or {@link #ANONYMOUS}
 * @param role what may be done; {@link Role#ADMIN} on a node without tokens
 * @param peer where the request comes from
 * @param token the token that was shown, or with which the session of a browser was opened; empty
 *     on a node without tokens
 */
public record Caller(String name, Role role, Peer peer, Optional<Secret> token) {

  /** The name of everybody on a node without tokens, and of those who show none. */
  static final String ANONYMOUS = "anonymous";

  /** Somebody on a node without tokens. */
  static Caller anonymous(Peer peer) {
    return new Caller(ANONYMOUS, Role.ADMIN, peer, Optional.empty());
  }

  /**
   * The {@code Authorization} header with which another node is asked in the name of this caller.
   */
  Optional<String> authorization() {
    return token.map(secret -> "Bearer " + secret.reveal());
  }
}
