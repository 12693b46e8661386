package dev.tenure.server.cli;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Words of the interface, which people write in any letters. */
final class Word {

  private Word() {}

  /** In capitals, with underscores. */
  static Optional<String> upper(@Nullable String word) {
    return Optional.ofNullable(word).map(text -> text.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
