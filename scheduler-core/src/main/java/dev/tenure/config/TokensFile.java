package dev.tenure.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigResolveOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The file that says who may use the HTTP interface: {@code tokens { name { role = …, hash = … }
 * }}. Holds hashes only, so that whoever reads it cannot come in with what it says; whoever can
 * write it can.
 */
public final class TokensFile {

  private static final String EXAMPLE =
      "tokens { NAME { role = viewer, hash = \"sha256:…\" } }, as `tenure token` prints it";

  private final ProblemLog log;

  private TokensFile(ProblemLog log) {
    this.log = log;
  }

  /**
   * What a file says.
   *
   * @param tokens those without problems
   * @param problems everything that is wrong, in the order of the lines
   */
  public record Result(List<ApiToken> tokens, List<ConfigProblem> problems) {
    public Result {
      tokens = List.copyOf(tokens);
      problems = List.copyOf(problems);
    }

    /** The tokens; throws {@link InvalidConfigException} with all problems if there are any. */
    public List<ApiToken> orThrow() {
      if (!problems.isEmpty()) {
        throw new InvalidConfigException(problems);
      }
      return tokens;
    }
  }

  /** Reads a file; blocks on the disk. */
  public static Result read(Path file) {
    ProblemLog log = new ProblemLog(Path.of("").toAbsolutePath());
    List<ApiToken> tokens = read(file, new Origin(log.show(file), 0, ""), log);
    return new Result(tokens, log.problems());
  }

  /** As {@link #read(Path)}; notes the problems in the log. */
  static List<ApiToken> read(Path file, Origin namedBy, ProblemLog log) {
    return new TokensFile(log).tokens(file, namedBy);
  }

  private List<ApiToken> tokens(Path file, Origin namedBy) {
    int before = log.problems().size();
    HoconFile parsed = HoconFile.parse(file, namedBy, log);
    checkPermissions(parsed.path());
    ConfigObject root = resolved(parsed);
    Origin top = new Origin(log.show(parsed.path()), 1, "");
    ConfigReader reader = new ConfigReader(root, root, "", top, log);
    Optional<ConfigReader> section = reader.child("tokens");
    reader.finish();
    if (section.isEmpty() && before == log.problems().size()) {
      log.add(top, "has no tokens", EXAMPLE);
    }
    return section.map(this::tokens).orElse(List.of());
  }

  private ConfigObject resolved(HoconFile file) {
    try {
      return file.config().resolve(ConfigResolveOptions.noSystem()).root();
    } catch (ConfigException e) {
      log.add(ConfigProblem.of(log.origin(e), Messages.of(e)));
      return ConfigFactory.empty().root();
    }
  }

  private void checkPermissions(Path file) {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      if (permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
        log.add(
            new Origin(log.show(file), 0, ""),
            "can be written by every user of this machine, who could let themselves in",
            "chmod o-w");
      }
    } catch (IOException | UnsupportedOperationException e) {
      // A file that is not there is noted already, and another system has other rules.
    }
  }

  private List<ApiToken> tokens(ConfigReader section) {
    List<ApiToken> tokens = new ArrayList<>();
    Map<TokenHash, String> seen = new HashMap<>();
    for (String name : section.keys()) {
      section
          .child(name)
          .flatMap(entry -> token(section, name, entry))
          .ifPresent(
              token -> {
                String same = seen.putIfAbsent(token.hash(), name);
                if (same != null) {
                  section.problem(
                      name, "is the same token as " + same, "a token of its own for each name");
                } else {
                  tokens.add(token);
                }
              });
    }
    return tokens;
  }

  private static Optional<ApiToken> token(ConfigReader section, String name, ConfigReader entry) {
    Optional<Role> role = entry.optional("role", Values.oneOf(Role.class));
    Optional<TokenHash> hash = entry.optional("hash", Values.text().as(TokenHash::parse));
    Optional<Instant> expires = entry.optional("expires", Values.instant(ZoneOffset.UTC));
    boolean expiresGiven = entry.isSet("expires");
    entry.finish();
    if (role.isEmpty() && !entry.isSet("role")) {
      entry.missing("role", "viewer, operator, admin");
    }
    if (hash.isEmpty() && !entry.isSet("hash")) {
      entry.missing("hash", "what `tenure token` prints");
    }
    if (role.isEmpty() || hash.isEmpty() || (expiresGiven && expires.isEmpty())) {
      return Optional.empty();
    }
    try {
      return Optional.of(new ApiToken(name, role.get(), hash.get(), expires));
    } catch (IllegalArgumentException e) {
      section.problem(name, "its name " + e.getMessage(), "");
      return Optional.empty();
    }
  }
}
