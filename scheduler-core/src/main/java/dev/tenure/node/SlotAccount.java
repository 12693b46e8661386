package dev.tenure.node;

import dev.tenure.ledger.FinishedRun;
import dev.tenure.ledger.JobPast;
import dev.tenure.ledger.OpenRun;
import dev.tenure.ledger.SkippedRange;
import dev.tenure.model.RunId;
import dev.tenure.model.TriggerName;
import dev.tenure.quartz.Outlook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The slots of a job, each with its one state: what the ledger keeps of them, and those that are
 * still to come. Runs that somebody asked for have no slot.
 */
public final class SlotAccount {

  private static final String ASKED_FOR = "manual~";

  private final List<Entry> entries = new ArrayList<>();
  private final Instant from;
  private final Instant to;

  private SlotAccount(Instant from, Instant to) {
    this.from = from;
    this.to = to;
  }

  /**
   * One slot, or slots in a row that were passed over for one reason.
   *
   * @param slot the slot, or the first one
   * @param trigger whose slot it is
   * @param state how its last attempt ended; or {@code STARTED}, {@code SKIPPED}, {@code DUE},
   *     {@code PLANNED}
   * @param reason why it was passed over
   * @param run its last attempt
   * @param upTo the last one of several
   * @param count how many they are
   */
  public record Entry(
      Instant slot,
      TriggerName trigger,
      String state,
      Optional<String> reason,
      Optional<RunId> run,
      Optional<Instant> upTo,
      OptionalLong count) {}

  private record Key(TriggerName trigger, long slot) {}

  /**
   * The slots from one instant to another, both included, in order.
   *
   * @param past what is kept of the job
   * @param lines its triggers as they are defined now
   * @param limit the most entries: the first ones
   */
  public static List<Entry> of(
      JobPast past, List<Outlook.Line> lines, Instant now, Instant from, Instant to, int limit) {
    SlotAccount account = new SlotAccount(from, to);
    account.runs(past);
    past.skipped().forEach(account::skipped);
    lines.stream().filter(Outlook.Line::runs).forEach(line -> account.toCome(line, now, limit));
    return account.entries.stream()
        .sorted(Comparator.comparing(Entry::slot).thenComparing(Entry::trigger))
        .limit(limit)
        .toList();
  }

  private void runs(JobPast past) {
    Map<Key, Entry> last = new HashMap<>();
    for (FinishedRun run : past.runs()) {
      add(last, run.id(), run.state().name());
    }
    for (OpenRun run : past.state().open()) {
      add(last, run.id(), "STARTED");
    }
    entries.addAll(last.values());
  }

  private void add(Map<Key, Entry> last, RunId run, String state) {
    Instant slot = Instant.ofEpochMilli(run.slotMillis());
    if (run.trigger().value().startsWith(ASKED_FOR) || slot.isBefore(from) || slot.isAfter(to)) {
      return;
    }
    Entry entry =
        new Entry(
            slot,
            run.trigger(),
            state,
            Optional.empty(),
            Optional.of(run),
            Optional.empty(),
            OptionalLong.empty());
    last.merge(
        new Key(run.trigger(), run.slotMillis()),
        entry,
        (one, other) -> attempt(one) > attempt(other) ? one : other);
  }

  private static int attempt(Entry entry) {
    return entry.run().map(RunId::attempt).orElse(0);
  }

  private void skipped(SkippedRange range) {
    if (range.from().isAfter(to) || range.to().isBefore(from)) {
      return;
    }
    boolean several = range.count() > 1;
    entries.add(
        new Entry(
            range.from(),
            range.trigger(),
            "SKIPPED",
            Optional.of(range.reason().word()),
            Optional.empty(),
            several ? Optional.of(range.to()) : Optional.empty(),
            several ? OptionalLong.of(range.count()) : OptionalLong.empty()));
  }

  private void toCome(Outlook.Line line, Instant now, int limit) {
    Optional<Instant> slot = line.nextAfter(from.minusMillis(1));
    for (int i = 0; i < limit && slot.isPresent() && !slot.get().isAfter(to); i++) {
      Instant at = slot.get();
      entries.add(
          new Entry(
              at,
              line.trigger().name(),
              at.isAfter(now) ? "PLANNED" : "DUE",
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              OptionalLong.empty()));
      slot = line.slots().flatMap(grid -> grid.next(at));
    }
  }
}
