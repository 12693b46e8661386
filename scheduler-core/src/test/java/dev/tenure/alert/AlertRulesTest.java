package dev.tenure.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.alert.Alert.Standing;
import dev.tenure.alert.AlertEvent.Found;
import dev.tenure.alert.AlertEvent.Gone;
import dev.tenure.alert.AlertEvent.Happened;
import dev.tenure.alert.AlertEvent.Holds;
import dev.tenure.alert.AlertEvent.Left;
import dev.tenure.alert.AlertEvent.Looked;
import dev.tenure.alert.AlertEvent.Over;
import dev.tenure.alert.AlertEvent.Settled;
import dev.tenure.alert.Notice.Event;
import dev.tenure.model.AlertKind;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When somebody is told. */
final class AlertRulesTest {

  private static final Duration PERIOD = Duration.ofHours(1);
  private static final AlertId FAILED =
      AlertId.of(AlertKind.RUN_FAILED, new GroupName("g"), new JobName("j"));
  private static final AlertId MISSED =
      AlertId.of(AlertKind.SLOT_MISSED, new GroupName("g"), new JobName("j"));
  private static final AlertId LATE =
      AlertId.of(AlertKind.NO_SUCCESS, new GroupName("g"), new JobName("j"));

  private final AlertRules rules = new AlertRules(PERIOD, "me#1");
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private Optional<Alert> alert = Optional.empty();
  private final List<Notice> told = new ArrayList<>();

  private List<Notice> hear(AlertId id, AlertEvent event) {
    AlertRules.Step step = rules.step(id, alert, event);
    alert = step.alert();
    told.addAll(step.notices());
    return step.notices();
  }

  private Happened happened() {
    return new Happened("u", now, 1, Subject.of("it failed", Map.of("run", "r")));
  }

  private Holds holds() {
    return new Holds("u", now, Subject.of("it is late", Map.of()));
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private void settleAll() {
    alert.ifPresent(it -> it.pending().forEach(one -> hear(it.id(), new Settled(one.sequence()))));
  }

  @Test
  void theFirstTimeIsToldAtOnce() {
    assertThat(hear(FAILED, happened()))
        .singleElement()
        .satisfies(
            notice -> {
              assertThat(notice.event()).isEqualTo(Event.OPENED);
              assertThat(notice.key()).isEqualTo("u-1");
              assertThat(notice.count()).isEqualTo(1);
              assertThat(notice.subject().message()).isEqualTo("it failed");
              assertThat(notice.sequence()).isEqualTo(1);
            });
  }

  @Test
  void aJobThatFailsEachSecondIsToldOfOnceAndThenOnceAPeriodWithACount() {
    for (int second = 0; second < 3 * 3600 + 10; second++) {
      hear(FAILED, happened());
      hear(FAILED, new Looked(now));
      settleAll();
      pass(Duration.ofSeconds(1));
    }
    assertThat(told)
        .extracting(Notice::event)
        .containsExactly(Event.OPENED, Event.REPEATED, Event.REPEATED, Event.REPEATED);
    assertThat(told).extracting(Notice::count).containsExactly(1L, 3600L, 3600L, 3600L);
    assertThat(told.get(3).total()).isEqualTo(3 * 3600 + 1);
    assertThat(told).extracting(Notice::key).containsExactly("u-1", "u-2", "u-3", "u-4");
  }

  @Test
  void aSingleFailureIsNotRepeatedAndStaysOpen() {
    hear(FAILED, happened());
    settleAll();
    pass(PERIOD.multipliedBy(30));
    assertThat(hear(FAILED, new Looked(now))).isEmpty();
    assertThat(alert).get().extracting(Alert::standing).isEqualTo(Standing.OPEN);
  }

  @Test
  void aSuccessResolvesItOnceAndItIsForgottenAfterThePeriod() {
    hear(FAILED, happened());
    pass(Duration.ofSeconds(5));
    assertThat(hear(FAILED, new Over(now, "well again")))
        .singleElement()
        .satisfies(
            notice -> {
              assertThat(notice.event()).isEqualTo(Event.RESOLVED);
              assertThat(notice.standing()).isEqualTo(Standing.RESOLVED);
              assertThat(notice.subject().message()).isEqualTo("well again");
            });
    assertThat(hear(FAILED, new Over(now, "well again"))).isEmpty();
    pass(PERIOD);
    hear(FAILED, new Looked(now));
    assertThat(alert).as("what is not delivered is kept").isPresent();
    settleAll();
    assertThat(hear(FAILED, new Looked(now))).isEmpty();
    assertThat(alert).isEmpty();
  }

  @Test
  void whatComesAndGoesEachSecondIsToldOfOnceAPeriod() {
    for (int second = 0; second < 2 * 3600; second++) {
      hear(FAILED, happened());
      hear(FAILED, new Over(now, "well again"));
      hear(FAILED, new Looked(now));
      settleAll();
      pass(Duration.ofSeconds(1));
    }
    assertThat(told)
        .extracting(Notice::event)
        .containsExactly(Event.OPENED, Event.RESOLVED, Event.REPEATED);
    assertThat(told.get(2).standing()).isEqualTo(Standing.RESOLVED);
    assertThat(told.get(2).count()).isEqualTo(3600);
  }

  @Test
  void whatComesBackWithinThePeriodAndStaysIsOpenedAtItsEnd() {
    hear(FAILED, happened());
    hear(FAILED, new Over(now, "well again"));
    pass(Duration.ofMinutes(10));
    assertThat(hear(FAILED, happened())).isEmpty();
    pass(Duration.ofMinutes(50));
    assertThat(hear(FAILED, new Looked(now)))
        .singleElement()
        .extracting(Notice::event)
        .isEqualTo(Event.OPENED);
    assertThat(hear(FAILED, new Over(now, "well again"))).hasSize(1);
  }

  @Test
  void aStateThatLastsIsRepeatedWithoutHappeningAgain() {
    hear(LATE, holds());
    assertThat(hear(LATE, holds())).isEmpty();
    pass(PERIOD);
    assertThat(hear(LATE, holds())).isEmpty();
    assertThat(hear(LATE, new Looked(now)))
        .singleElement()
        .extracting(Notice::event)
        .isEqualTo(Event.REPEATED);
  }

  @Test
  void aMissedSlotIsNeverOverAndIsClosedWithoutAWord() {
    hear(MISSED, happened());
    settleAll();
    pass(PERIOD);
    assertThat(hear(MISSED, new Looked(now))).isEmpty();
    assertThat(alert).isEmpty();
  }

  @Test
  void whatWasAccountedForIsNotCountedAgainWhenItIsFound() {
    hear(FAILED, happened());
    Found again = new Found(happened());
    hear(FAILED, again);
    assertThat(alert.orElseThrow().total()).isEqualTo(1);
    hear(FAILED, new Over(now, "well again"));
    hear(FAILED, again);
    assertThat(alert.orElseThrow().standing()).isEqualTo(Standing.RESOLVED);
    pass(Duration.ofMillis(1));
    hear(FAILED, new Found(happened()));
    assertThat(alert.orElseThrow().standing()).isEqualTo(Standing.OPEN);
  }

  @Test
  void nobodyIsToldOfTheEndOfWhatIsGone() {
    hear(FAILED, happened());
    assertThat(hear(FAILED, new Gone())).isEmpty();
    assertThat(alert).isEmpty();
    assertThat(hear(FAILED, new Over(now, "well again"))).isEmpty();
    assertThat(alert).isEmpty();
  }

  @Test
  void whatADeadProcessHadToDeliverIsDeliveredUnderTheSameKey() {
    hear(FAILED, happened());
    AlertRules other = new AlertRules(PERIOD, "other#2");
    AlertRules.Step step = other.step(FAILED, alert, new Left(Set.of("me#1", "somebody#3")));
    assertThat(step.notices()).isEqualTo(told);
    assertThat(step.alert().orElseThrow().pending())
        .extracting(Alert.Pending::by)
        .containsExactly("other#2");
    assertThat(other.step(FAILED, step.alert(), new Left(Set.of("me#1"))).notices()).isEmpty();
  }

  @Test
  void whatWasSaidIsSaidAgainAlthoughMoreHasHappenedSince() {
    hear(FAILED, happened());
    pass(Duration.ofSeconds(1));
    hear(FAILED, new Happened("u", now, 7, Subject.of("another", Map.of())));
    List<Notice> again = hear(FAILED, new Left(Set.of("me#1")));
    assertThat(again)
        .singleElement()
        .satisfies(
            notice -> {
              assertThat(notice.key()).isEqualTo("u-1");
              assertThat(notice.count()).isEqualTo(1);
              assertThat(notice.subject().message()).isEqualTo("it failed");
            });
  }

  @Test
  void noticesThatNobodyTakesDoNotPileUp() {
    for (int hour = 0; hour < 20; hour++) {
      hear(LATE, holds());
      hear(LATE, new Looked(now));
      pass(PERIOD);
    }
    assertThat(told).hasSize(20);
    assertThat(alert.orElseThrow().pending()).hasSize(4);
  }

  @Test
  void anAlertIsTheSameWhenItIsReadBack() {
    hear(
        FAILED,
        new Happened(
            "u",
            now,
            3,
            new Subject("m", new java.util.TreeMap<>(Map.of("a", "b")), List.of("ops"))));
    hear(FAILED, new Over(now, "well \"again\""));
    Alert written = alert.orElseThrow();
    assertThat(AlertJson.read(FAILED, AlertJson.write(written))).contains(written);
    assertThat(AlertJson.read(FAILED, "{}")).isEmpty();
    assertThat(AlertJson.read(FAILED, "no")).isEmpty();
  }

  @Test
  void anIdIsTheSameWhenItIsReadBack() {
    for (AlertId id :
        List.of(
            FAILED,
            AlertId.of(AlertKind.NO_LEADER, new GroupName("g")),
            AlertId.of(AlertKind.STORE_NEARLY_FULL))) {
      assertThat(AlertId.parse(id.toString())).contains(id);
    }
    assertThat(AlertId.parse("fire/g")).isEmpty();
    assertThat(AlertId.parse("run-failed/a b/c")).isEmpty();
  }
}
