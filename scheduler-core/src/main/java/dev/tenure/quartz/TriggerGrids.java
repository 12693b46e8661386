package dev.tenure.quartz;

import dev.tenure.definition.TriggerSpec;
import dev.tenure.schedule.Grid;

/** Makes the slots of a trigger, with its calendar and its spread. */
@FunctionalInterface
interface TriggerGrids {

  /** The grid; throws for a schedule that cannot be used and for a calendar that is not there. */
  Grid of(TriggerSpec trigger);
}
