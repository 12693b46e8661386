package dev.tenure.server.http;

import dev.tenure.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * The last events, each with its number, as they are sent. All clients read here, each as far as it
 * has come. Thread-safe; no method blocks for longer than it takes to write or to copy a few
 * events.
 */
final class EventRing {

  static final int KEPT = 4096;

  /** Some events that follow each other, and the number of the last one. */
  record Piece(List<String> events, long last) {}

  private final String incarnation;

  /** Each at its number, modulo the length. */
  private final String[] events = new String[KEPT];

  private long last;

  /** Empty; its numbers are told from those of other nodes, and of this one before it started. */
  EventRing(RandomGenerator random) {
    incarnation = Long.toHexString(random.nextLong());
  }

  /** Adds an event. */
  synchronized void add(String kind, Map<String, ?> data) {
    last++;
    events[place(last)] = text(last, kind, data);
  }

  private static int place(long number) {
    return (int) (number % KEPT);
  }

  private String text(long number, String kind, Map<String, ?> data) {
    return "id: " + id(number) + "\nevent: " + kind + "\ndata: " + Json.write(data) + "\n\n";
  }

  /** The number of the last event. */
  synchronized long last() {
    return last;
  }

  /** A number as clients are told it, and tell it when they come back. */
  String id(long number) {
    return incarnation + "-" + number;
  }

  /** The number that was told so; empty if it is not one of this ring, or will be one only. */
  synchronized OptionalLong number(String id) {
    int dash = id.lastIndexOf('-');
    if (dash < 0
        || !id.substring(0, dash).equals(incarnation)
        || !id.substring(dash + 1).matches("[0-9]{1,18}")) {
      return OptionalLong.empty();
    }
    long number = Long.parseLong(id.substring(dash + 1));
    return number > last ? OptionalLong.empty() : OptionalLong.of(number);
  }

  /**
   * What follows the number. If some of that is not kept any more, a single event that says so,
   * from which one goes on with what comes next.
   */
  synchronized Piece after(long number, int most) {
    if (last - number > KEPT) {
      return new Piece(List.of(reset(last)), last);
    }
    long to = Math.min(last, number + most);
    List<String> some = new ArrayList<>();
    for (long next = number + 1; next <= to; next++) {
      some.add(events[place(next)]);
    }
    return new Piece(some, to);
  }

  /** An event for one client alone, which goes on from there. */
  String reset(long number) {
    return text(number, "reset", Map.of());
  }
}
