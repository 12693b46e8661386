package dev.tenure.server.http;

import dev.tenure.config.ApiToken;
import dev.tenure.config.Role;
import dev.tenure.config.Secret;
import dev.tenure.config.TokenHash;
import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.Map;

/** A token of each role, made for one test. */
public final class TestTokens {

  private final Map<Role, Secret> secrets = new EnumMap<>(Role.class);

  public TestTokens() {
    for (Role role : Role.values()) {
      secrets.put(role, ApiToken.fresh(new SecureRandom()));
    }
  }

  /** The token itself. */
  public String secret(Role role) {
    return secrets.get(role).reveal();
  }

  /** The file that knows all of them; each is named as its role. */
  public String file() {
    StringBuilder file = new StringBuilder("tokens {}\n");
    secrets.forEach((role, secret) -> file.append(entry(role.word(), role, secret.reveal(), "")));
    return file.toString();
  }

  /** One entry of such a file. */
  public static String entry(String name, Role role, String secret, String more) {
    return "tokens.%s { role = %s, hash = \"%s\" %s }%n"
        .formatted(name, role.word(), TokenHash.of(new Secret(secret)), more);
  }
}
