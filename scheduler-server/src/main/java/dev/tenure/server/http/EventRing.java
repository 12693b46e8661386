package dev.tenure.server.http;

import dev.tenure.json.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The last events, each with its number, as they are sent. Not thread-safe. */
final class EventRing {

  static final int KEPT = 4096;

  private final String incarnation;
  private final Deque<String> events = new ArrayDeque<>();
  private long last;

  /** Empty; its numbers are told from those of other nodes, and of this one before it started. */
  EventRing(RandomGenerator random) {
    incarnation = Long.toHexString(random.nextLong());
  }

  /** Adds an event and answers it as it is sent. */
  String add(String kind, Map<String, ?> data) {
    last++;
    String text = text(id(), kind, data);
    events.addLast(text);
    if (events.size() > KEPT) {
      events.removeFirst();
    }
    return text;
  }

  /** An event for one client alone, which goes on from here. */
  String reset() {
    return text(id(), "reset", Map.of());
  }

  private static String text(String id, String kind, Map<String, ?> data) {
    return "id: " + id + "\nevent: " + kind + "\ndata: " + Json.write(data) + "\n\n";
  }

  /** The number of the last event. */
  String id() {
    return incarnation + "-" + last;
  }

  /** The events after that number; empty if some of them are not known any more. */
  Optional<List<String>> after(String id) {
    int dash = id.lastIndexOf('-');
    if (dash < 0
        || !id.substring(0, dash).equals(incarnation)
        || !id.substring(dash + 1).matches("[0-9]{1,18}")) {
      return Optional.empty();
    }
    long missed = last - Long.parseLong(id.substring(dash + 1));
    if (missed < 0 || missed > events.size()) {
      return Optional.empty();
    }
    List<String> all = new ArrayList<>(events);
    return Optional.of(all.subList(all.size() - (int) missed, all.size()));
  }
}
