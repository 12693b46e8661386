package dev.tenure.quartz;

import dev.tenure.definition.TriggerSpec;
import dev.tenure.schedule.Grid;
import dev.tenure.schedule.ScheduleSpec;
import java.time.Instant;
import org.quartz.JobKey;
import org.quartz.ScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerKey;

/** A trigger with slots at certain instants: of a job file, or made for a run by hand. */
final class StoredInstants extends StoredTrigger<Trigger> {

  private static final long serialVersionUID = 1L;

  StoredInstants(TriggerSpec spec, TriggerKey key, JobKey jobKey, Grid grid) {
    super(spec, key, jobKey, grid);
  }

  @Override
  ScheduleSpec startingAt(ScheduleSpec former, Instant newStart) {
    return former;
  }

  @Override
  public ScheduleBuilder<Trigger> getScheduleBuilder() {
    throw new UnsupportedOperationException(
        "Quartz has no builder for triggers with several single instants, such as " + getKey());
  }

  @Override
  public StoredInstants clone() {
    return (StoredInstants) super.clone();
  }
}
