package dev.tenure.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.alert.Notice.Event;
import dev.tenure.ledger.EndState;
import dev.tenure.ledger.SkipReason;
import dev.tenure.ledger.SkippedRange;
import dev.tenure.model.AlertKind;
import dev.tenure.model.JobAlerts;
import dev.tenure.model.JobName;
import dev.tenure.model.TriggerName;
import dev.tenure.store.StoreUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a cluster tells, in manual time, while nodes die and etcd goes away. */
final class AlertsTest {

  private final AlertWorld world = new AlertWorld();
  private final AlertWorld.Node one = world.node("n1");
  private final AlertWorld.Node two = world.node("n2");
  private final AlertWorld.Node three = world.node("n3");

  private void begin() {
    world.lead(one);
    world.passSeconds(10);
  }

  private List<Event> events() {
    return world.sent().stream().map(Notice::event).toList();
  }

  private static JobAlerts within(Duration time) {
    return new JobAlerts(true, List.of(), Optional.of(time));
  }

  private SkippedRange range(JobName job, SkipReason reason) {
    Instant to = world.now();
    return new SkippedRange(TriggerName.of(job), to.minusSeconds(60), to, 2, true, reason);
  }

  // Runs that failed.

  @ParameterizedTest
  @EnumSource(
      value = EndState.class,
      names = {"FAILED", "TIMED_OUT", "LOST"})
  void aRunThatEndsBadlyIsToldOfByOneNode(EndState how) {
    JobName job = world.job("a");
    begin();
    world.ends(job, how);
    world.passSeconds(60);
    assertThat(one.sent)
        .singleElement()
        .satisfies(
            notice -> {
              assertThat(notice.alert()).hasToString("run-failed/g/a");
              assertThat(notice.subject().facts()).containsEntry("state", how.name());
            });
    assertThat(world.sent()).hasSize(1);
    assertThat(two.alerts.known()).extracting(Alert::id).containsExactly(one.sent.get(0).alert());
  }

  @Test
  void aRunThatWasInterruptedIsNoAlert() {
    JobName job = world.job("a");
    begin();
    world.ends(job, EndState.INTERRUPTED);
    world.passSeconds(60);
    assertThat(world.sent()).isEmpty();
  }

  @Test
  void onlyTheLastAttemptCounts() {
    JobName job = world.job("a");
    begin();
    world.ends(job, EndState.FAILED, 1, 2);
    world.passSeconds(5);
    assertThat(world.sent()).isEmpty();
    world.ends(job, EndState.FAILED, 2, 2);
    world.passSeconds(5);
    assertThat(world.sent())
        .singleElement()
        .satisfies(n -> assertThat(n.subject().facts()).containsEntry("attempt", "2"));
  }

  @Test
  void aSuccessResolvesIt() {
    JobName job = world.job("a");
    begin();
    world.ends(job, EndState.FAILED);
    world.passSeconds(20);
    world.ends(job, EndState.SUCCEEDED);
    world.passSeconds(5);
    assertThat(events()).containsExactly(Event.OPENED, Event.RESOLVED);
    assertThat(one.alerts.known()).isEmpty();
    world.pass(AlertWorld.PERIOD);
    assertThat(world.store.entries(world.layout.alerts())).isEmpty();
  }

  @Test
  void aSuccessThatFollowsAtOnceResolvesItToo() {
    JobName job = world.job("a");
    begin();
    world.ends(job, EndState.FAILED);
    world.ends(job, EndState.SUCCEEDED);
    world.passSeconds(5);
    assertThat(events()).containsExactly(Event.OPENED, Event.RESOLVED);
  }

  @Test
  void aJobThatFailsAllTheTimeWritesAndTellsLittle() {
    JobName job = world.job("a");
    begin();
    AtomicInteger commits = new AtomicInteger();
    world.store.witness(
        commit -> {
          if (commit.writes().stream().anyMatch(w -> w.key().startsWith(world.layout.alerts()))) {
            commits.incrementAndGet();
          }
        });
    for (int second = 0; second < 7300; second++) {
      world.ends(job, EndState.FAILED);
      world.passSeconds(1);
    }
    assertThat(events()).containsExactly(Event.OPENED, Event.REPEATED, Event.REPEATED);
    assertThat(one.sent.get(1).count()).isBetween(3598L, 3602L);
    assertThat(commits.get()).isLessThan(7300 / 30 + 20);
  }

  @Test
  void manyJobsThatFailAtOnceArePutTogether() {
    begin();
    List<JobName> jobs =
        java.util.stream.IntStream.range(0, 1500).mapToObj(i -> world.job("j" + i)).toList();
    AtomicInteger commits = new AtomicInteger();
    world.store.witness(commit -> commits.incrementAndGet());
    jobs.forEach(job -> world.ends(job, EndState.FAILED));
    world.passSeconds(3);
    assertThat(world.sent()).hasSize(AlertBook.MOST);
    assertThat(commits.get()).isLessThan(100);
  }

  @Test
  void aJobWithoutAlertsIsNotToldOfAndOneThatLosesThemIsClosedInSilence() {
    JobName silent = world.job("silent", new JobAlerts(false, List.of(), Optional.empty()));
    JobName loud = world.job("loud");
    begin();
    world.ends(silent, EndState.FAILED);
    world.ends(loud, EndState.FAILED);
    world.passSeconds(5);
    assertThat(world.sent()).extracting(n -> n.alert().job()).containsExactly(Optional.of(loud));
    world.job("loud", new JobAlerts(false, List.of(), Optional.empty()));
    world.passSeconds(10);
    assertThat(world.sent()).hasSize(1);
    assertThat(two.alerts.known()).isEmpty();
  }

  @Test
  void aJobThatIsRemovedTakesItsAlertWithIt() {
    JobName job = world.job("a");
    begin();
    world.ends(job, EndState.FAILED);
    world.passSeconds(5);
    world.remove(job);
    world.passSeconds(5);
    assertThat(one.alerts.known()).isEmpty();
    assertThat(world.sent()).hasSize(1);
  }

  @Test
  void theChannelsOfAJobGoWithItsNotices() {
    JobName job = world.job("a", new JobAlerts(true, List.of("ops"), Optional.empty()));
    begin();
    world.ends(job, EndState.FAILED);
    world.passSeconds(5);
    assertThat(world.sent())
        .extracting(n -> n.subject().channels())
        .containsExactly(List.of("ops"));
  }

  // The leader changes.

  @Test
  void whatADyingLeaderCouldNotRecordTheNextOneTells() {
    JobName job = world.job("a");
    begin();
    one.client.network().cut = true;
    world.ends(job, EndState.FAILED);
    world.passSeconds(2);
    world.kill(one);
    world.passSeconds(3);
    world.lead(two);
    world.passSeconds(30);
    assertThat(two.sent).hasSize(1);
    assertThat(world.sent()).hasSize(1);
  }

  @Test
  void soDoesANodeThatHasStartedSince() {
    JobName job = world.job("a");
    begin();
    one.client.network().cut = true;
    world.ends(job, EndState.FAILED);
    world.kill(one);
    world.kill(two);
    world.kill(three);
    AlertWorld.Node four = world.node("n4");
    world.passSeconds(20);
    world.lead(four);
    world.passSeconds(10);
    assertThat(four.sent).hasSize(1);
  }

  @Test
  void whatWasToldIsNotToldAgainByTheNextLeader() {
    JobName job = world.job("a");
    begin();
    world.ends(job, EndState.FAILED);
    world.passSeconds(2);
    assertThat(one.sent).hasSize(1);
    world.kill(one);
    world.passSeconds(5);
    world.lead(two);
    world.passSeconds(60);
    assertThat(world.sent()).isEmpty();
    assertThat(two.alerts.known()).extracting(Alert::total).containsExactly(1L);
  }

  @Test
  void noNodeTellsAgainWhenTheLeaderHandsOverAndBack() {
    JobName job = world.job("a");
    begin();
    world.ends(job, EndState.FAILED);
    world.passSeconds(5);
    world.ends(job, EndState.FAILED);
    for (AlertWorld.Node node : List.of(two, three, one, two)) {
      world.lead(node);
      world.passSeconds(10);
    }
    assertThat(world.sent()).hasSize(1);
    assertThat(two.alerts.known()).extracting(Alert::total).containsExactly(2L);
  }

  @Test
  void whatWasRecordedAndNotDeliveredIsDeliveredOnceUnderTheSameKey() {
    JobName job = world.job("a");
    begin();
    one.delivers = false;
    world.ends(job, EndState.FAILED);
    world.passSeconds(20);
    assertThat(one.unsettled).hasSize(1);
    assertThat(world.sent()).as("as long as it lives it is its business").isEmpty();
    world.kill(one);
    world.passSeconds(30);
    assertThat(world.sent()).hasSize(1);
    assertThat(world.sent().get(0).key()).endsWith("-1");
    world.lead(two);
    world.passSeconds(60);
    assertThat(world.sent()).hasSize(1);
  }

  @Test
  void aProcessOfTheSameNameTakesUpWhatTheOneBeforeLeft() {
    JobName job = world.job("a");
    begin();
    one.delivers = false;
    world.ends(job, EndState.FAILED);
    world.passSeconds(5);
    world.kill(one);
    AlertWorld.Node again = world.node("n1");
    world.passSeconds(20);
    assertThat(world.sent()).hasSize(1);
    assertThat(again.alerts.known()).hasSize(1);
  }

  @Test
  void whatFailedBeforeAnybodyLookedIsNobodysBusiness() {
    JobName job = world.job("a");
    world.ends(job, EndState.FAILED);
    world.pass(Duration.ofMinutes(5));
    begin();
    assertThat(world.sent())
        .extracting(notice -> notice.alert().kind())
        .doesNotContain(AlertKind.RUN_FAILED);
  }

  @Test
  void aLongTermDoesNotMakeTheNextLeaderTellOldThings() {
    JobName job = world.job("a");
    begin();
    world.ends(job, EndState.FAILED);
    world.passSeconds(30);
    world.ends(job, EndState.SUCCEEDED);
    for (int minute = 0; minute < 180; minute++) {
      world.passSeconds(60);
      world.ends(world.job("other"), EndState.SUCCEEDED);
    }
    assertThat(events()).containsExactly(Event.OPENED, Event.RESOLVED);
    world.kill(one);
    world.lead(two);
    world.passSeconds(30);
    assertThat(world.sent()).isEmpty();
  }

  @Test
  void lostAnswersNeitherLoseNorRepeatAnything() {
    JobName job = world.job("a");
    begin();
    one.client.network().lostAnswers = 0.5;
    one.client.network().lostRequests = 0.3;
    for (int i = 0; i < 10; i++) {
      world.ends(world.job("j" + i), EndState.FAILED);
      world.passSeconds(30);
    }
    world.ends(job, EndState.FAILED);
    world.pass(Duration.ofMinutes(5));
    assertThat(world.sent()).hasSize(11).extracting(Notice::key).doesNotHaveDuplicates();
  }

  @Test
  void aValueThatIsNoAlertIsLeftAloneAndHoldsUpNobody() {
    JobName odd = world.job("odd");
    JobName other = world.job("other");
    world.store.put(world.layout.alert("run-failed/g/odd"), "garbage");
    begin();
    AtomicInteger commits = new AtomicInteger();
    world.store.witness(commit -> commits.incrementAndGet());
    world.ends(odd, EndState.FAILED);
    world.ends(other, EndState.FAILED);
    world.passSeconds(60);
    assertThat(world.sent())
        .extracting(notice -> notice.alert().job())
        .containsExactly(Optional.of(other));
    assertThat(commits.get()).isLessThan(10);
    assertThat(world.store.entries(world.layout.alerts()))
        .anyMatch(entry -> entry.value().utf8().equals("garbage"));
  }

  // Slots that were missed.

  @ParameterizedTest
  @EnumSource(SkipReason.class)
  void slotsThatWerePassedOverForBeingLateAreToldOf(SkipReason reason) {
    JobName job = world.job("a");
    begin();
    world.skips(job, range(job, reason));
    world.passSeconds(5);
    boolean late = reason != SkipReason.PAUSED && reason != SkipReason.OVERLAP;
    assertThat(world.sent()).hasSize(late ? 1 : 0);
    if (late) {
      assertThat(world.sent().get(0).alert().kind()).isEqualTo(AlertKind.SLOT_MISSED);
      assertThat(world.sent().get(0).count()).isEqualTo(2);
      assertThat(world.sent().get(0).subject().facts()).containsEntry("reason", reason.word());
    }
  }

  @Test
  void missedSlotsThatADyingLeaderRecordedAreToldOfOnce() {
    JobName job = world.job("a");
    begin();
    one.client.network().cut = true;
    world.skips(job, range(job, SkipReason.MISSED));
    world.passSeconds(1);
    world.kill(one);
    world.lead(two);
    world.passSeconds(20);
    world.lead(three);
    world.passSeconds(20);
    assertThat(world.sent()).hasSize(1);
  }

  // Jobs without a success.

  @Test
  void aJobWithoutASuccessInItsTimeIsToldOfAndThenItsSuccess() {
    JobName job = world.job("a", within(Duration.ofMinutes(10)));
    begin();
    world.pass(Duration.ofMinutes(5));
    world.ends(job, EndState.SUCCEEDED);
    world.pass(Duration.ofMinutes(9));
    assertThat(world.sent()).isEmpty();
    world.pass(Duration.ofMinutes(2));
    assertThat(world.sent())
        .singleElement()
        .satisfies(n -> assertThat(n.alert()).hasToString("no-success/g/a"));
    world.ends(job, EndState.SUCCEEDED);
    world.passSeconds(5);
    assertThat(events()).containsExactly(Event.OPENED, Event.RESOLVED);
  }

  @Test
  void aJobThatNeverSucceededIsWaitedForSinceItsTriggersBegan() {
    begin();
    world.job("a", within(Duration.ofMinutes(10)));
    world.pass(Duration.ofMinutes(9));
    assertThat(world.sent()).isEmpty();
    world.pass(Duration.ofMinutes(2));
    assertThat(world.sent()).hasSize(1);
  }

  @Test
  void aJobThatIsPausedIsNotWaitedFor() {
    JobName job = world.job("a", within(Duration.ofMinutes(10)));
    begin();
    world.paused.add(job);
    world.pass(Duration.ofHours(5));
    assertThat(world.sent()).isEmpty();
    world.paused.remove(job);
    world.pass(Duration.ofMinutes(9));
    assertThat(world.sent()).as("its time has begun anew").isEmpty();
    world.pass(Duration.ofMinutes(2));
    assertThat(world.sent()).hasSize(1);
    world.paused.add(job);
    world.passSeconds(10);
    assertThat(events()).containsExactly(Event.OPENED, Event.RESOLVED);
  }

  @Test
  void aJobWithoutTriggersIsNotWaitedFor() {
    JobName job = world.job("a", within(Duration.ofMinutes(10)));
    world.definitions.remove(TriggerName.of(job));
    begin();
    world.pass(Duration.ofHours(5));
    assertThat(world.sent()).isEmpty();
  }

  @Test
  void theNextLeaderKnowsOfSuccessesThatAreNotAtHandAnyMore() {
    JobName job = world.job("a", within(Duration.ofHours(2)));
    begin();
    world.pass(Duration.ofHours(3).minus(Duration.ofMinutes(80)));
    world.ends(job, EndState.SUCCEEDED);
    for (int i = 0; i < 6; i++) {
      world.passSeconds(600);
      world.ends(job, EndState.INTERRUPTED);
    }
    world.kill(two);
    AlertWorld.Node fresh = world.node("n4");
    world.pass(Duration.ofMinutes(50));
    world.lead(fresh);
    world.passSeconds(60);
    assertThat(world.sent()).as("its last success was less than two hours ago").isEmpty();
    world.pass(Duration.ofMinutes(15));
    assertThat(world.sent()).hasSize(1);
  }

  // Nobody leads.

  @Test
  void thatNobodyLeadsIsNoticedByFollowersAndToldOfByOneOfThem() {
    begin();
    world.kill(one);
    world.passSeconds(29);
    assertThat(world.sent()).isEmpty();
    world.passSeconds(20);
    assertThat(world.sent())
        .singleElement()
        .satisfies(n -> assertThat(n.alert()).hasToString("no-leader/g"));
    world.lead(two);
    world.passSeconds(20);
    assertThat(events()).containsExactlyInAnyOrder(Event.OPENED, Event.RESOLVED);
  }

  @Test
  void withoutAStoreEachNodeTellsUnderOneKey() {
    begin();
    world.store.down();
    world.nobodyLeads();
    world.nodes.forEach(node -> node.reachable = false);
    world.passSeconds(60);
    assertThat(world.sent()).hasSize(3);
    assertThat(world.sent().stream().map(Notice::key).distinct()).hasSize(1);

    world.store.up();
    world.nodes.forEach(node -> node.reachable = true);
    world.lead(three);
    world.passSeconds(30);
    assertThat(world.sent()).hasSize(6);
    assertThat(world.sent().stream().map(Notice::key).distinct()).hasSize(2);
    assertThat(world.store.entries(world.layout.alerts())).isEmpty();
    assertThat(two.alerts.known()).isEmpty();
  }

  @Test
  void aNodeThatIsCutOffAloneSaysThatItIs() {
    begin();
    two.client.network().cut = true;
    two.reachable = false;
    world.passSeconds(60);
    assertThat(world.sent())
        .singleElement()
        .satisfies(
            n ->
                assertThat(n.subject().message())
                    .contains("etcd does not answer node n2, which cannot tell who leads"));
  }

  @Test
  void aGroupWithoutALeaderIsToldOfAgainOnceAPeriod() {
    begin();
    world.nobodyLeads();
    world.pass(AlertWorld.PERIOD.multipliedBy(2).plusSeconds(90));
    assertThat(events()).containsExactlyInAnyOrder(Event.OPENED, Event.REPEATED, Event.REPEATED);
    assertThat(world.sent()).extracting(Notice::key).doesNotHaveDuplicates();
  }

  // The store fills up.

  @Test
  void aStoreThatFillsUpIsToldOfByOneNodeAndAgainWhenItHasRoom() {
    begin();
    world.store.usage(new StoreUsage(799, StoreUsage.State.WRITABLE));
    world.passSeconds(120);
    assertThat(world.sent()).isEmpty();
    world.store.usage(new StoreUsage(800, StoreUsage.State.WRITABLE));
    world.passSeconds(120);
    assertThat(world.sent())
        .singleElement()
        .satisfies(n -> assertThat(n.alert()).hasToString("store-nearly-full"));
    world.store.usage(new StoreUsage(760, StoreUsage.State.WRITABLE));
    world.passSeconds(120);
    assertThat(world.sent()).hasSize(1);
    world.store.usage(new StoreUsage(700, StoreUsage.State.WRITABLE));
    world.passSeconds(120);
    assertThat(events()).containsExactlyInAnyOrder(Event.OPENED, Event.RESOLVED);
  }

  @Test
  void aStoreThatTakesNoWritesIsToldOfAllTheSame() {
    begin();
    world.store.usage(new StoreUsage(10, StoreUsage.State.FULL));
    world.pass(Duration.ofMinutes(5));
    assertThat(world.sent()).hasSize(3);
    assertThat(world.sent().stream().map(Notice::key).distinct()).hasSize(1);
  }
}
