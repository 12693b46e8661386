package dev.tenure.election;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.election.CrashWatch.Call;
import dev.tenure.election.CrashWatch.Calling;
import dev.tenure.election.CrashWatch.Doubting;
import dev.tenure.election.CrashWatch.Effect;
import dev.tenure.election.CrashWatch.Evict;
import dev.tenure.election.CrashWatch.Evicting;
import dev.tenure.election.CrashWatch.Holding;
import dev.tenure.election.CrashWatch.Over;
import dev.tenure.lifeline.Acquaintance;
import dev.tenure.lifeline.LineEvent;
import dev.tenure.lifeline.ProcessSign;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What proves a process to be gone, and what never does. */
class CrashWatchTest {

  private static final LineEvent ENDED = new LineEvent.Ended("reset");
  private static final LineEvent REFUSED = new LineEvent.Refused(ProcessSign.UNKNOWN);
  private static final LineEvent GONE = new LineEvent.Refused(ProcessSign.GONE);
  private static final LineEvent ALIVE = new LineEvent.Refused(ProcessSign.ALIVE);
  private static final LineEvent TIMED_OUT = new LineEvent.Failed("no answer in time");

  private CrashWatch.State state = CrashWatch.begin().next();
  private final List<Effect> effects = new ArrayList<>();
  private long nanos;
  private boolean next = true;

  private void hear(LineEvent... events) {
    for (LineEvent event : events) {
      nanos += Duration.ofMillis(50).toNanos();
      take(state.on(event, nanos, next));
    }
  }

  private void take(CrashWatch.Step step) {
    state = step.next();
    effects.addAll(step.effects());
  }

  private static LineEvent answered(boolean direct) {
    return new LineEvent.Answered(
        new Acquaintance(
            InetSocketAddress.createUnresolved("10.0.0.1", 7080),
            direct,
            () -> ProcessSign.UNKNOWN));
  }

  private void hold(boolean direct) {
    hear(answered(direct));
    nanos += CrashWatch.AGE.toNanos();
  }

  private boolean evicts() {
    return effects.stream().anyMatch(Evict.class::isInstance);
  }

  @Test
  void threeRefusalsInARowAfterTheEndOfALineProve() {
    hold(true);
    hear(ENDED, REFUSED, REFUSED);
    assertThat(evicts()).isFalse();
    hear(REFUSED);
    assertThat(effects.get(effects.size() - 1))
        .isEqualTo(
            new Evict(
                new Eviction.Evidence(
                    "reset",
                    CrashWatch.AGE.plusMillis(50),
                    3,
                    Duration.ofMillis(150),
                    ProcessSign.UNKNOWN)));
    assertThat(state).isInstanceOf(Evicting.class);
  }

  @Test
  void refusalsThatProveAreApart() {
    hold(true);
    hear(ENDED, REFUSED);
    assertThat(effects.get(effects.size() - 1))
        .isInstanceOfSatisfying(
            Call.class, call -> assertThat(call.after()).isEqualTo(CrashWatch.APART));
  }

  @Test
  void aProcessThatTheSystemMissesIsGoneWhenItRefuses() {
    hold(false);
    hear(ENDED);
    assertThat(evicts()).isFalse();
    hear(GONE);
    assertThat(evicts()).isTrue();
    assertThat(effects).last().asString().contains("; then 1 connection was refused within ");
  }

  @Test
  void whatLivesIsNeverEvictedHoweverOftenItIsRefused() {
    hold(true);
    hear(ENDED);
    for (int i = 0; i < 100; i++) {
      hear(ALIVE);
    }
    assertThat(evicts()).isFalse();
    assertThat(state).isInstanceOf(Doubting.class);
  }

  @Test
  void throughAProxyNothingIsProved() {
    hold(false);
    hear(ENDED);
    for (int i = 0; i < 100; i++) {
      hear(REFUSED);
    }
    assertThat(evicts()).isFalse();
  }

  @Test
  void aTimeOutIsNoRefusalAndTheCountBeginsAgain() {
    hold(true);
    hear(ENDED, TIMED_OUT, TIMED_OUT, TIMED_OUT, TIMED_OUT);
    hear(REFUSED, REFUSED, TIMED_OUT, REFUSED, REFUSED);
    assertThat(evicts()).isFalse();
    hear(REFUSED);
    assertThat(evicts()).isTrue();
  }

  @Test
  void refusalsWithoutALineThatWasHeldShowNothing() {
    for (int i = 0; i < 100; i++) {
      hear(REFUSED, GONE, ENDED);
    }
    assertThat(evicts()).isFalse();
    assertThat(state).isInstanceOf(Calling.class);
  }

  @Test
  void anotherProcessAtTheAddressShowsNothing() {
    hold(true);
    hear(ENDED);
    for (int i = 0; i < 100; i++) {
      hear(REFUSED, REFUSED, new LineEvent.Failed("another process answers"));
    }
    assertThat(evicts()).isFalse();
  }

  @Test
  void whoSaysGoodbyeIsLeftToItsLease() {
    hold(true);
    hear(new LineEvent.Goodbye(), ENDED, REFUSED, REFUSED, REFUSED, GONE, GONE, GONE);
    assertThat(evicts()).isFalse();
    assertThat(state).isEqualTo(new Over());
  }

  @Test
  void aLineThatIsTakenUpAgainEndsTheDoubt() {
    hold(true);
    hear(ENDED, REFUSED, REFUSED, answered(true));
    assertThat(state).isInstanceOf(Holding.class);
    hear(ENDED, REFUSED);
    assertThat(evicts()).isFalse();
  }

  @Test
  void onlyWhoIsNextInLineActsAndLooksOnceMoreBeforeItDoes() {
    next = false;
    hold(true);
    hear(ENDED, REFUSED, REFUSED, REFUSED, REFUSED, REFUSED);
    assertThat(evicts()).isFalse();
    next = true;
    take(state.onNextInLine());
    assertThat(evicts()).isFalse();
    assertThat(effects.get(effects.size() - 1)).isInstanceOf(Call.class);
    hear(REFUSED);
    assertThat(evicts()).isTrue();
  }

  @Test
  void aLineThatWasJustMadeIsNotTrustedYet() {
    hear(answered(true), ENDED, REFUSED, REFUSED, REFUSED, REFUSED);
    assertThat(evicts()).isFalse();
    nanos += CrashWatch.AGE.toNanos();
    hear(REFUSED);
    assertThat(evicts()).isTrue();
  }

  @Test
  void aKeyIsEvictedOnce() {
    hold(true);
    hear(ENDED, REFUSED, REFUSED, REFUSED);
    take(state.onSettled());
    hear(REFUSED, REFUSED, REFUSED, REFUSED);
    assertThat(effects.stream().filter(Evict.class::isInstance)).hasSize(1);
  }

  @Test
  void aLostAnswerIsMadeUpForByLookingAgain() {
    hold(true);
    hear(ENDED, REFUSED, REFUSED, REFUSED);
    take(state.onOutcomeUnknown());
    assertThat(effects.stream().filter(Evict.class::isInstance)).hasSize(1);
    hear(TIMED_OUT, REFUSED, REFUSED);
    assertThat(effects.stream().filter(Evict.class::isInstance)).hasSize(1);
    hear(REFUSED);
    assertThat(effects.stream().filter(Evict.class::isInstance)).hasSize(2);
  }
}
