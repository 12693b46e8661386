package dev.tenure.server.chaos;

import dev.tenure.model.GroupName;
import dev.tenure.model.RunId;
import dev.tenure.server.chaos.record.DefinitionPast;
import dev.tenure.server.chaos.record.JournalPast;
import dev.tenure.server.chaos.record.Leaderships;
import dev.tenure.server.chaos.workload.GuardedRegister;
import dev.tenure.server.chaos.workload.Witness;
import dev.tenure.verify.Accepted;
import dev.tenure.verify.Bounds;
import dev.tenure.verify.Evidence;
import dev.tenure.verify.Ledger;
import dev.tenure.verify.Start;
import dev.tenure.verify.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Makes of what is known of a trial what the checker judges. */
final class Judge {

  static final GroupName GROUP = new GroupName(Trial.GROUP);

  /** Wide, for machines that are busy with something else: what took how long is a figure. */
  private static final Bounds BOUNDS =
      new Bounds(
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          Duration.ofSeconds(20),
          Duration.ofSeconds(90),
          Duration.ofSeconds(60),
          Duration.ofSeconds(1));

  private Judge() {}

  static Evidence evidence(Past past) {
    Timeline timeline =
        new Timeline(
            Outages.faults(past.injections()),
            Outages.able(past),
            Leaderships.of(Trial.ROOT, Trial.GROUP, past.heard(), past.drained()));
    return new Evidence(
        DefinitionPast.plans(Trial.ROOT, Trial.GROUP, past.heard(), past.drained()),
        Ledger.journal(new JournalPast(Trial.ROOT, Trial.GROUP).facts(past.heard())),
        Optional.of(starts(past.witnesses())),
        accepted(past.writes()),
        Optional.of(timeline),
        BOUNDS,
        past.drained());
  }

  /** Begins and ends of one run in one process belong together; a line is never used twice. */
  static List<Start> starts(List<Witness> witnesses) {
    Map<String, Witness> open = new LinkedHashMap<>();
    List<Start> starts = new ArrayList<>();
    Map<String, Integer> again = new HashMap<>();
    for (Witness line : witnesses) {
      String key = line.run() + " " + line.pid();
      if (line.start()) {
        // A second begin of the same run is a finding, and must not hide the first one.
        Witness before = open.put(key, line);
        if (before != null) {
          starts.add(start(before, OptionalLong.empty()));
          again.merge(key, 1, Integer::sum);
        }
      } else {
        Witness begin = open.remove(key);
        if (begin != null) {
          starts.add(start(begin, OptionalLong.of(line.nanos())));
        }
      }
    }
    open.values().forEach(begin -> starts.add(start(begin, OptionalLong.empty())));
    return starts;
  }

  private static Start start(Witness begin, OptionalLong end) {
    return new Start(
        RunId.parse(begin.run()),
        begin.term(),
        begin.node(),
        begin.nanos(),
        end,
        Instant.ofEpochMilli(begin.wall()),
        "process " + begin.pid());
  }

  private static List<Accepted> accepted(List<GuardedRegister.Write> writes) {
    return writes.stream()
        .filter(GuardedRegister.Write::accepted)
        .map(write -> new Accepted("register", GROUP, write.term(), write.node(), 0))
        .toList();
  }
}
