package dev.tenure.ledger;

import dev.tenure.json.JsonReader;
import dev.tenure.json.JsonWriter;
import dev.tenure.json.TypedData;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.RunId;
import dev.tenure.model.Term;
import dev.tenure.model.TriggerName;
import dev.tenure.store.LeaseId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One record of the journal as JSON; read in full before it is known what is to be made of it. */
final class RecordJson {

  private final GroupName group;
  private final KnownNames names;
  private String what = "";
  private String subject = "";
  private @Nullable TriggerName trigger;
  private @Nullable Long slot;
  private int attempt = 1;
  private RunKind kind = RunKind.SCHEDULED;
  private String edition = "";
  private boolean requested;
  private Map<String, Object> data = Map.of();
  private @Nullable EndState state;
  private @Nullable Instant started;
  private @Nullable Instant finished;
  private @Nullable String result;
  private @Nullable RunError error;
  private @Nullable String progress;
  private @Nullable KeptData keeps;
  private @Nullable PendingAttempt next;
  private @Nullable Instant rerun;
  private @Nullable Instant cursor;
  private List<SkippedRange> ranges = List.of();
  private int runs;
  private int count;
  private @Nullable Integer chunk;
  private @Nullable Instant newest;
  private @Nullable Term right;

  RecordJson(GroupName group, KnownNames names, JsonReader from) {
    this.group = group;
    this.names = names;
    from.beginObject();
    for (String name = from.nextName(); name != null; name = from.nextName()) {
      if (what.isEmpty()) {
        what = name;
        subject = from.text();
      } else {
        part(name, from);
      }
    }
  }

  private void part(String name, JsonReader from) {
    switch (name) {
      case "trigger" -> trigger = names.trigger(from.text());
      case "slot" -> slot = from.millis();
      case "attempt" -> attempt = from.smallNumber();
      case "kind" -> kind = RunKind.of(from.text());
      case "edition" -> edition = names.word(from.text());
      case "requested" -> requested = from.bool();
      case "data" -> data = TypedData.read(from.tree());
      case "state" -> state = EndState.of(from.text());
      case "started" -> started = from.instant();
      case "finished" -> finished = from.instant();
      case "result" -> result = from.text();
      case "error" -> error = RunJson.readError(from);
      case "progress" -> progress = from.text();
      case "keeps" -> keeps = JobStateJson.readData(from);
      case "next" -> next = new RunJson(group, job(), names).readAttempt(from);
      case "rerun" -> rerun = from.instant();
      case "cursor" -> cursor = from.instant();
      case "ranges" ->
          ranges = JobStateJson.list(from, new RunJson(group, job(), names)::readRange);
      case "runs" -> runs = from.smallNumber();
      case "count" -> count = from.smallNumber();
      case "chunk" -> chunk = from.smallNumber();
      case "newest" -> newest = from.instant();
      case "right" -> right = new Term(from.number());
      default -> from.skip();
    }
  }

  JournalRecord record() {
    return switch (what) {
      case "opened" -> new JournalRecord.Opened(new LeaseId(Long.parseUnsignedLong(subject, 16)));
      case "claimed" ->
          new JournalRecord.Claimed(
              job(), trigger(), edition, slot(), kind, attempt, requested, data);
      case "ended" -> new JournalRecord.Ended(outcome(), Optional.ofNullable(right));
      case "lost" -> new JournalRecord.Lost(run(), Optional.ofNullable(rerun));
      case "skipped" ->
          new JournalRecord.Passed(
              new Skipped(job(), trigger(), edition, ranges, RunJson.there("cursor", cursor)));
      case "forgot-trigger" -> new JournalRecord.ForgotTrigger(job(), trigger());
      case "forgot" -> new JournalRecord.ForgotJob(job());
      case "sealed" ->
          new JournalRecord.Sealed(
              job(), runs, count, Optional.ofNullable(chunk), RunJson.there("newest", newest));
      case "dropped" -> new JournalRecord.Dropped(job(), count);
      case "removed" -> new JournalRecord.Removed(job());
      default -> throw new IllegalArgumentException("\"" + what + "\" is not a record");
    };
  }

  private JobName job() {
    return names.job(subject);
  }

  private TriggerName trigger() {
    return trigger == null ? names.trigger(subject) : trigger;
  }

  private long slot() {
    return RunJson.there("slot", slot);
  }

  private RunId run() {
    return new RunId(group, job(), trigger(), slot(), attempt);
  }

  private RunOutcome outcome() {
    return new RunOutcome(
        run(),
        RunJson.there("state", state),
        RunJson.there("started", started),
        RunJson.there("finished", finished),
        Optional.ofNullable(result),
        Optional.ofNullable(error),
        Optional.ofNullable(keeps),
        Optional.ofNullable(next),
        Optional.ofNullable(progress));
  }

  static void write(JsonWriter to, JournalRecord record) {
    to.object();
    if (record instanceof JournalRecord.Opened opened) {
      to.text("opened", opened.lease().hex());
    } else if (record instanceof JournalRecord.Claimed claimed) {
      claimed(to, claimed);
    } else if (record instanceof JournalRecord.Ended ended) {
      ended(to, ended.outcome());
      ended.right().ifPresent(term -> to.number("right", term.number()));
    } else if (record instanceof JournalRecord.Lost lost) {
      to.text("lost", lost.job().value());
      JournalJson.run(to, lost.run());
      lost.rerun().ifPresent(due -> to.instant("rerun", due));
    } else if (record instanceof JournalRecord.Passed passed) {
      skipped(to, passed.skipped());
    } else if (record instanceof JournalRecord.ForgotTrigger forgot) {
      to.text("forgot-trigger", forgot.job().value()).text("trigger", forgot.trigger().value());
    } else if (record instanceof JournalRecord.ForgotJob forgot) {
      to.text("forgot", forgot.job().value());
    } else if (record instanceof JournalRecord.Sealed sealed) {
      to.text("sealed", sealed.job().value());
      to.number("runs", sealed.runs()).number("count", sealed.ranges());
      sealed.chunk().ifPresent(chunk -> to.number("chunk", chunk));
      to.instant("newest", sealed.newest());
    } else if (record instanceof JournalRecord.Dropped dropped) {
      to.text("dropped", dropped.job().value()).number("count", dropped.chunks());
    } else if (record instanceof JournalRecord.Removed removed) {
      to.text("removed", removed.job().value());
    }
    to.end();
  }

  private static void claimed(JsonWriter to, JournalRecord.Claimed claimed) {
    to.text("claimed", claimed.job().value());
    if (!claimed.trigger().isOf(claimed.job())) {
      to.text("trigger", claimed.trigger().value());
    }
    to.instant("slot", claimed.slotMillis());
    if (claimed.attempt() != 1) {
      to.number("attempt", claimed.attempt());
    }
    if (claimed.kind() != RunKind.SCHEDULED) {
      to.text("kind", claimed.kind().word());
    }
    to.text("edition", claimed.edition());
    if (claimed.requested()) {
      to.bool("requested", true);
    }
    RunJson.passed(to, claimed.data());
  }

  private static void ended(JsonWriter to, RunOutcome outcome) {
    to.text("ended", outcome.run().job().value());
    JournalJson.run(to, outcome.run());
    to.text("state", outcome.state().name());
    to.instant("started", outcome.started()).instant("finished", outcome.finished());
    outcome.result().ifPresent(result -> to.text("result", result));
    outcome.error().ifPresent(error -> RunJson.error(to, error));
    outcome.progress().ifPresent(progress -> to.text("progress", progress));
    outcome
        .data()
        .ifPresent(
            kept ->
                to.object("keeps")
                    .text("edition", kept.edition())
                    .tree("values", TypedData.write(kept.values()))
                    .end());
    outcome.next().ifPresent(next -> next(to, next));
  }

  private static void next(JsonWriter to, PendingAttempt next) {
    to.object("next").text("run", next.run().toString());
    to.text("kind", next.kind().word()).instant("due", next.due());
    RunJson.passed(to, next.data());
    to.end();
  }

  private static void skipped(JsonWriter to, Skipped skipped) {
    to.text("skipped", skipped.job().value());
    if (!skipped.trigger().isOf(skipped.job())) {
      to.text("trigger", skipped.trigger().value());
    }
    to.text("edition", skipped.edition());
    to.instant("cursor", skipped.cursor());
    if (!skipped.ranges().isEmpty()) {
      to.list("ranges");
      skipped.ranges().forEach(range -> RunJson.range(to, range, skipped.job()));
      to.endList();
    }
  }
}
