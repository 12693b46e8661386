package dev.tenure.quartz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tenure.ledger.EndState;
import dev.tenure.ledger.FinishedRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.quartz.JobDetail;
import org.quartz.spi.OperableTrigger;
import org.quartz.spi.TriggerFiredBundle;
import org.quartz.spi.TriggerFiredResult;

/** What is claimed while the batch before it is handed out, and what becomes of it. */
final class ClaimsAheadIT extends JobStoreContract {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final int ALL = 6;
  private static final int HALF = 3;

  private LeadingStore leading;

  @Override
  StoreUnderTest open() throws Exception {
    leading = new LeadingStore();
    return leading;
  }

  /** Six slots that have just fallen due, each of a trigger of its own. */
  private void define() throws Exception {
    JobDetail detail = job("job", "g");
    store().storeJob(detail, false);
    Instant due = Instant.now().minusMillis(20);
    for (int i = 0; i < ALL; i++) {
      store().storeTrigger(once("t" + i, "g", detail, due), false);
    }
  }

  private List<OperableTrigger> acquireHalf() throws Exception {
    return store().acquireNextTriggers(System.currentTimeMillis(), HALF, 0);
  }

  private List<TriggerFiredBundle> fired(List<OperableTrigger> triggers) throws Exception {
    return store().triggersFired(triggers).stream()
        .map(TriggerFiredResult::getTriggerFiredBundle)
        .filter(Objects::nonNull)
        .toList();
  }

  private long openRuns() {
    return leading.recorded().stream().mapToLong(state -> state.open().size()).sum();
  }

  private List<FinishedRun> ended() {
    return leading.recorded().stream().flatMap(state -> state.last().stream()).toList();
  }

  private void awaitOpen(int runs) {
    await("open runs in the ledger").atMost(LONG).until(() -> openRuns() == runs);
  }

  /** The first half is fired; the other one is claimed by then. */
  private void fireHalf() throws Exception {
    define();
    leading.fire().fires().placesBy(() -> ALL);
    assertThat(fired(acquireHalf())).hasSize(HALF);
    awaitOpen(ALL);
  }

  @Test
  void whatIsDueBesidesIsClaimedMeanwhileAndFiredNext() throws Exception {
    define();
    leading.fire().fires().placesBy(() -> ALL);
    List<OperableTrigger> first = acquireHalf();
    assertThat(fired(first)).hasSize(HALF);
    awaitOpen(ALL);

    List<OperableTrigger> second = acquireHalf();
    assertThat(fired(second)).hasSize(HALF);
    List<String> names = new ArrayList<>(names(first));
    names.addAll(names(second));
    assertThat(names).containsExactlyInAnyOrder("t0", "t1", "t2", "t3", "t4", "t5");
    assertThat(acquireHalf()).isEmpty();
    assertThat(openRuns()).isEqualTo(ALL);
  }

  @Test
  void nothingIsClaimedForWhichThereIsNoPlace() throws Exception {
    define();
    leading.fire().fires().placesBy(() -> HALF);
    assertThat(fired(acquireHalf())).hasSize(HALF);
    awaitOpen(HALF);
    assertThat(fired(acquireHalf())).hasSize(HALF);
    awaitOpen(ALL);
  }

  @Test
  void nothingIsClaimedWhereThePlacesAreNotKnown() throws Exception {
    define();
    assertThat(fired(acquireHalf())).hasSize(HALF);
    awaitOpen(HALF);
  }

  @Test
  void nothingIsClaimedWhileThereIsNoHaste() throws Exception {
    define();
    leading.fire().fires().placesBy(() -> ALL);
    List<OperableTrigger> some = store().acquireNextTriggers(System.currentTimeMillis(), ALL, 0);
    OperableTrigger last = some.remove(ALL - 1);
    assertThat(fired(some)).hasSize(ALL - 1);
    awaitOpen(ALL - 1);
    store().releaseAcquiredTrigger(last);
    assertThat(names(acquireHalf())).containsExactly(last.getKey().getName());
  }

  @Test
  void aHandOverWaitsUntilItHasBegun() throws Exception {
    fireHalf();
    leading.fire().gate().shutEntrance(SHORT);
    List<OperableTrigger> second = acquireHalf();
    assertThat(fired(second)).as("claimed before the entrance was shut").hasSize(HALF);
    assertThat(acquireHalf()).isEmpty();
    assertThat(ended()).isEmpty();
  }

  @Test
  void nothingOfItStartsOnceTheGateIsShutAndItIsAccountedFor() throws Exception {
    fireHalf();
    List<OperableTrigger> second = acquireHalf();
    assertThat(leading.fire().shut(LONG)).as("nobody is inside").isTrue();
    assertThat(fired(second)).isEmpty();
    await("their ends").atMost(LONG).until(() -> ended().size() == HALF);
    assertThat(ended())
        .allMatch(run -> run.state() == EndState.INTERRUPTED)
        .allMatch(run -> run.error().orElseThrow().type().equals("not started"));
    assertThat(openRuns()).isEqualTo(HALF);
    assertThat(acquireHalf()).isEmpty();
  }

  @Test
  void whatIsClaimedAfterTheGateWasShutIsAccountedForToo() throws Exception {
    define();
    leading.fire().fires().placesBy(() -> ALL);
    List<OperableTrigger> first = acquireHalf();
    assertThat(fired(first)).hasSize(HALF);
    assertThat(leading.fire().shut(LONG)).isTrue();
    await("their ends").atMost(LONG).until(() -> ended().size() == HALF);
    awaitOpen(HALF);
  }

  @Test
  void whatQuartzReleasesIsNotStarted() throws Exception {
    fireHalf();
    List<OperableTrigger> second = acquireHalf();
    second.forEach(store()::releaseAcquiredTrigger);
    await("their ends").atMost(LONG).until(() -> ended().size() == HALF);
    assertThat(acquireHalf()).as("they are accounted for").isEmpty();
    assertThat(openRuns()).isEqualTo(HALF);
  }
}
