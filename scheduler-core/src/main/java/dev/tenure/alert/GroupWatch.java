package dev.tenure.alert;

import dev.tenure.alert.AlertEvent.Found;
import dev.tenure.alert.AlertEvent.Gone;
import dev.tenure.alert.AlertEvent.Happened;
import dev.tenure.alert.AlertEvent.Holds;
import dev.tenure.alert.AlertEvent.Over;
import dev.tenure.definition.DefinitionListener;
import dev.tenure.definition.JobSpec;
import dev.tenure.definition.Kept;
import dev.tenure.ledger.EndState;
import dev.tenure.ledger.FinishedRun;
import dev.tenure.ledger.JobState;
import dev.tenure.ledger.SkippedRange;
import dev.tenure.loop.EventLoop;
import dev.tenure.model.AlertKind;
import dev.tenure.model.JobAlerts;
import dev.tenure.model.JobName;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The alerts about the jobs of one group. Every node follows the group's ledger; whoever leads
 * posts what it hears. Who wins looks through the ledger for what nobody may have told of. Confined
 * to the loop.
 */
final class GroupWatch {

  /** How far the wall clocks of two nodes may be apart. */
  private static final Duration SKEW = Duration.ofMinutes(1);

  private final WatchedGroup group;
  private final AlertBook book;
  private final EventLoop loop;
  private final Supplier<String> uids;
  private final Expectations expected;
  private final Endings endings;
  private final RecentRuns recent = new RecentRuns();
  private final Set<JobName> lookedUp = new HashSet<>();

  GroupWatch(WatchedGroup group, AlertBook book, EventLoop loop, Supplier<String> uids) {
    this.group = group;
    this.book = book;
    this.loop = loop;
    this.uids = uids;
    expected = new Expectations(group);
    endings = new Endings(group.group(), book, expected, this, loop);
  }

  /** Hears of everything from now on. */
  void follow() {
    group.onChange(endings);
    group.onDefinitions(
        new DefinitionListener() {
          @Override
          public void onJob(Kept<JobSpec> now, Optional<Kept<JobSpec>> before) {
            loop.execute(() -> defined(now.value().name()));
          }

          @Override
          public void onJobGone(JobName name) {
            loop.execute(() -> defined(name));
          }

          @Override
          public void onResync() {
            loop.execute(() -> group.definitions().jobNames().forEach(job -> define(job)));
          }
        });
  }

  /** When a run last ended, as far as this node knows. */
  Instant newestEnd() {
    return endings.newest();
  }

  private Optional<JobSpec> spec(JobName job) {
    return group.definitions().job(job).map(Kept::value);
  }

  /** What a job says of alerts; empty when there are none about it. */
  private Optional<JobAlerts> alerts(JobName job) {
    return spec(job).map(JobSpec::alerts).filter(JobAlerts::enabled);
  }

  private void define(JobName job) {
    expected.define(job, spec(job));
  }

  private void defined(JobName job) {
    Optional<JobSpec> spec = spec(job);
    expected.define(job, spec);
    if (spec.isEmpty()) {
      endings.forget(job);
      lookedUp.remove(job);
    }
    if (group.leads()) {
      tidy(job);
    }
  }

  /** Ends in silence what nobody wants to hear of any more. */
  private void tidy(JobName job) {
    boolean wanted = alerts(job).isPresent();
    for (AlertKind kind : List.of(AlertKind.RUN_FAILED, AlertKind.SLOT_MISSED)) {
      close(AlertId.of(kind, group.group(), job), wanted);
    }
    close(
        AlertId.of(AlertKind.NO_SUCCESS, group.group(), job),
        wanted && expected.limit(job).isPresent());
  }

  private void close(AlertId id, boolean wanted) {
    if (!wanted && book.knows(id)) {
      book.post(id, new Gone());
    }
  }

  /** A run ended badly, for good. */
  void failed(FinishedRun run) {
    alerts(run.id().job())
        .ifPresent(
            how -> {
              recent.heard(run);
              if (group.leads() && recent.account(run.id())) {
                book.post(id(AlertKind.RUN_FAILED, run.id().job()), happened(run, how));
              }
            });
  }

  private Happened happened(FinishedRun run, JobAlerts how) {
    return new Happened(uids.get(), run.finished(), 1, Words.failed(run, how));
  }

  /** A run ended well. */
  void succeeded(JobName job, Instant at) {
    if (group.leads()) {
      over(job, at);
    }
  }

  private void over(JobName job, Instant at) {
    book.post(id(AlertKind.RUN_FAILED, job), new Over(at, Words.recovered(group.group(), job, at)));
    book.post(id(AlertKind.NO_SUCCESS, job), new Over(at, Words.recovered(group.group(), job, at)));
  }

  /** Slots were passed over. */
  void missed(JobName job, List<SkippedRange> ranges) {
    if (group.leads()) {
      alerts(job)
          .ifPresent(how -> book.post(id(AlertKind.SLOT_MISSED, job), missed(job, ranges, how)));
    }
  }

  private Happened missed(JobName job, List<SkippedRange> ranges, JobAlerts how) {
    return new Happened(
        uids.get(),
        ranges.get(ranges.size() - 1).to(),
        Words.count(ranges),
        Words.missed(group.group(), job, ranges, how));
  }

  private AlertId id(AlertKind kind, JobName job) {
    return AlertId.of(kind, group.group(), job);
  }

  /**
   * This node leads now: what ended since the instant may not have been told of, and what alerts
   * are about may have changed.
   */
  void won(Instant seen) {
    Instant from = seen.minus(SKEW);
    recent.heardSince(from).forEach(this::found);
    group.states().forEach((job, state) -> look(job, state, from));
    for (Alert alert : book.all()) {
      if (alert.id().group().filter(group.group()::equals).isPresent()) {
        alert.id().job().ifPresent(this::tidy);
      }
    }
  }

  private void look(JobName job, JobState state, Instant from) {
    for (FinishedRun run : state.last()) {
      if (run.finished().isAfter(from) && RunEndings.isFinalFailure(run, state)) {
        found(run);
      }
    }
    List<SkippedRange> late =
        state.skipped().stream()
            .filter(range -> range.to().isAfter(from) && SkippedSlots.isAlarming(range))
            .toList();
    if (!late.isEmpty()) {
      alerts(job)
          .ifPresent(
              how -> book.post(id(AlertKind.SLOT_MISSED, job), new Found(missed(job, late, how))));
    }
    int end = state.last().size() - 1;
    if (end >= 0 && state.last().get(end).state() == EndState.SUCCEEDED) {
      Instant at = state.last().get(end).finished();
      if (at.isAfter(from) || book.isOpen(id(AlertKind.RUN_FAILED, job))) {
        book.post(
            id(AlertKind.RUN_FAILED, job), new Over(at, Words.recovered(group.group(), job, at)));
      }
    }
  }

  private void found(FinishedRun run) {
    alerts(run.id().job())
        .filter(how -> recent.account(run.id()))
        .ifPresent(
            how ->
                book.post(id(AlertKind.RUN_FAILED, run.id().job()), new Found(happened(run, how))));
  }

  /** Time has passed. */
  void look(Instant now) {
    for (JobName job : expected.overdue(now)) {
      if (group.leads()) {
        late(job, now);
      }
    }
    if (group.leads()) {
      endAwaited(now);
    }
  }

  private void late(JobName job, Instant now) {
    AlertId id = id(AlertKind.NO_SUCCESS, job);
    if (book.isOpen(id)) {
      return;
    }
    if (!lookedUp.contains(job) && expected.mustBeLookedUp(job)) {
      group
          .past(job)
          .thenAcceptAsync(
              past -> {
                lookedUp.add(job);
                expected.lookedUp(job, past);
              },
              loop);
      return;
    }
    alerts(job)
        .ifPresent(
            how -> {
              Duration within = expected.limit(job).orElse(Duration.ZERO);
              book.post(
                  id,
                  new Holds(
                      uids.get(),
                      now,
                      Words.noSuccess(group.group(), job, within, expected.since(job), how)));
            });
  }

  /** A job that was paused, or was given more time, is not late any more. */
  private void endAwaited(Instant now) {
    for (Alert alert : book.all()) {
      boolean ours =
          alert.id().kind() == AlertKind.NO_SUCCESS
              && alert.isOpen()
              && alert.id().group().filter(group.group()::equals).isPresent();
      if (ours) {
        JobName job = alert.id().job().orElseThrow();
        boolean late =
            expected
                .limit(job)
                .filter(limit -> !now.isBefore(expected.since(job).plus(limit)))
                .isPresent();
        if (!late) {
          book.post(alert.id(), new Over(now, Words.notLate(group.group(), job)));
        }
      }
    }
  }
}
