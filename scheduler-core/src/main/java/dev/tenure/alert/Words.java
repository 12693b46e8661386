package dev.tenure.alert;

import dev.tenure.ledger.FinishedRun;
import dev.tenure.ledger.RunError;
import dev.tenure.ledger.SkippedRange;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobAlerts;
import dev.tenure.model.JobName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What alerts say, in sentences and as facts. */
final class Words {

  private static final int LONGEST = 500;

  private Words() {}

  static Subject failed(FinishedRun run, JobAlerts job) {
    SortedMap<String, String> facts = new TreeMap<>();
    facts.put("run", run.id().toString());
    facts.put("slot", Instant.ofEpochMilli(run.id().slotMillis()).toString());
    facts.put("attempt", String.valueOf(run.id().attempt()));
    facts.put("state", run.state().name());
    facts.put("finished", run.finished().toString());
    facts.put("node", run.run().node());
    facts.put("term", run.run().term().toString());
    Optional<String> why = run.error().map(Words::error);
    why.ifPresent(text -> facts.put("error", text));
    return new Subject(
        "job "
            + run.id().group()
            + "/"
            + run.id().job()
            + ": run "
            + run.id()
            + " ended "
            + run.state()
            + " and is not tried again"
            + why.map(text -> ": " + text).orElse(""),
        facts,
        job.channels());
  }

  private static String error(RunError error) {
    String text = error.type() + (error.message().isEmpty() ? "" : ": " + error.message());
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  static Subject missed(GroupName group, JobName job, List<SkippedRange> ranges, JobAlerts how) {
    SkippedRange first = ranges.get(0);
    SkippedRange last = ranges.get(ranges.size() - 1);
    long count = count(ranges);
    SortedMap<String, String> facts = new TreeMap<>();
    facts.put("trigger", last.trigger().toString());
    facts.put("from", first.from().toString());
    facts.put("to", last.to().toString());
    facts.put("slots", String.valueOf(count));
    facts.put("reason", last.reason().word());
    return new Subject(
        "job "
            + group
            + "/"
            + job
            + ": "
            + (count == 1 ? "1 slot was" : count + " slots were")
            + " not run because it was too late, from "
            + first.from()
            + " to "
            + last.to()
            + " ("
            + last.reason().word()
            + ")",
        facts,
        how.channels());
  }

  static long count(List<SkippedRange> ranges) {
    return ranges.stream().mapToLong(SkippedRange::count).sum();
  }

  static Subject noSuccess(
      GroupName group, JobName job, Duration within, Instant since, JobAlerts how) {
    SortedMap<String, String> facts = new TreeMap<>();
    facts.put("within", length(within));
    facts.put("since", since.toString());
    return new Subject(
        "job "
            + group
            + "/"
            + job
            + " has had no success since "
            + since
            + "; one is expected within "
            + length(within),
        facts,
        how.channels());
  }

  static String recovered(GroupName group, JobName job, Instant at) {
    return "job " + group + "/" + job + " has succeeded, at " + at;
  }

  static String notLate(GroupName group, JobName job) {
    return "job " + group + "/" + job + " is not waited for any more";
  }

  static Subject noLeader(GroupName group, Instant since, String why, String node) {
    SortedMap<String, String> facts = new TreeMap<>();
    facts.put("since", since.toString());
    facts.put("seen-by", node);
    facts.put("why", why);
    return Subject.of("group " + group + " has had no leader since " + since + ": " + why, facts);
  }

  static Subject full(long bytes, long quota, boolean refuses) {
    SortedMap<String, String> facts = new TreeMap<>();
    facts.put("bytes", String.valueOf(bytes));
    facts.put("quota", String.valueOf(quota));
    String what =
        refuses
            ? "etcd takes no writes: its database is full, " + mebi(bytes)
            : "etcd's database has " + mebi(bytes) + ", " + bytes * 100 / quota + " % of its quota";
    return Subject.of(
        what + "; compact and defragment it, raise the quota, or keep less of the ledger", facts);
  }

  static String fits(long bytes) {
    return "etcd's database has " + mebi(bytes) + " again";
  }

  private static String mebi(long bytes) {
    return String.format(Locale.ROOT, "%.1f MiB", bytes / 1048576.0);
  }

  private static String length(Duration duration) {
    return duration.toString().substring(2).toLowerCase(Locale.ROOT);
  }
}
