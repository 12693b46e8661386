package dev.tenure.definition;

import static dev.tenure.definition.Specs.durable;
import static dev.tenure.definition.Specs.job;
import static dev.tenure.definition.Specs.jobName;
import static dev.tenure.definition.Specs.trigger;
import static dev.tenure.definition.Specs.triggerName;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.definition.Cluster.Node;
import dev.tenure.election.Leadership;
import dev.tenure.election.LeadershipFixture;
import dev.tenure.model.JobName;
import dev.tenure.model.NodeName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DefinitionsTest {

  private final Cluster cluster = new Cluster(1);
  private final Node one = cluster.following("node-1");
  private final Node two = cluster.following("node-2");

  private ChangeResult store(Node node, JobSpec job, TriggerSpec... triggers) {
    return cluster.await(
        node.definitions.decide(
            changes -> changes.storeJobsAndTriggers(Map.of(job, List.of(triggers)), false)));
  }

  private String key(Thing thing) {
    return new DefinitionScope(Cluster.LAYOUT, Cluster.GROUP, new NodeName("x")).key(thing);
  }

  @Test
  void anOwnChangeIsInTheViewWhenItIsMade() {
    ChangeResult result = store(one, job("a"), trigger("t", "a"));

    assertThat(result).isInstanceOf(ChangeResult.Changed.class);
    assertThat(one.view().job(jobName("a"))).isPresent();
    assertThat(one.view().triggersOf(jobName("a"))).containsExactly(triggerName("t"));
  }

  @Test
  void theOtherNodeSeesItByItsWatch() {
    store(one, job("a"), trigger("t", "a"));
    cluster.settle();

    assertThat(two.view().job(jobName("a"))).isEqualTo(one.view().job(jobName("a")));
    assertThat(two.view().trigger(triggerName("t")))
        .isEqualTo(one.view().trigger(triggerName("t")));
    assertThat(two.view().job(jobName("a")).orElseThrow().written().by().value())
        .isEqualTo("node-1");
  }

  @Test
  void aNodeThatComesLaterReadsWhatIsThere() {
    for (int i = 0; i < 1500; i++) {
      store(one, job("j" + i), trigger("t" + i, "j" + i));
    }
    Node late = cluster.following("node-3");

    assertThat(late.view().jobNames()).hasSize(1500);
    assertThat(late.view().triggerNames()).hasSize(1500);
  }

  @Test
  void ofTwoChangesOfOneReadingOneIsAConflictThatNamesTheOther() {
    store(one, durable("a"));
    cluster.settle();
    Kept<JobSpec> seen = two.view().job(jobName("a")).orElseThrow();
    JobSpec mine = seen.value().withData(Map.of("k", 1));
    JobSpec theirs = seen.value().withData(Map.of("k", 2));

    ChangeResult first = cluster.await(one.definitions.change(put(mine, seen)));
    ChangeResult second = cluster.await(two.definitions.change(put(theirs, seen)));

    assertThat(first).isInstanceOf(ChangeResult.Changed.class);
    assertThat(second)
        .isInstanceOfSatisfying(
            ChangeResult.Conflict.class,
            conflict ->
                assertThat(conflict.message())
                    .contains("job a was changed by node-1 at revision")
                    .contains("read it again and repeat"));
    assertThat(two.view().job(jobName("a")).orElseThrow().value().data()).containsEntry("k", 1);
  }

  private static Change put(JobSpec job, Kept<JobSpec> seen) {
    return new Change(List.of(new Change.PutJob(job, Expectation.as(seen))));
  }

  @Test
  void aDecisionOnAnOldViewIsMadeAgainOnTheNewOne() {
    two.client.network().silentWatches = true;
    store(one, durable("a"));

    ChangeResult result =
        cluster.await(
            two.definitions.decide(changes -> changes.storeTrigger(trigger("t", "a"), false)));

    assertThat(result).isInstanceOf(ChangeResult.Changed.class);
    cluster.settle();
    assertThat(one.view().trigger(triggerName("t"))).isPresent();
  }

  @Test
  void aRefusalOfTheBuilderIsTheCallersExceptionOnceItIsProven() {
    assertThatThrownBy(
            () ->
                cluster.await(
                    one.definitions.decide(
                        changes -> changes.storeTrigger(trigger("t", "none"), false))))
        .isInstanceOfSatisfying(
            DefinitionException.class,
            e -> assertThat(e.kind()).isEqualTo(DefinitionException.Kind.UNKNOWN))
        .hasMessageContaining("store the job first");
  }

  @Test
  void theLastTwoTriggersTakenByTwoNodesTakeTheJobAlong() {
    store(one, job("a"), trigger("t1", "a"), trigger("t2", "a"));
    cluster.settle();

    CompletionStage<ChangeResult> first =
        one.definitions.decide(c -> c.removeTriggers(List.of(triggerName("t1"))));
    CompletionStage<ChangeResult> second =
        two.definitions.decide(c -> c.removeTriggers(List.of(triggerName("t2"))));

    assertThat(cluster.await(first)).isInstanceOf(ChangeResult.Changed.class);
    assertThat(cluster.await(second)).isInstanceOf(ChangeResult.Changed.class);
    cluster.settle();
    assertThat(cluster.store.entries(Cluster.LAYOUT.definitions(Cluster.GROUP))).isEmpty();
    assertThat(one.view().jobNames()).isEmpty();
    assertThat(two.view().jobNames()).isEmpty();
  }

  @Test
  void aChangeOfTooManyThingsIsRefusedWhole() {
    List<Change.Op> ops = new ArrayList<>();
    for (int i = 0; i <= Change.MAX_OPS; i++) {
      ops.add(new Change.PutJob(job("j" + i), Expectation.ABSENT));
    }

    assertThat(cluster.await(one.definitions.change(new Change(ops))).message())
        .contains("121 things at once")
        .contains("at most 120");
    assertThat(one.view().jobNames()).isEmpty();
  }

  @Test
  void aDefinitionThatIsTooLargeIsRefusedAndNamed() {
    ChangeResult result = store(one, job("big").withData(Map.of("k", "x".repeat(300_000))));

    assertThat(result).isInstanceOf(ChangeResult.Rejected.class);
    assertThat(result.message()).startsWith("job big takes 300").contains("at most 262144");
  }

  @Test
  void dataThatHasNoFormIsRefusedAndNamed() {
    ChangeResult result = store(one, job("odd").withData(Map.of("when", Duration.ofDays(1))));

    assertThat(result.message()).contains("job odd").contains("\"when\"").contains("Duration");
  }

  @Test
  void aLostAnswerIsMadeUpForAndNothingIsWrittenTwice() {
    one.client.callTimeout(Duration.ofMillis(50));
    one.client.network().lostAnswers = 0.5;
    for (int i = 0; i < 20; i++) {
      assertThat(store(one, job("j" + i), trigger("t" + i, "j" + i)))
          .isInstanceOf(ChangeResult.Changed.class);
    }
    one.client.network().lostAnswers = 0;
    cluster.settle();

    assertThat(two.view().jobNames()).hasSize(20);
    assertThat(one.view().job(jobName("j7"))).isEqualTo(two.view().job(jobName("j7")));
  }

  @Test
  void aStoreThatCannotBeReachedIsToldAfterAWhile() {
    one.client.network().lostRequests = 1;
    one.client.callTimeout(Duration.ofMillis(100));

    ChangeResult result = store(one, job("a"));

    // The fake cannot tell a lost request from a lost answer, and neither can anybody.
    assertThat(result).isInstanceOf(ChangeResult.Unknown.class);
    assertThat(one.view().jobNames()).isEmpty();
  }

  @Test
  void aNodeThatCouldNotReadYetSaysSo() {
    Node late = cluster.node("node-3");
    late.client.network().cut = true;
    late.definitions.follow();

    assertThat(store(late, job("a")))
        .isInstanceOf(ChangeResult.Unavailable.class)
        .extracting(ChangeResult::message)
        .asString()
        .contains("could not be read yet");
  }

  @Test
  void aViewIsReadAgainAfterACompaction() {
    store(one, job("a"), trigger("t", "a"));
    store(one, durable("gone"));
    cluster.settle();
    two.client.network().cut = true;
    two.client.breakWatches();
    cluster.settle();
    cluster.await(one.definitions.decide(c -> c.removeJobs(List.of(jobName("gone")))));
    store(one, durable("new"));
    cluster.store.compact();
    List<String> heard = new ArrayList<>();
    two.definitions.onChange(
        new DefinitionListener() {
          @Override
          public void onJobGone(JobName name) {
            heard.add("gone " + name);
          }

          @Override
          public void onJob(Kept<JobSpec> now, Optional<Kept<JobSpec>> before) {
            heard.add("job " + now.value().name());
          }

          @Override
          public void onResync() {
            heard.add("resync");
          }
        });

    two.client.network().cut = false;
    cluster.time.pass(Duration.ofSeconds(10));

    assertThat(two.view().jobNames()).containsExactlyInAnyOrder(jobName("a"), jobName("new"));
    assertThat(heard).containsExactly("job new", "gone gone", "resync");
  }

  @Test
  void aCorruptValueIsReportedAndLeftAloneWhileTheRestGoesOn() {
    store(one, job("a"), trigger("t", "a"));
    store(one, job("b"), trigger("u", "b"));
    String key = key(new Thing.Job(jobName("a")));
    cluster.store.put(key, "{\"type\":");
    cluster.settle();

    assertThat(one.view().job(jobName("a"))).isEmpty();
    assertThat(one.view().trigger(triggerName("t"))).isEmpty();
    assertThat(one.view().problems()).containsOnlyKeys(key);
    assertThat(one.view().job(jobName("b"))).isPresent();
    cluster.time.pass(Duration.ofMinutes(1));
    assertThat(cluster.store.entries(key)).hasSize(1);
    assertThat(cluster.store.entries(key(new Thing.Trigger(triggerName("t"))))).hasSize(1);
  }

  @Test
  void aCorruptValueThatIsCorrectedIsInUseAgain() {
    store(one, job("a"), trigger("t", "a"));
    String key = key(new Thing.Job(jobName("a")));
    String good = cluster.store.entries(key).get(0).value().utf8();
    cluster.store.put(key, "not json");
    cluster.settle();
    cluster.store.put(key, good);
    cluster.settle();

    assertThat(one.view().problems()).isEmpty();
    assertThat(one.view().job(jobName("a"))).isPresent();
    assertThat(one.view().trigger(triggerName("t"))).isPresent();
  }

  @Test
  void aForeignKeyIsReportedAndLeftAlone() {
    String key = Cluster.LAYOUT.jobs(Cluster.GROUP) + "a b";
    cluster.store.put(key, "x");
    cluster.settle();

    assertThat(one.view().problems()).containsOnlyKeys(key);
    cluster.store.delete(key);
    cluster.settle();
    assertThat(one.view().problems()).isEmpty();
  }

  @Test
  void aTriggerOfAnEarlierJobOfThatNameIsDeadAndSwept() {
    store(one, durable("a"), trigger("t", "a"));
    cluster.store.delete(key(new Thing.Job(jobName("a"))));
    cluster.settle();
    store(one, durable("a"));
    cluster.settle();

    assertThat(two.view().trigger(triggerName("t"))).isEmpty();
    assertThat(two.view().triggersOf(jobName("a"))).isEmpty();
    cluster.time.pass(Duration.ofSeconds(30));
    assertThat(cluster.store.entries(key(new Thing.Trigger(triggerName("t"))))).isEmpty();
    assertThat(two.view().job(jobName("a"))).isPresent();
  }

  @Test
  void aDeadTriggersNameIsFree() {
    store(one, durable("a"), trigger("t", "a"));
    cluster.store.delete(key(new Thing.Job(jobName("a"))));
    cluster.settle();

    assertThat(store(one, job("b"), trigger("t", "b"))).isInstanceOf(ChangeResult.Changed.class);
    assertThat(one.view().trigger(triggerName("t")).orElseThrow().value().job())
        .isEqualTo(jobName("b"));
  }

  @Test
  void manyChangesAreMadeTogetherAndEachHasItsResult() {
    store(one, durable("j17"));
    cluster.settle();
    Changes changes = new Changes(two.view(), two.definitions.ids());
    List<Change> all =
        IntStream.range(0, 500)
            .mapToObj(
                i ->
                    i == 17
                        ? new Change(List.of(new Change.PutJob(job("j17"), Expectation.ABSENT)))
                        : changes.storeJobsAndTriggers(
                            Map.of(job("j" + i), List.of(trigger("t" + i, "j" + i))), false))
            .toList();

    List<ChangeResult> results = cluster.await(two.definitions.apply(all));

    assertThat(results).hasSize(500);
    assertThat(results.get(17)).isInstanceOf(ChangeResult.Conflict.class);
    assertThat(results.stream().filter(ChangeResult.Changed.class::isInstance)).hasSize(499);
    assertThat(two.view().triggerNames()).hasSize(499);
    assertThat(two.view().jobNames()).hasSize(500);
  }

  @Test
  void aTakeOverShowsWhatWasWrittenBefore() {
    two.client.network().fastest = Duration.ofMillis(100);
    two.client.network().slowest = Duration.ofMillis(400);
    store(one, job("a"), trigger("t", "a"));
    Leadership leadership = cluster.lead("two");

    assertThat(cluster.await(two.definitions.takeOver(leadership))).isTrue();

    assertThat(two.view().trigger(triggerName("t"))).isPresent();
  }

  @Test
  void aTakeOverThroughASilentWatchReadsEverythingAgain() {
    two.client.network().silentWatches = true;
    store(one, job("a"), trigger("t", "a"));

    assertThat(cluster.await(two.definitions.takeOver(cluster.lead("two")))).isTrue();

    assertThat(two.view().trigger(triggerName("t"))).isPresent();
  }

  @Test
  void aTakeOverHasTheStoreLookThroughNothingThatWasWrittenBefore() {
    for (int i = 0; i < 100; i++) {
      store(one, job("j" + i));
    }
    cluster.settle();
    cluster.store.farthest();

    assertThat(cluster.await(two.definitions.takeOver(cluster.lead("two")))).isTrue();
    cluster.settle();

    assertThat(cluster.store.farthest()).isLessThan(5);
  }

  @Test
  void aWatchThatBreaksBeginsWhereTheStoreSaidThatItWas() {
    store(one, job("a"));
    cluster.settle();
    cluster.store.age(1_000_000);
    cluster.store.tellProgress();
    cluster.settle();
    cluster.store.farthest();

    two.client.breakWatches();
    for (int i = 0; i < 20; i++) {
      cluster.settle();
    }
    store(one, job("b"));
    cluster.settle();

    assertThat(cluster.store.farthest()).isLessThan(5);
    assertThat(two.view().job(jobName("b"))).isPresent();
  }

  @Test
  void aTakeOverOfATermThatIsOverSaysSo() {
    Leadership leadership = cluster.lead("two");
    cluster.store.delete(leadership.key());
    assertThat(cluster.await(two.definitions.takeOver(leadership))).isFalse();

    Leadership ending = cluster.lead("three");
    two.client.network().cut = true;
    CompletionStage<Boolean> result = two.definitions.takeOver(ending);
    LeadershipFixture.end(ending);
    assertThat(cluster.await(result)).isFalse();
  }

  @Test
  void aChangeUnderATermThatIsOverIsFenced() {
    Leadership leadership = cluster.lead("one");
    cluster.store.delete(leadership.key());

    ChangeResult result =
        cluster.await(one.definitions.decide(c -> c.storeJob(job("a"), false).under(leadership)));

    assertThat(result).isInstanceOf(ChangeResult.Fenced.class);
    assertThat(one.view().jobNames()).isEmpty();
  }

  @Test
  void pausesAreWrittenByWhateverNodeAndSeenByAll() {
    cluster.await(one.definitions.decide(c -> c.pauses(p -> paused(p, "night"))));
    cluster.await(two.definitions.decide(c -> c.pauses(p -> paused(p, "day"))));
    cluster.settle();

    assertThat(one.view().pauses().triggerGroups()).containsExactlyInAnyOrder("night", "day");
  }

  private static Pauses paused(Pauses before, String group) {
    List<String> groups = new ArrayList<>(before.triggerGroups());
    groups.add(group);
    return new Pauses(Set.copyOf(groups), before.jobGroups(), before.except());
  }
}
