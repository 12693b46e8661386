package dev.tenure.server.http;

import dev.tenure.ledger.EndState;
import dev.tenure.ledger.FinishedRun;
import dev.tenure.ledger.JobState;
import dev.tenure.ledger.OpenRun;
import dev.tenure.ledger.RunKind;
import dev.tenure.node.Proclamation;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The first so many runs that are asked for, of all that are offered: open ones first, then the
 * newest by their end. Confined to one thread at a time.
 */
final class RunSearch {

  static final int MOST = 500;
  private static final int SOME = 50;
  private static final List<String> KINDS =
      Arrays.stream(RunKind.values()).map(Enum::name).toList();
  private static final List<String> STATES =
      Stream.concat(Stream.of(RunJson.STARTED), Arrays.stream(EndState.values()).map(Enum::name))
          .toList();

  private final Set<String> states;
  private final Set<String> kinds;
  private final Optional<String> node;
  private final Optional<Place> before;
  private final int limit;

  /** The best ones, the worst of them first. */
  private final PriorityQueue<Found> found =
      new PriorityQueue<>(Comparator.comparing(Found::place));

  /**
   * Where a run stands in the list; the greater, the earlier.
   *
   * @param open 1 for a run in progress, else 0
   * @param millis when it was claimed, or ended
   * @param id its id
   */
  private record Place(int open, long millis, String id) implements Comparable<Place> {

    private static final Comparator<Place> ORDER =
        Comparator.comparingInt(Place::open)
            .thenComparingLong(Place::millis)
            .thenComparing(Place::id);

    static Place parse(String text) {
      String[] parts = text.split("-", 3);
      if (parts.length == 3 && parts[0].matches("[01]") && parts[1].matches("[0-9]{1,18}")) {
        return new Place(Integer.parseInt(parts[0]), Long.parseLong(parts[1]), parts[2]);
      }
      throw Parameters.wrong("before", text, "what the answer before this one had as \"before\"");
    }

    String text() {
      return open + "-" + millis + "-" + id;
    }

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  private record Found(Place place, OpenRun run, Optional<FinishedRun> end) {}

  RunSearch(Parameters parameters) {
    states = parameters.words("state", STATES);
    kinds = parameters.words("kind", KINDS);
    node = parameters.request().query("node");
    before = parameters.request().query("before").map(Place::parse);
    limit = parameters.limit(MOST, SOME);
  }

  /** What a node holds of a job in memory. */
  void offer(JobState state) {
    state.open().forEach(this::offer);
    state.last().forEach(this::offer);
  }

  void offer(OpenRun run) {
    offer(run, RunJson.STARTED, 1, run.claimed(), Optional.empty());
  }

  void offer(FinishedRun end) {
    offer(end.run(), end.state().name(), 0, end.finished(), Optional.of(end));
  }

  private void offer(OpenRun run, String state, int open, Instant at, Optional<FinishedRun> end) {
    if ((!states.isEmpty() && !states.contains(state))
        || (!kinds.isEmpty() && !kinds.contains(run.kind().name()))
        || (node.isPresent() && !node.get().equals(run.node()))) {
      return;
    }
    Place place = new Place(open, at.toEpochMilli(), run.id().toString());
    if (before.isPresent() && place.compareTo(before.get()) >= 0) {
      return;
    }
    found.add(new Found(place, run, end));
    if (found.size() > limit + 1) {
      found.remove();
    }
  }

  /** Whether older runs cannot be among the first so many. */
  boolean isFull() {
    return found.size() > limit;
  }

  /** How many there may be. */
  int limit() {
    return limit;
  }

  /**
   * What was found, as the interface shows it.
   *
   * @param told what leaders tell of their runs
   */
  List<Map<String, Object>> runs(List<Proclamation.Run> told) {
    return sorted().limit(limit).map(one -> json(one, told)).toList();
  }

  /** Where the list goes on; empty if it does not. */
  Optional<String> goesOn() {
    return isFull()
        ? sorted().skip(limit - 1L).findFirst().map(one -> one.place().text())
        : Optional.empty();
  }

  private Stream<Found> sorted() {
    return found.stream().sorted(Comparator.comparing(Found::place).reversed());
  }

  private static Map<String, Object> json(Found one, List<Proclamation.Run> told) {
    return one.end().map(RunJson::of).orElseGet(() -> RunJson.of(one.run(), told));
  }
}
