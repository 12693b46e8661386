package dev.tenure.quartz;

import dev.tenure.definition.DefinitionListener;
import dev.tenure.definition.DefinitionView;
import dev.tenure.definition.Kept;
import dev.tenure.definition.Pauses;
import dev.tenure.definition.TriggerSpec;
import dev.tenure.ledger.JobChangeListener;
import dev.tenure.ledger.JobState;
import dev.tenure.model.CalendarSpec;
import dev.tenure.model.JobName;
import dev.tenure.model.TriggerName;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many triggers are overdue, as {@link Outlook#overdue} means it, without a look at all of them
 * each time. It keeps the instant before which a trigger cannot be overdue. That only moves on when
 * slots are run, so it is looked at again when it has passed, or when somebody changes the trigger.
 *
 * <p>Thread-safe. A count waits for another one, never for anything else.
 */
public final class OverdueCount {

  /** How many changes are noted before everything is looked at again instead. */
  private static final int MOST_NOTED = 10_000;

  /** The trigger is not overdue before the instant, in milliseconds. */
  private record NotBefore(long millis, TriggerName trigger) {}

  private final Outlook outlook;
  private final DefinitionView view;
  private final Set<TriggerName> changed = ConcurrentHashMap.newKeySet();
  private volatile boolean allChanged = true;

  // Guarded by this.
  private final PriorityQueue<NotBefore> later =
      new PriorityQueue<>(Comparator.comparingLong(NotBefore::millis));
  private final Set<TriggerName> near = new HashSet<>();
  private int looked;

  /** Has to be told of changes: see {@link #ofDefinitions} and {@link #ofLedger}. */
  public OverdueCount(Outlook outlook, DefinitionView view) {
    this.outlook = outlook;
    this.view = view;
  }

  /** To be told of every change of the definitions. */
  public DefinitionListener ofDefinitions() {
    return new OfDefinitions();
  }

  /** To be told of every change of the ledger. */
  public JobChangeListener ofLedger() {
    return new OfLedger();
  }

  /** The number of triggers with a slot before the instant that should have been run. */
  public synchronized int count(Instant before) {
    if (takeAllChanged()) {
      later.clear();
      near.clear();
      near.addAll(view.triggerNames());
    }
    for (Iterator<TriggerName> names = changed.iterator(); names.hasNext(); ) {
      near.add(names.next());
      names.remove();
    }
    for (NotBefore first = later.peek();
        first != null && first.millis() < before.toEpochMilli();
        first = later.peek()) {
      near.add(first.trigger());
      later.remove();
    }
    looked = near.size();
    int overdue = 0;
    for (Iterator<TriggerName> names = near.iterator(); names.hasNext(); ) {
      TriggerName name = names.next();
      Optional<Outlook.Line> line = outlook.line(name).filter(Outlook.Line::runs);
      Optional<Instant> next = line.flatMap(Outlook.Line::next);
      if (next.isEmpty()) {
        // Whatever gives it a slot is a change that is told.
        names.remove();
      } else if (!next.get().isBefore(before)) {
        names.remove();
        later.add(new NotBefore(next.get().toEpochMilli(), name));
      } else if (!outlook.waits(line.get().trigger().job())) {
        overdue++;
      }
    }
    return overdue;
  }

  /** Triggers that are changed often stand in the queue more than once: not without end. */
  private boolean takeAllChanged() {
    if (!allChanged && later.size() <= 2 * view.triggerNames().size() + MOST_NOTED) {
      return false;
    }
    allChanged = false;
    changed.clear();
    return true;
  }

  /** How many triggers the last count looked at. */
  synchronized int looked() {
    return looked;
  }

  private void note(TriggerName trigger) {
    if (!allChanged && changed.add(trigger) && changed.size() > MOST_NOTED) {
      allChanged = true;
    }
  }

  private final class OfDefinitions implements DefinitionListener {

    @Override
    public void onTrigger(Kept<TriggerSpec> now, Optional<Kept<TriggerSpec>> before) {
      note(now.value().name());
    }

    @Override
    public void onCalendar(String name, Kept<CalendarSpec> now) {
      allChanged = true;
    }

    @Override
    public void onCalendarGone(String name) {
      allChanged = true;
    }

    @Override
    public void onPauses(Pauses now) {
      allChanged = true;
    }

    @Override
    public void onResync() {
      allChanged = true;
    }
  }

  private final class OfLedger implements JobChangeListener {

    /** A cursor that is forgotten, or of another edition, may leave earlier slots. */
    @Override
    public void onChange(JobName job, JobState before, JobState after) {
      before
          .cursors()
          .forEach(
              (trigger, cursor) -> {
                var now = after.cursors().get(trigger);
                if (now == null || !now.edition().equals(cursor.edition())) {
                  note(trigger);
                }
              });
    }

    @Override
    public void onResync() {
      allChanged = true;
    }
  }
}
