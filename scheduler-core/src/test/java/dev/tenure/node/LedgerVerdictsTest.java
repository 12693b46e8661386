package dev.tenure.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tenure.model.GroupName;
import dev.tenure.node.LedgerVerdicts.Judging;
import dev.tenure.node.LedgerVerdicts.Window;
import dev.tenure.verify.GroupVerdict;
import dev.tenure.verify.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class LedgerVerdictsTest {

  private static final GroupName ONE = new GroupName("one");
  private static final GroupName TWO = new GroupName("two");
  private static final Window WINDOW = new Window(Instant.EPOCH, Instant.EPOCH.plusSeconds(60));
  private static final Duration LONG = Duration.ofSeconds(30);

  private static GroupVerdict verdict(GroupName group) {
    return new GroupVerdict(
        group,
        new Verdict(List.of(), 5, 5, Map.of(), 1),
        1,
        1,
        Optional.empty(),
        Instant.EPOCH,
        Optional.empty(),
        List.of());
  }

  private static Judging awaitEnd(LedgerVerdicts verdicts, GroupName group) {
    return await()
        .atMost(LONG)
        .until(
            () -> verdicts.last(group).orElseThrow(),
            judging -> !(judging instanceof Judging.Running));
  }

  @Test
  void oneIsJudgedAtATimeAndTheOtherIsTold() {
    CountDownLatch held = new CountDownLatch(1);
    LedgerVerdicts.Check slow =
        (group, from, to) -> {
          try {
            assertThat(held.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return verdict(group);
        };
    try (LedgerVerdicts verdicts = new LedgerVerdicts(slow, Clock.systemUTC())) {
      assertThat(verdicts.last(ONE)).isEmpty();
      assertThat(verdicts.begin(ONE, WINDOW)).isEmpty();
      assertThat(verdicts.last(ONE)).containsInstanceOf(Judging.Running.class);
      assertThat(verdicts.begin(TWO, WINDOW)).contains(ONE);
      assertThat(verdicts.last(TWO)).isEmpty();
      held.countDown();
      assertThat(awaitEnd(verdicts, ONE)).isEqualTo(new Judging.Done(WINDOW, verdict(ONE)));
      assertThat(verdicts.begin(TWO, WINDOW)).isEmpty();
      assertThat(awaitEnd(verdicts, TWO)).isInstanceOf(Judging.Done.class);
    }
  }

  @Test
  void whatCannotBeReadIsSaidAndMayBeTriedAgain() {
    LedgerVerdicts.Check broken =
        (group, from, to) -> {
          throw new IllegalStateException("etcd is away");
        };
    try (LedgerVerdicts verdicts = new LedgerVerdicts(broken, Clock.systemUTC())) {
      verdicts.begin(ONE, WINDOW);
      assertThat(awaitEnd(verdicts, ONE))
          .isInstanceOfSatisfying(
              Judging.Failed.class, failed -> assertThat(failed.why()).isEqualTo("etcd is away"));
      assertThat(verdicts.begin(ONE, WINDOW)).isEmpty();
    }
  }
}
