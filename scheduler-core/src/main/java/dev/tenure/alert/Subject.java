package dev.tenure.alert;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What there is to say of what happened.
 *
 * @param message a sentence for people
 * @param facts the same for programs, by their names
 * @param channels which channels are told; empty for all that take the kind
 */
public record Subject(String message, SortedMap<String, String> facts, List<String> channels) {

  public Subject {
    facts = new TreeMap<>(facts);
    channels = List.copyOf(channels);
  }

  /** For all channels. */
  static Subject of(String message, Map<String, String> facts) {
    return new Subject(message, new TreeMap<>(facts), List.of());
  }

  /** The same in other words. */
  Subject saying(String newMessage) {
    return new Subject(newMessage, facts, channels);
  }
}
