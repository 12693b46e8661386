package dev.tenure.definition;

import static dev.tenure.definition.Specs.durable;
import static dev.tenure.definition.Specs.job;
import static dev.tenure.definition.Specs.jobName;
import static dev.tenure.definition.Specs.trigger;
import static dev.tenure.definition.Specs.triggerName;
import static dev.tenure.definition.Specs.weekends;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.definition.Cluster.Node;
import dev.tenure.model.CalendarSpec;
import dev.tenure.model.JobName;
import dev.tenure.model.TriggerName;
import dev.tenure.schedule.ScheduleSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class ChangesTest {

  private final Cluster cluster = new Cluster(3);
  private final Node node = cluster.following("node-1");

  private Changes changes() {
    return new Changes(node.view(), node.definitions.ids());
  }

  private void make(Function<Changes, Change> builder) {
    assertThat(cluster.await(node.definitions.decide(builder)))
        .isInstanceOf(ChangeResult.Changed.class);
  }

  private void store(JobSpec job, TriggerSpec... triggers) {
    make(c -> c.storeJobsAndTriggers(Map.of(job, List.of(triggers)), false));
  }

  private JobSpec job1(String name) {
    return node.view().job(new JobName(name)).orElseThrow().value();
  }

  private TriggerSpec trigger1(String name) {
    return node.view().trigger(new TriggerName(name)).orElseThrow().value();
  }

  private static void assertRefused(
      ThrowingCallable building, DefinitionException.Kind kind, String message) {
    assertThatThrownBy(building)
        .hasMessageContaining(message)
        .isInstanceOfSatisfying(
            DefinitionException.class, e -> assertThat(e.kind()).isEqualTo(kind));
  }

  @Test
  void aJobThatIsReplacedKeepsItsIncarnationAndGetsANewEdition() {
    store(job("a"), trigger("t", "a"));
    JobSpec before = job1("a");
    make(c -> c.storeJob(job("a").withData(Map.of("k", 1)), true));

    assertThat(job1("a").incarnation()).isEqualTo(before.incarnation());
    assertThat(job1("a").edition()).isNotEqualTo(before.edition());
    assertThat(node.view().triggersOf(jobName("a"))).containsExactly(triggerName("t"));
  }

  @Test
  void aJobThatIsStoredAgainAfterItsRemovalIsAnotherOne() {
    store(durable("a"));
    String before = job1("a").incarnation();
    make(c -> c.removeJobs(List.of(jobName("a"))));
    store(durable("a"));

    assertThat(job1("a").incarnation()).isNotEqualTo(before);
  }

  @Test
  void whatIsThereIsNotReplacedUnasked() {
    store(job("a"), trigger("t", "a"));

    assertRefused(
        () -> changes().storeJob(job("a"), false),
        DefinitionException.Kind.EXISTS,
        "job a exists already");
    assertRefused(
        () -> changes().storeTrigger(trigger("t", "a"), false),
        DefinitionException.Kind.EXISTS,
        "trigger t exists already");
  }

  @Test
  void aTriggerThatIsReplacedStartsAnew() {
    store(job("a"), trigger("t", "a"));
    String before = trigger1("t").edition();
    make(c -> c.storeTrigger(trigger("t", "a"), true));

    assertThat(trigger1("t").edition()).isNotEqualTo(before);
  }

  @Test
  void aTriggerThatIsPausedAndResumedIsTheSameOne() {
    store(job("a"), trigger("t", "a"));
    TriggerSpec before = trigger1("t");
    make(c -> c.pauseTriggers(List.of(triggerName("t"), triggerName("none"))));
    assertThat(trigger1("t")).isEqualTo(before.withMode(TriggerMode.PAUSED));
    assertThat(changes().pauseTriggers(List.of(triggerName("t"))).isEmpty()).isTrue();

    make(c -> c.resumeTriggers(List.of(triggerName("t"))));
    assertThat(trigger1("t")).isEqualTo(before);
    make(c -> c.modes(List.of(triggerName("t")), mode -> TriggerMode.ERROR));
    assertThat(changes().resumeTriggers(List.of(triggerName("t"))).isEmpty()).isTrue();
  }

  @Test
  void theLastTriggerTakesItsJobAlongUnlessThatIsDurable() {
    store(job("a"), trigger("t", "a"), trigger("u", "a"));
    store(durable("b"), trigger("v", "b"));
    make(c -> c.removeTriggers(List.of(triggerName("t"))));
    assertThat(node.view().jobNames()).contains(jobName("a"));
    make(c -> c.removeTriggers(List.of(triggerName("u"), triggerName("v"), triggerName("none"))));

    assertThat(node.view().jobNames()).containsExactly(jobName("b"));
    assertThat(node.view().triggerNames()).isEmpty();
  }

  @Test
  void aTriggerIsReplacedByOneOfAnotherNameAndTheJobStays() {
    store(job("a"), trigger("t", "a"));
    make(c -> c.replaceTrigger(triggerName("t"), trigger("u", "a")));

    assertThat(node.view().triggersOf(jobName("a"))).containsExactly(triggerName("u"));
    make(c -> c.replaceTrigger(triggerName("u"), trigger("u", "a")));
    assertThat(node.view().triggersOf(jobName("a"))).containsExactly(triggerName("u"));
  }

  @Test
  void aTriggerIsReplacedOnlyByOneOfItsJob() {
    store(job("a"), trigger("t", "a"));
    store(job("b"), trigger("u", "b"));

    assertRefused(
        () -> changes().replaceTrigger(triggerName("t"), trigger("x", "b")),
        DefinitionException.Kind.UNFIT,
        "trigger t is of job a");
    assertRefused(
        () -> changes().replaceTrigger(triggerName("t"), trigger("u", "a")),
        DefinitionException.Kind.EXISTS,
        "trigger u exists");
    assertRefused(
        () -> changes().replaceTrigger(triggerName("none"), trigger("x", "a")),
        DefinitionException.Kind.UNKNOWN,
        "no trigger none");
  }

  @Test
  void aTriggerThatMovesToAnotherJobLeavesTheOldOneInPlace() {
    store(job("a"), trigger("t", "a"));
    store(job("b"), trigger("u", "b"));
    make(c -> c.storeTrigger(trigger("t", "b"), true));

    assertThat(node.view().triggersOf(jobName("a"))).isEmpty();
    assertThat(node.view().triggersOf(jobName("b")))
        .containsExactlyInAnyOrder(triggerName("t"), triggerName("u"));
    assertThat(node.view().job(jobName("a"))).isPresent();
  }

  @Test
  void aJobWithMoreTriggersThanFitIntoAChangeIsRemovedAtOnceAndSweptLater() {
    store(durable("a"));
    List<Change> all = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      all.add(changes().storeTrigger(trigger("t" + i, "a"), false));
    }
    assertThat(cluster.await(node.definitions.apply(all)))
        .allMatch(ChangeResult.Changed.class::isInstance);
    assertThat(node.view().triggersOf(jobName("a"))).hasSize(300);

    make(c -> c.removeJobs(List.of(jobName("a"))));

    assertThat(node.view().triggerNames()).isEmpty();
    assertThat(node.view().triggersOf(jobName("a"))).isEmpty();
    cluster.time.pass(Duration.ofMinutes(2));
    assertThat(cluster.store.entries(Cluster.LAYOUT.definitions(Cluster.GROUP))).isEmpty();
  }

  @Test
  void calendarsAreNotRemovedWhileTheyAreNamed() {
    make(c -> c.storeCalendar("base", weekends(), false));
    CalendarSpec based =
        new CalendarSpec(weekends().excluded(), weekends().zone(), Optional.of("base"), "");
    make(c -> c.storeCalendar("top", based, false));
    store(job("a"), trigger("t", "a").withCalendar(Optional.of("top")));

    assertRefused(
        () -> changes().removeCalendar("top"), DefinitionException.Kind.IN_USE, "by trigger t");
    assertRefused(
        () -> changes().removeCalendar("base"), DefinitionException.Kind.IN_USE, "by calendar top");
    assertRefused(
        () -> changes().storeCalendar("top", based, false),
        DefinitionException.Kind.EXISTS,
        "calendar top exists");
    make(c -> c.removeJobs(List.of(jobName("a"))));
    make(c -> c.removeCalendar("top"));
    make(c -> c.removeCalendar("base"));
    assertThat(node.view().calendarNames()).isEmpty();
  }

  @Test
  void aCalendarOfTheApiIsChangedAsItWasSeen() {
    make(c -> c.applyApiCalendar("c", weekends(), Seen.NONE));
    assertThat(changes().applyApiCalendar("c", weekends(), Seen.ANYHOW).isEmpty()).isTrue();
    assertRefused(
        () -> changes().applyApiCalendar("c", weekends(), Seen.NONE),
        DefinitionException.Kind.EXISTS,
        "calendar c exists");
    assertRefused(
        () -> changes().applyApiCalendar("c", weekends(), new Seen.At(1)),
        DefinitionException.Kind.OUTDATED,
        "read it again");
    assertRefused(
        () -> changes().removeApiCalendar("d", new Seen.There()),
        DefinitionException.Kind.OUTDATED,
        "there is no calendar d");
    make(c -> c.removeApiCalendar("c", new Seen.There()));
    assertThat(node.view().calendarNames()).isEmpty();
  }

  @Test
  void aTriggerCannotNameACalendarThatIsNotThere() {
    store(job("a"), trigger("t", "a"));

    assertRefused(
        () ->
            changes().storeTrigger(trigger("u", "a").withCalendar(Optional.of("holidays")), false),
        DefinitionException.Kind.UNKNOWN,
        "no calendar \"holidays\"");
  }

  @Test
  void aFileThatSaysTheSameChangesNothing() {
    make(c -> c.applyFile(fileJob("a"), List.of(fileTrigger("a", "0 0 1 * * ?"))));
    assertThat(
            changes().applyFile(fileJob("a"), List.of(fileTrigger("a", "0 0 1 * * ?"))).isEmpty())
        .isTrue();
  }

  @Test
  void aFileThatChangesAScheduleGivesAnotherEditionAndKeepsModeAndSince() {
    make(c -> c.applyFile(fileJob("a"), List.of(fileTrigger("a", "0 0 1 * * ?"))));
    make(c -> c.pauseTriggers(List.of(triggerName("a"))));
    JobSpec before = job1("a");
    TriggerSpec later = fileTrigger("a", "0 0 2 * * ?").withSince(Specs.SINCE.plusSeconds(1000));
    make(c -> c.applyFile(fileJob("a"), List.of(later)));

    assertThat(trigger1("a").schedule()).isEqualTo(later.schedule());
    String edition = trigger1("a").edition();
    assertThat(edition).isNotEqualTo(TriggerSpec.FILES_EDITION);
    assertThat(trigger1("a").mode()).isEqualTo(TriggerMode.PAUSED);
    assertThat(trigger1("a").since()).isEqualTo(Specs.SINCE);
    assertThat(job1("a")).isEqualTo(before);

    make(c -> c.applyFile(fileJob("a"), List.of(prior(later, 9))));
    assertThat(trigger1("a").priority()).isEqualTo(9);
    assertThat(trigger1("a").edition()).as("the slots are the same").isEqualTo(edition);
    assertThat(changes().applyFile(fileJob("a"), List.of(prior(later, 9))).isEmpty()).isTrue();
  }

  @Test
  void aFileRemovesItsOwnTriggersOnlyAndRefusesJobsOfTheApi() {
    make(
        c ->
            c.applyFile(
                fileJob("a"), List.of(fileTrigger("a", "0 0 1 * * ?"), fileTrigger2("a2", "a"))));
    make(c -> c.storeTrigger(trigger("mine", "a"), false));
    make(c -> c.applyFile(fileJob("a"), List.of(fileTrigger("a", "0 0 1 * * ?"))));
    assertThat(node.view().triggersOf(jobName("a")))
        .containsExactlyInAnyOrder(triggerName("a"), triggerName("mine"));

    store(job("b"), trigger("b", "b"));
    assertRefused(
        () -> changes().applyFile(fileJob("b"), List.of()),
        DefinitionException.Kind.EXISTS,
        "job b was defined through the API");
  }

  @Test
  void everythingIsClearedInPortions() {
    for (int i = 0; i < 150; i++) {
      store(job("j" + i), trigger("t" + i, "j" + i));
    }
    make(c -> c.storeCalendar("c", weekends(), false));
    List<Change> clearing = changes().clear();
    assertThat(clearing).hasSize(2);
    assertThat(cluster.await(node.definitions.apply(clearing)))
        .allMatch(ChangeResult.Changed.class::isInstance);

    assertThat(node.view().jobNames()).isEmpty();
    assertThat(node.view().triggerNames()).isEmpty();
    assertThat(node.view().calendarNames()).isEmpty();
    cluster.time.pass(Duration.ofMinutes(1));
    assertThat(cluster.store.entries(Cluster.LAYOUT.definitions(Cluster.GROUP))).isEmpty();
  }

  private static JobSpec fileJob(String name) {
    JobSpec job = durable(name);
    return new JobSpec(
        job.name(),
        job.type(),
        true,
        job.onLeaderLoss(),
        job.concurrency(),
        job.timeout(),
        job.whenStuck(),
        job.retry(),
        job.retention(),
        job.data(),
        "",
        job.owner(),
        job.tags(),
        Source.FILES,
        "",
        "",
        Optional.empty());
  }

  private static TriggerSpec fileTrigger2(String name, String job) {
    TriggerSpec trigger = trigger(name, job);
    return ofFiles(trigger, trigger.schedule());
  }

  private static TriggerSpec fileTrigger(String job, String cron) {
    ScheduleSpec.Cron usual = (ScheduleSpec.Cron) trigger(job, job).schedule();
    return ofFiles(trigger(job, job), new ScheduleSpec.Cron(cron, usual.zone(), usual.dst()));
  }

  private static TriggerSpec ofFiles(TriggerSpec trigger, ScheduleSpec schedule) {
    return ofFiles(trigger, schedule, trigger.priority());
  }

  private static TriggerSpec prior(TriggerSpec trigger, int priority) {
    return ofFiles(trigger, trigger.schedule(), priority);
  }

  private static TriggerSpec ofFiles(TriggerSpec trigger, ScheduleSpec schedule, int priority) {
    return new TriggerSpec(
        trigger.name(),
        trigger.job(),
        "",
        schedule,
        trigger.start(),
        trigger.end(),
        trigger.calendar(),
        priority,
        trigger.misfireInstruction(),
        trigger.catchUp(),
        trigger.spread(),
        trigger.since(),
        trigger.mode(),
        trigger.data(),
        "",
        Source.FILES,
        "",
        Wording.NONE);
  }
}
