package dev.tenure.server.cli;

import dev.tenure.config.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a command shows to the nodes that it asks. Never an argument, which every user of a machine
 * can read in the list of processes.
 *
 * @param token empty for nodes that ask for none
 */
record Credential(Optional<Secret> token) {

  static final String TOKEN = "TENURE_TOKEN";
  static final String TOKEN_FILE = "TENURE_TOKEN_FILE";

  /** Nothing. */
  static final Credential NONE = new Credential(Optional.empty());

  /**
   * From a file if one is named, else from the environment.
   *
   * @throws CommandFailure for a file that holds no token
   */
  static Credential of(Optional<Path> file, Map<String, String> environment) {
    if (file.isPresent()) {
      return inFile(file.get(), "--token-file");
    }
    String direct = environment.getOrDefault(TOKEN, "").strip();
    if (!direct.isEmpty()) {
      return of(direct, TOKEN);
    }
    String named = environment.getOrDefault(TOKEN_FILE, "").strip();
    return named.isEmpty() ? NONE : inFile(Path.of(named), TOKEN_FILE);
  }

  private static Credential inFile(Path file, String where) {
    try {
      return of(Files.readString(file, StandardCharsets.UTF_8).strip(), where + " " + file);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          where + " names " + file + ", which cannot be read",
          "name a file that holds a token and nothing else",
          e);
    }
  }

  private static Credential of(String text, String where) {
    if (text.isEmpty() || !text.chars().allMatch(c -> c > ' ' && c < 127)) {
      // Not shown: part of it may be a token.
      throw new CommandFailure(
          ExitCode.USAGE,
          where + " holds no token, or more than one",
          "a token is one word, as `tenure token` prints it",
          null);
    }
    return new Credential(Optional.of(new Secret(text)));
  }

  /** The header that shows it; empty if there is nothing to show. */
  Optional<String> authorization() {
    return token.map(secret -> "Bearer " + secret.reveal());
  }
}
