package dev.tenure.quartz;

import dev.tenure.definition.DefinitionView;
import dev.tenure.definition.Definitions;
import dev.tenure.definition.JobSpec;
import dev.tenure.ledger.JobState;
import dev.tenure.model.JobName;
import dev.tenure.model.NodeName;
import dev.tenure.schedule.SharedGrids;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.quartz.JobKey;

/**
 * Everything of our job store that has to do with definitions, put together.
 *
 * @param definitions stores and removes jobs and triggers
 * @param pauses pauses and resumes
 * @param calendars stores and removes calendars
 * @param lookup reads
 * @param standings how triggers stand
 * @param grids makes the slots of triggers
 * @param jobs converts jobs
 * @param triggers converts triggers
 * @param orphans hears of jobs that went with their last trigger
 */
record DefinitionSide(
    DefinitionDesk definitions,
    PauseDesk pauses,
    CalendarDesk calendars,
    DefinitionLookup lookup,
    TriggerStandings standings,
    DefinedGrids grids,
    JobCodec jobs,
    TriggerCodec triggers,
    Consumer<JobKey> orphans) {

  /**
   * Where its parts come from.
   *
   * @param definitions of the group; already followed
   * @param states what the ledger of the group holds, by job
   * @param home the group of Quartz whose keys need no mention of it
   * @param classes the classes of jobs
   * @param forbidsOverlap what the class of a job says on this node
   * @param node signs requests
   * @param limit how long a change may take
   */
  record Sources(
      Definitions definitions,
      Supplier<Map<JobName, JobState>> states,
      String home,
      ClassSource classes,
      Predicate<JobSpec> forbidsOverlap,
      NodeName node,
      Duration limit) {}

  /**
   * Puts it together.
   *
   * @param orphans hears of jobs that went with their last trigger
   */
  static DefinitionSide of(Sources from, Clock clock, Consumer<JobKey> orphans) {
    QuartzNames names = new QuartzNames(from.home());
    SharedGrids shared = new SharedGrids();
    DefinitionView view = from.definitions().view();
    DefinedGrids grids = new DefinedGrids(view, shared);
    TriggerStandings standings =
        new TriggerStandings(view, from.states(), grids::of, names, from.forbidsOverlap());
    JobCodec jobs = new JobCodec(names, from.classes());
    TriggerCodec triggers = new TriggerCodec(names, shared);
    StoreAnswers answers = new StoreAnswers(names, from.limit());
    ManualRuns manual = new ManualRuns(from.definitions(), answers, from.node().value(), clock);
    DefinitionLookup lookup = new DefinitionLookup(jobs, triggers, standings);
    return new DefinitionSide(
        new DefinitionDesk(from.definitions(), jobs, triggers, answers, manual, orphans),
        new PauseDesk(from.definitions(), lookup, answers),
        new CalendarDesk(from.definitions(), answers),
        lookup,
        standings,
        grids,
        jobs,
        triggers,
        orphans);
  }
}
