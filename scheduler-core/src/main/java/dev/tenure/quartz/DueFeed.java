package dev.tenure.quartz;

import dev.tenure.definition.DefinitionListener;
import dev.tenure.definition.Definitions;
import dev.tenure.definition.JobSpec;
import dev.tenure.definition.Kept;
import dev.tenure.definition.Pauses;
import dev.tenure.definition.Request;
import dev.tenure.definition.TriggerSpec;
import dev.tenure.ledger.JobChangeListener;
import dev.tenure.ledger.JobState;
import dev.tenure.ledger.RunLedger;
import dev.tenure.loop.Subscription;
import dev.tenure.model.CalendarSpec;
import dev.tenure.model.JobName;
import dev.tenure.model.TriggerName;
import java.time.Clock;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells the desk what changes in the definitions and in the ledger. What an entry of the journal
 * changes reaches the desk in one piece, so that it settles once and not once a run. Thread-safe;
 * never blocks.
 */
final class DueFeed implements DefinitionListener, JobChangeListener, AutoCloseable {

  private final DueDesk desk;
  private final RequestDesk requests;
  private final Clock clock;
  private final AtomicBoolean resyncing = new AtomicBoolean();
  private final Queue<StateChange> changes = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean telling = new AtomicBoolean();
  private final Subscription definitions;
  private final Subscription ledger;

  private record StateChange(JobName job, JobState before, JobState after) {}

  private DueFeed(
      DueDesk desk, RequestDesk requests, Definitions definitions, RunLedger ledger, Clock clock) {
    this.desk = desk;
    this.requests = requests;
    this.clock = clock;
    this.definitions = definitions.onChange(this);
    this.ledger = ledger.onChange(this);
  }

  static DueFeed open(
      DueDesk desk, RequestDesk requests, Definitions definitions, RunLedger ledger, Clock clock) {
    DueFeed feed = new DueFeed(desk, requests, definitions, ledger, clock);
    feed.onResync();
    return feed;
  }

  @Override
  public void onJob(Kept<JobSpec> now, Optional<Kept<JobSpec>> before) {
    desk.change(board -> board.job(now.value().name()));
  }

  @Override
  public void onJobGone(JobName name) {
    desk.change(board -> board.job(name));
  }

  @Override
  public void onTrigger(Kept<TriggerSpec> now, Optional<Kept<TriggerSpec>> before) {
    desk.change(board -> board.trigger(now.value().name(), clock.instant()));
  }

  @Override
  public void onTriggerGone(TriggerName name, Kept<TriggerSpec> before) {
    desk.change(board -> board.trigger(name, clock.instant()));
  }

  @Override
  public void onCalendar(String name, Kept<CalendarSpec> now) {
    calendarsChanged();
  }

  @Override
  public void onCalendarGone(String name) {
    calendarsChanged();
  }

  /** A calendar may be the base of others: all triggers with one are looked at again. */
  private void calendarsChanged() {
    desk.change(
        board ->
            board.triggersWith(trigger -> trigger.calendar().isPresent(), clock.instant(), true));
  }

  @Override
  public void onPauses(Pauses now) {
    desk.change(board -> board.triggersWith(trigger -> true, clock.instant(), false));
  }

  @Override
  public void onRequest(Kept<Request> request) {
    desk.change(board -> board.request(request));
    requests.consider(request);
  }

  @Override
  public void onRequestGone(Kept<Request> request) {
    desk.change(board -> board.requestGone(request.value()));
  }

  @Override
  public void onChange(JobName job, JobState before, JobState after) {
    changes.add(new StateChange(job, before, after));
    if (telling.compareAndSet(false, true)) {
      desk.change(this::tell);
    }
  }

  /** What comes from now on is told by another call, after whatever is asked until then. */
  private void tell(DueBoard board) {
    telling.set(false);
    StateChange next = changes.poll();
    while (next != null) {
      board.state(next.job(), next.before(), next.after(), clock.instant());
      next = changes.poll();
    }
  }

  /** Both speak of the same event; one look at everything is enough for those that wait. */
  @Override
  public void onResync() {
    if (resyncing.compareAndSet(false, true)) {
      desk.change(
          board -> {
            resyncing.set(false);
            board.resync(clock.instant());
          });
    }
  }

  @Override
  public void close() {
    definitions.close();
    ledger.close();
  }
}
