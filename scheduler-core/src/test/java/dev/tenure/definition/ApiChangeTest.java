package dev.tenure.definition;

import static dev.tenure.definition.Specs.durable;
import static dev.tenure.definition.Specs.jobName;
import static dev.tenure.definition.Specs.trigger;
import static dev.tenure.definition.Specs.triggerName;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.definition.Cluster.Node;
import dev.tenure.model.TriggerName;
import dev.tenure.schedule.ScheduleSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What the API makes of a job that a program sends. */
final class ApiChangeTest {

  private static final Instant LATER = Specs.SINCE.plusSeconds(3600);

  private final Cluster cluster = new Cluster(5);
  private final Node node = cluster.following("node-1");

  private Changes changes() {
    return new Changes(node.view(), node.definitions.ids());
  }

  private void make(Function<Changes, Change> builder) {
    assertThat(cluster.await(node.definitions.decide(builder)))
        .isInstanceOf(ChangeResult.Changed.class);
  }

  private void put(JobSpec job, TriggerSpec... triggers) {
    make(c -> c.applyApi(job, List.of(triggers), Seen.ANYHOW));
  }

  private JobSpec stored() {
    return node.view().job(jobName("a")).orElseThrow().value();
  }

  private TriggerSpec storedTrigger() {
    return node.view().trigger(triggerName("a")).orElseThrow().value();
  }

  private void refused(DefinitionException.Kind kind, Seen seen) {
    assertThatThrownBy(() -> changes().applyApi(durable("a"), List.of(), seen))
        .isInstanceOfSatisfying(
            DefinitionException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    assertThatThrownBy(() -> changes().removeApi(jobName("a"), seen))
        .isInstanceOfSatisfying(
            DefinitionException.class, e -> assertThat(e.kind()).isEqualTo(kind));
  }

  @Test
  void theSameAgainChangesNothing() {
    put(durable("a"), trigger("a", "a"));
    long revision = node.view().revision(jobName("a"));
    Change again =
        changes().applyApi(durable("a"), List.of(trigger("a", "a").withSince(LATER)), Seen.ANYHOW);
    assertThat(again.isEmpty()).isTrue();
    assertThat(node.view().revision(jobName("a"))).isEqualTo(revision);
  }

  @Test
  void aChangeOfTheScheduleAloneIsSeenInTheRevisionAndStartsAnew() {
    put(durable("a"), trigger("a", "a"));
    make(c -> c.pauseTriggers(List.of(triggerName("a"))));
    long revision = node.view().revision(jobName("a"));
    TriggerSpec before = storedTrigger();
    JobSpec job = stored();
    put(durable("a"), every(Duration.ofMinutes(5)));
    assertThat(node.view().revision(jobName("a"))).isGreaterThan(revision);
    assertThat(storedTrigger().edition()).isNotEqualTo(before.edition());
    assertThat(storedTrigger().since()).isEqualTo(before.since());
    assertThat(storedTrigger().mode()).as("it stays paused").isEqualTo(TriggerMode.PAUSED);
    assertThat(stored().edition()).as("its data is the same").isEqualTo(job.edition());
    put(durable("a").withData(Map.of("k", 1L)), every(Duration.ofMinutes(5)));
    assertThat(stored().edition()).isNotEqualTo(job.edition());
    assertThat(stored().incarnation()).isEqualTo(job.incarnation());
  }

  private static TriggerSpec every(Duration period) {
    return TriggerSpec.of(
        triggerName("a"), jobName("a"), new ScheduleSpec.Every(period, Instant.EPOCH), LATER);
  }

  @Test
  void singleInstantsThatAreNamedAgainDoNotCountAsMissed() {
    Instant first = Specs.SINCE.plusSeconds(60);
    put(durable("a"), at(List.of(first), Specs.SINCE));
    put(durable("a"), at(List.of(first, LATER.plusSeconds(60)), LATER));
    assertThat(storedTrigger().since()).isEqualTo(LATER);
  }

  private static TriggerSpec at(List<Instant> instants, Instant since) {
    return TriggerSpec.of(new TriggerName("a"), jobName("a"), new ScheduleSpec.At(instants), since);
  }

  @Test
  void triggersThatAreNotSentAnyMoreGo() {
    put(durable("a"), trigger("a", "a"));
    put(durable("a"));
    assertThat(node.view().triggersOf(jobName("a"))).isEmpty();
    assertThat(node.view().job(jobName("a"))).isPresent();
  }

  @Test
  void aJobThatIsNotAsItWasSeenStays() {
    refused(DefinitionException.Kind.OUTDATED, new Seen.There());
    refused(DefinitionException.Kind.OUTDATED, new Seen.At(7));
    put(durable("a"), trigger("a", "a"));
    long revision = node.view().revision(jobName("a"));
    refused(DefinitionException.Kind.EXISTS, Seen.NONE);
    refused(DefinitionException.Kind.OUTDATED, new Seen.At(revision - 1));
    make(c -> c.pauseTriggers(List.of(triggerName("a"))));
    refused(DefinitionException.Kind.OUTDATED, new Seen.At(revision));
    Seen now = new Seen.At(node.view().revision(jobName("a")));
    make(c -> c.applyApi(durable("a"), List.of(), now));
    assertThat(node.view().triggersOf(jobName("a"))).isEmpty();
    make(c -> c.removeApi(jobName("a"), new Seen.There()));
    assertThat(node.view().job(jobName("a"))).isEmpty();
  }

  @Test
  void jobsOfJobFilesAreLeftAlone() {
    JobSpec file = durable("a").withSource(Source.FILES);
    make(c -> c.applyFile(file, List.of(trigger("a", "a").withSource(Source.FILES))));
    refused(DefinitionException.Kind.OF_FILES, Seen.ANYHOW);
  }

  @Test
  void aTriggerOfAnotherJobIsNotTakenAway() {
    put(
        durable("b"),
        TriggerSpec.of(triggerName("a"), jobName("b"), new ScheduleSpec.At(List.of(LATER)), LATER));
    assertThatThrownBy(
            () -> changes().applyApi(durable("a"), List.of(trigger("a", "a")), Seen.ANYHOW))
        .hasMessageContaining("belongs to job b");
  }
}
