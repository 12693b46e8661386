package dev.tenure.verify;

import static dev.tenure.verify.Tale.GROUP;
import static dev.tenure.verify.Tale.at;
import static dev.tenure.verify.Tale.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.definition.Concurrency;
import dev.tenure.definition.OnLeaderLoss;
import dev.tenure.ledger.EndState;
import dev.tenure.ledger.RunKind;
import dev.tenure.ledger.SkipReason;
import dev.tenure.model.RunId;
import dev.tenure.model.TriggerName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each condition: a past that keeps it, and what breaks it planted into that past. */
class ConditionsTest {

  @Test
  void aGoodPastHasNoFindings() {
    Verdict verdict = new Tale().runs(10, 90).verdict();
    assertThat(verdict.findings()).isEmpty();
    assertThat(verdict.slots()).isEqualTo(9);
    assertThat(verdict.runs()).isEqualTo(9);
  }

  @Test
  void aSlotThatCameToNothingIsMissed() {
    found(new Tale().runs(10, 40).runs(60, 90), Breach.MISSED, 50);
  }

  @Test
  void severalHolesInARowAreOneFindingThatCountsThem() {
    Verdict verdict = new Tale().runs(10, 30).runs(80, 90).verdict();
    assertThat(verdict.findings()).hasSize(1);
    assertThat(verdict.count(Tally.MISSED)).isEqualTo(4);
    assertThat(verdict.slots()).isEqualTo(9);
  }

  @Test
  void aSlotThatWasSkippedWithAReasonIsNotMissed() {
    Tale tale = new Tale().runs(10, 40).skip(50, 60, 2, SkipReason.PAUSED, 69).runs(70, 90);
    assertThat(tale.verdict().findings()).isEmpty();
    assertThat(tale.verdict().skipped()).containsEntry(SkipReason.PAUSED, 2L);
  }

  @Test
  void theFirstSlotOfATriggerCounts() {
    found(new Tale().runs(20, 90), Breach.MISSED, 10);
  }

  @Test
  void aSlotThatIsLongDueIsOverdue() {
    Verdict verdict = found(new Tale().runs(10, 60), Breach.OVERDUE, 70);
    assertThat(verdict.count(Tally.UNACCOUNTED)).isEqualTo(2); // 70 and 80; 90 may still come
    assertThat(verdict.count(Tally.MISSED)).isZero();
  }

  @Test
  void aTriggerOfWhichNothingIsRecordedIsOverdue() {
    Tale tale = new Tale();
    tale.facts.clear();
    found(tale, Breach.OVERDUE, 10);
  }

  @Test
  void aRunThatGoesOnKeepsTheNextSlotsOfAJobThatForbidsOverlaps() {
    Tale tale = new Tale().runs(10, 50).claim(60, 60).start(60, 1, 60, -1);
    tale.concurrency = Concurrency.FORBID;
    assertThat(tale.verdict().findings()).isEmpty();
    tale.concurrency = Concurrency.ALLOW;
    found(tale, Breach.OVERDUE, 70);
  }

  @Test
  void aFurtherAttemptThatNeverCameIsOverdue() {
    Tale tale = new Tale().runs(10, 20).claim(30, 30).start(30, 1, 30, 31);
    tale.endAndAgain(30, 1, EndState.FAILED, 31).runs(40, 90);
    found(tale, Breach.OVERDUE, 30);
  }

  @Test
  void aLossAfterWhichItsJobIsRunAgainMustBeFollowedByAnAttempt() {
    Tale tale = new Tale().runs(10, 20).claim(30, 30).opened(35, 2, "b");
    tale.end(30, 1, EndState.LOST, 35).runs(40, 90);
    assertThat(tale.verdict().findings()).isEmpty();
    tale.rules.add(Tale.rules(Concurrency.ALLOW, 1, OnLeaderLoss.RERUN));
    found(tale, Breach.NOT_TRIED_AGAIN, 30);
  }

  @Test
  void aFailureAfterWhichItsJobIsTriedAgainMustBeFollowedByAnAttempt() {
    Tale tale = new Tale().runs(10, 20).claim(30, 30).start(30, 1, 30, 31);
    tale.end(30, 1, EndState.FAILED, 31).runs(40, 90);
    tale.rules.add(Tale.rules(Concurrency.ALLOW, 2, OnLeaderLoss.LOSE));
    found(tale, Breach.NOT_TRIED_AGAIN, 30);
  }

  @Test
  void aSlotThatIsClaimedTwiceIsDoubled() {
    Tale tale = new Tale().runs(10, 50).claim(50, 51).runs(60, 90);
    found(tale, Breach.CLAIMED_TWICE, 50);
    assertThat(tale.verdict().count(Tally.DOUBLED)).isEqualTo(1);
  }

  @Test
  void aSlotThatIsStartedTwiceIsDoubled() {
    found(new Tale().runs(10, 50).start(50, 1, 50.1, 52).runs(60, 90), Breach.STARTED_TWICE, 50);
  }

  @Test
  void aStartThatNoClaimCoversIsFound() {
    Tale tale = new Tale().runs(10, 90);
    tale.starts.add(Tale.start(id(45, 1), 1, "a", 45, 46));
    found(tale, Breach.UNCLAIMED_START, 45);
  }

  @Test
  void aSlotThatWasRunAndSkippedIsFound() {
    Tale tale = new Tale().runs(10, 40).skip(50, 60, 2, SkipReason.MISSED, 59).runs(60, 90);
    found(tale, Breach.RUN_AND_SKIPPED, 60);
  }

  @Test
  void aSecondAttemptThatNothingAskedForIsFound() {
    Tale tale = new Tale().runs(10, 50).claim(50, 2, RunKind.RETRY, 55).start(50, 2, 55, 56);
    found(tale.end(50, 2, EndState.SUCCEEDED, 56).runs(60, 90), Breach.UNASKED_ATTEMPT, 50);
  }

  @Test
  void aSecondAttemptThatWasAskedForIsGood() {
    assertThat(retried().verdict().findings()).isEmpty();
  }

  @Test
  void aRecoveryOfAJobThatAsksNotToBeIsFound() {
    Tale tale = new Tale().runs(10, 20).claim(30, 30).opened(35, 2, "b");
    tale.endAndAgain(30, 1, EndState.LOST, 35).claim(30, 2, RunKind.RECOVERED, 36);
    tale.start(30, 2, 36, 37).end(30, 2, EndState.SUCCEEDED, 37).runs(40, 90);
    found(tale, Breach.UNASKED_ATTEMPT, 30);
    tale.rules.add(Tale.rules(Concurrency.ALLOW, 1, OnLeaderLoss.RERUN));
    assertThat(tale.verdict().findings()).isEmpty();
  }

  @Test
  void aRecoveryFromBeforeTheLastChangeOfItsJobIsNotJudgedByThePresentPolicies() {
    Tale tale = new Tale();
    tale.order = Ledger.Order.GATHERED;
    tale.witnessed = false;
    tale.facts.clear();
    for (double slot = 10; slot <= 90; slot += 10) {
      gathered(tale, slot, 1, slot == 30 ? EndState.LOST : EndState.SUCCEEDED);
    }
    gathered(tale, 30, 2, EndState.SUCCEEDED);
    tale.rules.add(rulesSince(5));
    found(tale, Breach.UNASKED_ATTEMPT, 30);
    tale.rules.set(0, rulesSince(60));
    assertThat(tale.verdict().findings()).isEmpty();
  }

  @Test
  void anAttemptThatWentWithItsJobIsNotOverdue() {
    found(askedAndFailed().runs(30, 90), Breach.OVERDUE, 25);
    Tale gone = askedAndFailed();
    gone.facts.add(new Fact.Forgot(GROUP, Tale.JOB, Optional.empty(), gone.stamp(27)));
    gone.eras.add(gone.era(27, 10, Era.Standing.GONE));
    assertThat(gone.verdict().findings()).isEmpty();
  }

  /** A run that somebody asked for fails, and is to be tried again. */
  private static Tale askedAndFailed() {
    Tale tale = new Tale().runs(10, 20);
    RunId asked = new RunId(GROUP, Tale.JOB, new TriggerName("manual~1"), at(25).toEpochMilli(), 1);
    tale.rules.add(Tale.rules(Concurrency.ALLOW, 2, OnLeaderLoss.LOSE));
    tale.facts.add(new Fact.Claimed(asked, RunKind.MANUAL, "", true, tale.stamp(25)));
    tale.starts.add(Tale.start(asked, 1, "a", 25.1, 26));
    tale.facts.add(new Fact.Ended(asked, EndState.FAILED, Optional.of(at(30)), tale.stamp(26)));
    return tale;
  }

  private static Rules rulesSince(double seconds) {
    return new Rules(0, at(seconds), Concurrency.ALLOW, 1, OnLeaderLoss.LOSE, false);
  }

  private static void gathered(Tale tale, double slot, int attempt, EndState state) {
    RunKind kind = attempt == 1 ? RunKind.SCHEDULED : RunKind.RECOVERED;
    Stamp stamp = new Stamp(0, state == EndState.LOST ? 0 : 1, "a", at(slot), at(slot));
    tale.facts.add(new Fact.Claimed(id(slot, attempt), kind, "", false, stamp));
    tale.facts.add(new Fact.Ended(id(slot, attempt), state, Optional.empty(), stamp));
  }

  @Test
  void theAccountOfANameGoesOnWhereThatOfAnEarlierEditionEnded() {
    Tale tale = new Tale().runs(10, 50).replaced(55, "e2", 25).runs(60, 90);
    assertThat(tale.verdict().findings()).isEmpty();
    Tale idle = new Tale().runs(10, 90).replaced(91, "e2", 25);
    assertThat(idle.verdict().findings()).isEmpty();
    // What no edition accounts for is found all the same, and so is what two do.
    found(new Tale().runs(10, 40).replaced(55, "e2", 25).runs(60, 90), Breach.MISSED, 50);
    Tale twice = new Tale().runs(10, 50).replaced(55, "e2", 25);
    found(twice.claim(50, 55).runs(60, 90), Breach.CLAIMED_TWICE, 50);
  }

  @Test
  void aRunThatBeginsAsItsTermIsTakenAwayIsNoOverlapAndALaterOneIs() {
    assertThat(keyDeleted(begunAfterTheNextOne(0.4)).verdict().findings()).isEmpty();
    found(keyDeleted(begunAfterTheNextOne(1.4)), Breach.OVERLAP, 30);
    found(begunAfterTheNextOne(0.4), Breach.OVERLAP, 30);
  }

  private static Tale keyDeleted(Tale tale) {
    tale.faults.add(new Timeline.Fault("key-deleted", at(30.4), at(30.5), false));
    return tale;
  }

  /** The run of a lost term begins so long after its next attempt in the term that followed. */
  private static Tale begunAfterTheNextOne(double seconds) {
    Tale tale = new Tale().runs(10, 20).claim(30, 30);
    tale.rules.add(Tale.rules(Concurrency.FORBID, 1, OnLeaderLoss.RERUN));
    tale.starts.add(Tale.start(id(30, 1), 1, "a", 31.1 + seconds, 33));
    tale.opened(30.5, 2, "b").endAndAgain(30, 1, EndState.LOST, 30.6);
    tale.claim(30, 2, RunKind.RECOVERED, 31).start(30, 2, 31.1, 34);
    return tale.end(30, 2, EndState.SUCCEEDED, 34).runs(40, 90);
  }

  @Test
  void aStartBeforeItsClaimIsFound() {
    Tale tale = new Tale().runs(10, 40).claim(50, 50.5).start(50, 1, 50.1, 52);
    tale.end(50, 1, EndState.SUCCEEDED, 52).runs(60, 90);
    found(tale, Breach.START_BEFORE_CLAIM, 50);
  }

  @Test
  void aClaimOffTheGridIsStray() {
    found(new Tale().runs(10, 50).run(55).runs(60, 90), Breach.OFF_GRID, 55);
  }

  @Test
  void aClaimBeforeItsSlotIsStray() {
    found(new Tale().runs(10, 50).run(60, 58, 1).runs(70, 90), Breach.EARLY, 60);
  }

  @Test
  void aClaimBeforeItsSlotIsForgivenOnceClocksWereMoved() {
    Tale tale = new Tale().runs(10, 50).run(60, 58, 1).runs(70, 90);
    tale.faults.add(new Timeline.Fault("clock", at(20), at(30), true));
    assertThat(tale.verdict().findings()).isEmpty();
  }

  @Test
  void aLateClaimInQuietTimesIsStray() {
    Tale tale = new Tale().runs(10, 50).run(60, 78, 1).run(70, 79, 1).runs(80, 90);
    tale.able.add(new Timeline.Able(at(0), at(100)));
    tale.leads.add(new Timeline.Lead(GROUP, 1, "a", at(0), at(100), 0));
    found(tale, Breach.LATE, 60);
    tale.faults.add(new Timeline.Fault("kill", at(59), at(70), false));
    assertThat(tale.verdict().findings()).isEmpty();
  }

  @Test
  void aClaimOfATriggerThatIsPausedIsStray() {
    Tale tale = new Tale().runs(10, 30);
    tale.eras.add(tale.era(31, 10, Era.Standing.PAUSED));
    tale.run(40);
    tale.eras.add(tale.era(45, 10, Era.Standing.RUNS));
    tale.runs(50, 90);
    found(tale, Breach.NOT_TO_RUN, 40);
  }

  @Test
  void aPausedTriggerOwesNothing() {
    Tale tale = new Tale().runs(10, 30);
    tale.eras.add(tale.era(31, 10, Era.Standing.PAUSED));
    assertThat(tale.verdict().findings()).isEmpty();
  }

  @Test
  void aTriggerThatIsGoneRunsNoMore() {
    Tale tale = new Tale().runs(10, 30);
    tale.eras.add(tale.era(31, 10, Era.Standing.GONE));
    assertThat(tale.verdict().findings()).isEmpty();
    found(tale.run(40), Breach.NOT_TO_RUN, 40);
  }

  @Test
  void aGridThatIsEditedCountsFromTheCursor() {
    Tale tale = new Tale().runs(10, 30);
    tale.eras.add(tale.era(33, 4, Era.Standing.RUNS));
    for (int slot = 32; slot < 100; slot += 4) {
      tale.run(slot, Math.max(slot, 33) + 0.01, 0.5);
    }
    assertThat(tale.verdict().findings()).isEmpty();
    tale.facts.removeIf(f -> f instanceof Fact.Claimed c && c.run().equals(id(60, 1)));
    tale.facts.removeIf(f -> f instanceof Fact.Ended e && e.run().equals(id(60, 1)));
    tale.starts.removeIf(s -> s.run().equals(id(60, 1)));
    found(tale, Breach.MISSED, 60);
  }

  @Test
  void aNodeMayGoByTheOldGridForAMoment() {
    Tale tale = new Tale().runs(10, 30);
    tale.eras.add(tale.era(39.9, 4, Era.Standing.RUNS));
    tale.run(40);
    for (int slot = 44; slot < 100; slot += 4) {
      tale.run(slot);
    }
    assertThat(tale.verdict().findings()).isEmpty();
  }

  @Test
  void aClaimByAGridThatWasReplacedLongAgoIsStray() {
    Tale tale = new Tale().runs(10, 30);
    tale.eras.add(tale.era(31, 40, Era.Standing.RUNS));
    tale.run(40).run(50).run(80);
    found(tale, Breach.OFF_GRID, 50);
  }

  @Test
  void runsOfAJobThatForbidsItMustNotOverlapInTheLedger() {
    Tale tale = new Tale().runs(10, 40).claim(50, 50).claim(60, 60);
    tale.start(50, 1, 50, 59).end(50, 1, EndState.SUCCEEDED, 61);
    tale.start(60, 1, 60, 62).end(60, 1, EndState.SUCCEEDED, 62).runs(70, 90);
    assertThat(tale.verdict().findings()).isEmpty();
    tale.concurrency = Concurrency.FORBID;
    found(tale, Breach.OVERLAP, 60);
  }

  @Test
  void runsOfAJobThatForbidsItMustNotOverlapInWhatTheyWrote() {
    Tale tale = new Tale().runs(10, 40).claim(50, 50).start(50, 1, 50, 61);
    tale.end(50, 1, EndState.SUCCEEDED, 59).runs(60, 90);
    tale.concurrency = Concurrency.FORBID;
    found(tale, Breach.OVERLAP, 60);
  }

  @Test
  void aRunThatWasLostMayGoOnInAnotherTerm() {
    Tale tale = new Tale().runs(10, 40).claim(50, 50).start(50, 1, 50, 75).opened(56, 2, "b");
    tale.end(50, 1, EndState.LOST, 56).runs(60, 90);
    tale.concurrency = Concurrency.FORBID;
    assertThat(tale.verdict().findings()).isEmpty();
  }

  @Test
  void aTokenThatGoesBackIsFound() {
    Tale tale = new Tale().runs(10, 50).opened(55, 2, "b").runs(60, 90);
    tale.accepted.add(new Accepted("table", GROUP, 1, "a", 0));
    tale.accepted.add(new Accepted("table", GROUP, 2, "b", 0));
    tale.accepted.add(new Accepted("file", GROUP, 1, "a", 0));
    assertThat(tale.verdict().findings()).isEmpty();
    tale.accepted.add(new Accepted("table", GROUP, 1, "a", 0));
    found(tale, Breach.TOKEN_WENT_BACK);
  }

  @Test
  void aTokenOfATermThatWasOverIsFound() {
    Tale tale = new Tale().runs(10, 90);
    tale.leads.add(new Timeline.Lead(GROUP, 1, "a", at(0), at(100), 70));
    tale.accepted.add(new Accepted("table", GROUP, 1, "a", 70));
    assertThat(tale.verdict().findings()).isEmpty();
    tale.accepted.add(new Accepted("table", GROUP, 1, "a", 71));
    found(tale, Breach.TOKEN_NOT_HELD);
  }

  @Test
  void aTokenThatNobodyOrSomebodyElseHeldIsFound() {
    Tale tale = new Tale().runs(10, 90);
    tale.accepted.add(new Accepted("table", GROUP, 1, "b", 0));
    tale.accepted.add(new Accepted("table", GROUP, 7, "a", 0));
    assertThat(tale.verdict().of(Condition.C5)).hasSize(2);
  }

  @Test
  void aJobThatDoesNotRunAgainAfterAFaultIsFound() {
    Tale good = new Tale().runs(10, 20).skip(30, 40, 2, SkipReason.MISSED, 49).runs(50, 90);
    good.faults.add(new Timeline.Fault("cut", at(25), at(45), false));
    assertThat(good.verdict().findings()).isEmpty();
    Tale slow = new Tale().runs(10, 20).skip(30, 70, 5, SkipReason.MISSED, 79).runs(80, 90);
    slow.faults.add(new Timeline.Fault("cut", at(25), at(45), false));
    found(slow, Breach.SLOW_RECOVERY, 50);
  }

  @Test
  void slotsThatAJobsOwnRulesPassOverAreNoSlowRecovery() {
    Tale tale = new Tale().runs(10, 20).claim(30, 46).start(30, 1, 46, 75);
    tale.end(30, 1, EndState.SUCCEEDED, 75).skip(40, 70, 4, SkipReason.OVERLAP, 76).runs(80, 90);
    tale.faults.add(new Timeline.Fault("cut", at(25), at(45), false));
    tale.concurrency = Concurrency.FORBID;
    assertThat(tale.verdict().findings()).isEmpty();
  }

  @Test
  void aRunWithoutAnEndIsFound() {
    Tale tale = new Tale().runs(10, 30).claim(40, 40).start(40, 1, 40, -1).runs(50, 90);
    assertThat(tale.verdict().findings()).isEmpty(); // It may be running: its term goes on.
    tale = new Tale().runs(10, 30).claim(40, 40).start(40, 1, 40, -1);
    tale.opened(45, 2, "b").runs(50, 90);
    found(tale, Breach.NO_END, 40);
  }

  @Test
  void anEndWithoutARunIsFound() {
    found(
        new Tale().runs(10, 40).end(45, 1, EndState.SUCCEEDED, 46).runs(50, 90),
        Breach.END_WITHOUT_RUN,
        45);
    found(
        new Tale().runs(10, 40).end(40, 1, EndState.SUCCEEDED, 46).runs(50, 90),
        Breach.END_WITHOUT_RUN,
        40);
  }

  @Test
  void claimsOfTwoNodesInOneTermAreFound() {
    Tale tale = new Tale().runs(10, 40);
    tale.node = "b";
    found(tale.runs(50, 90), Breach.TERMS_MIXED);
  }

  @Test
  void aClaimOfAnOldTermAfterANewOneIsFound() {
    Tale tale = new Tale().runs(10, 40).opened(45, 2, "b").run(50);
    tale.term = 1;
    tale.node = "a";
    tale.run(60);
    tale.term = 2;
    tale.node = "b";
    found(tale.runs(70, 90), Breach.TERMS_MIXED);
  }

  @Test
  void anEndThatAnotherTermRecordsIsALossAndNothingElse() {
    Tale tale = new Tale().runs(10, 20).claim(30, 30).start(30, 1, 30, 31).opened(35, 2, "b");
    found(tale.end(30, 1, EndState.SUCCEEDED, 35).runs(40, 90), Breach.TERMS_MIXED, 30);
  }

  @Test
  void anEndByTheRightOfItsOwnTermIsFine() {
    Tale tale = new Tale().runs(10, 20).claim(30, 30).start(30, 1, 30, 52).opened(35, 2, "b");
    tale.runs(40, 50).reported(30, 1, 53).runs(60, 90);
    assertThat(tale.verdict().findings()).isEmpty();
  }

  @Test
  void anEndByTheRightOfAnotherTermIsFound() {
    Tale tale = new Tale().runs(10, 20).claim(30, 30).start(30, 1, 30, 31).opened(35, 2, "b");
    found(tale.reported(30, 7, 36).runs(40, 90), Breach.TERMS_MIXED, 30);
    Tale own = new Tale().runs(10, 20).claim(30, 30).start(30, 1, 30, 31);
    found(own.reported(30, 1, 32).runs(40, 90), Breach.TERMS_MIXED, 30);
  }

  @Test
  void aRunBesideOneThatAnOlderTermFinishesIsAnOverlap() {
    Tale tale = new Tale();
    tale.concurrency = Concurrency.FORBID;
    tale.runs(10, 20).claim(30, 30).start(30, 1, 30, 45).opened(35, 2, "b").run(40);
    assertThat(tale.reported(30, 1, 46).runs(50, 90).verdict().findings())
        .as("by the ledger, and by what the runs wrote")
        .extracting(Finding::breach)
        .containsExactly(Breach.OVERLAP, Breach.OVERLAP);
  }

  @Test
  void aSuccessThatItsJobKnowsNothingOfIsFound() {
    Tale tale = new Tale().runs(10, 40).claim(50, 50).end(50, 1, EndState.SUCCEEDED, 51);
    found(tale.runs(60, 90), Breach.NO_WITNESS, 50);
    tale.start(50, 1, 50, -1);
    found(tale, Breach.NO_WITNESS, 50);
    tale.witnessed = false;
    assertThat(tale.verdict().findings()).isEmpty();
  }

  @Test
  void aStartUnderAnotherTermThanItsClaimIsFound() {
    Tale tale = new Tale().runs(10, 40).claim(50, 50);
    tale.starts.add(Tale.start(id(50, 1), 2, "a", 50.1, 51));
    found(tale.end(50, 1, EndState.SUCCEEDED, 51).runs(60, 90), Breach.OTHER_HOLDER, 50);
  }

  @Test
  void aRangeThatHoldsFewerSlotsThanItSaysIsFound() {
    Tale tale = new Tale().runs(10, 40).skip(50, 60, 3, SkipReason.MISSED, 69).runs(70, 90);
    found(tale, Breach.WRONG_COUNT, 50);
  }

  @Test
  void aRangeThatDoesNotBeginOnASlotIsFound() {
    Tale tale = new Tale().runs(10, 40).skip(45, 60, 2, SkipReason.MISSED, 69).runs(70, 90);
    found(tale, Breach.WRONG_COUNT, 45);
  }

  @Test
  void whatCannotBeReadIsFound() {
    Tale tale = new Tale().runs(10, 90);
    tale.unreadable.add(new Ledger.Unreadable(GROUP, "/t/journal/1", "not JSON"));
    found(tale, Breach.UNREADABLE);
  }

  @Test
  void slotsThatWereClaimedOutOfOrderAreFound() {
    found(new Tale().runs(10, 40).run(60).run(50, 61, 1).runs(70, 90), Breach.OUT_OF_ORDER, 50);
  }

  @Test
  void slotsOfAJobThatForbidsOverlapsAreStartedInOrder() {
    Tale tale = new Tale().runs(10, 40).claim(50, 50).end(50, 1, EndState.FAILED, 50.2);
    tale.claim(60, 60).start(60, 1, 60, 60.5).end(60, 1, EndState.SUCCEEDED, 60.5);
    tale.start(50, 1, 61, 62).runs(70, 90);
    tale.concurrency = Concurrency.FORBID;
    found(tale, Breach.OUT_OF_ORDER, 50);
  }

  @Test
  void timeWithoutALeaderIsFoundWhereThereCouldBeOne() {
    Tale tale = new Tale().runs(10, 90);
    tale.able.add(new Timeline.Able(at(0), at(40)));
    tale.able.add(new Timeline.Able(at(60), at(100)));
    tale.leads.add(new Timeline.Lead(GROUP, 1, "a", at(1), at(38), 0));
    tale.leads.add(new Timeline.Lead(GROUP, 2, "b", at(64), at(100), 0));
    assertThat(tale.verdict().findings()).isEmpty();
    tale.leads.set(1, new Timeline.Lead(GROUP, 2, "b", at(66), at(100), 0));
    found(tale, Breach.NO_LEADER);
    tale.leads.set(1, new Timeline.Lead(GROUP, 2, "b", at(64), at(94), 0));
    found(tale, Breach.NO_LEADER);
  }

  @Test
  void twoLeadersAtATimeAreFound() {
    Tale tale = new Tale().runs(10, 90);
    tale.leads.add(new Timeline.Lead(GROUP, 1, "a", at(0), at(50), 0));
    tale.leads.add(new Timeline.Lead(GROUP, 2, "b", at(49), at(100), 0));
    found(tale, Breach.TWO_LEADERS);
  }

  @Test
  void everyBreachIsTriedHere() throws IOException {
    String source =
        Files.readString(Path.of("src/test/java/dev/tenure/verify/ConditionsTest.java"));
    for (Breach breach : Breach.values()) {
      assertThat(source).as("a test of %s", breach).contains("Breach." + breach.name());
    }
  }

  private static Tale retried() {
    Tale tale = new Tale().runs(10, 40).claim(50, 50).start(50, 1, 50, 51);
    tale.endAndAgain(50, 1, EndState.FAILED, 51).claim(50, 2, RunKind.RETRY, 52);
    return tale.start(50, 2, 52, 53).end(50, 2, EndState.SUCCEEDED, 53).runs(60, 90);
  }

  private static Verdict found(Tale tale, Breach breach) {
    Verdict verdict = tale.verdict();
    assertThat(verdict.findings()).extracting(Finding::breach).containsExactly(breach);
    return verdict;
  }

  private static Verdict found(Tale tale, Breach breach, double slot) {
    Verdict verdict = found(tale, breach);
    assertThat(verdict.findings().get(0).slot()).isEqualTo(Optional.of(at(slot)));
    return verdict;
  }
}
