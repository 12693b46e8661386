package dev.tenure.model;

import java.util.Locale;
import java.util.Optional;

/** What a person is told of without asking. */
public enum AlertKind {
  /** A run ended badly, and no further attempt follows. Over with the job's next success. */
  RUN_FAILED,
  /** Slots were passed over because it was too late to run them. Never over: it has happened. */
  SLOT_MISSED,
  /** A job had no success for longer than it is to have one within. Over with its next success. */
  NO_SUCCESS,
  /** A group has had no leader for too long. Over with its next leader. */
  NO_LEADER,
  /** The store's database comes near its quota. Over when it has become smaller. */
  STORE_NEARLY_FULL;

  /** The word for it, in settings, keys and JSON. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The kind of this word. */
  public static Optional<AlertKind> of(String word) {
    for (AlertKind one : values()) {
      if (one.word().equals(word)) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }

  /** Whether it is a state that goes on by itself, and not something that happens again. */
  public boolean lasts() {
    return this == NO_SUCCESS || this == NO_LEADER || this == STORE_NEARLY_FULL;
  }
}
