package dev.tenure.quartz;

import dev.tenure.schedule.CatchUp;
import dev.tenure.schedule.ScheduleSpec;
import java.time.Duration;
import org.quartz.SimpleTrigger;
import org.quartz.Trigger;
import org.quartz.impl.triggers.CronTriggerImpl;

/**
 * What the misfire instructions of Quartz come to: which of the missed slots are run. They are run
 * under their true instants; none moves the slots that follow.
 */
final class MisfirePolicy {

  /** As good as all; a store does not list more than that for one trigger. */
  static final CatchUp ALL = new CatchUp.All(100_000, Duration.ofDays(36_500));

  private MisfirePolicy() {}

  static CatchUp catchUp(ScheduleSpec schedule, int instruction) {
    if (instruction == Trigger.MISFIRE_INSTRUCTION_IGNORE_MISFIRE_POLICY) {
      return ALL;
    }
    boolean skips =
        schedule instanceof ScheduleSpec.Repeat repeat
            ? skips(repeat, instruction)
            : instruction == CronTriggerImpl.MISFIRE_INSTRUCTION_DO_NOTHING;
    return skips ? new CatchUp.Skip() : new CatchUp.Last();
  }

  private static boolean skips(ScheduleSpec.Repeat repeat, int instruction) {
    return switch (instruction) {
      case SimpleTrigger.MISFIRE_INSTRUCTION_RESCHEDULE_NEXT_WITH_EXISTING_COUNT,
          SimpleTrigger.MISFIRE_INSTRUCTION_RESCHEDULE_NEXT_WITH_REMAINING_COUNT ->
          true;
      case Trigger.MISFIRE_INSTRUCTION_SMART_POLICY ->
          repeat.count() == SimpleTrigger.REPEAT_INDEFINITELY;
      default -> false;
    };
  }
}
