package dev.tenure.schedule;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes grids that share what is costly: triggers with one cron text, zone and rule for the clocks
 * have one compiled expression between them, for as long as one of them is in use. One for a whole
 * node; to be used from any thread; never blocks.
 */
public final class SharedGrids {

  private final Map<ScheduleSpec.Cron, Shared> crons = new ConcurrentHashMap<>();
  private final ReferenceQueue<Grid> unused = new ReferenceQueue<>();

  /** As {@link Grids#of(ScheduleSpec, Optional, Optional, Optional, Duration)}. */
  public Grid of(
      ScheduleSpec spec,
      Optional<Instant> start,
      Optional<Instant> end,
      Optional<CalendarFilter> calendar,
      Duration spread) {
    Grid schedule = spec instanceof ScheduleSpec.Cron cron ? shared(cron) : Grids.of(spec);
    return Grids.limited(schedule, spec, start, end, calendar, spread);
  }

  /** How many expressions are in use; about, as the garbage collector has its own pace. */
  public int size() {
    forgetUnused();
    return crons.size();
  }

  private Grid shared(ScheduleSpec.Cron cron) {
    forgetUnused();
    Shared known = crons.get(cron);
    Grid grid = known == null ? null : known.get();
    if (grid == null) {
      grid = Grids.of(cron);
      crons.put(cron, new Shared(cron, grid, unused));
    }
    return grid;
  }

  private void forgetUnused() {
    Reference<? extends Grid> gone = unused.poll();
    while (gone != null) {
      crons.remove(((Shared) gone).cron, gone);
      gone = unused.poll();
    }
  }

  private static final class Shared extends WeakReference<Grid> {
    private final ScheduleSpec.Cron cron;

    Shared(ScheduleSpec.Cron cron, Grid grid, ReferenceQueue<Grid> unused) {
      super(grid, unused);
      this.cron = cron;
    }
  }
}
