package dev.tenure.verify;

import dev.tenure.ledger.SkippedRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ledger against what was to run, trigger by trigger: divides what moved a trigger's cursor
 * into accounts, and has each of them judged.
 */
final class SlotsCheck {

  private final Past past;
  private final Plans plans;
  private final Findings findings;
  private final SlotJudge judge;
  private final boolean ordered;

  SlotsCheck(Evidence evidence, Past past, Plans plans, Findings findings) {
    this.past = past;
    this.plans = plans;
    this.findings = findings;
    judge = new SlotJudge(evidence, past, plans, findings);
    ordered = evidence.ledger().order() == Ledger.Order.JOURNAL;
  }

  void run() {
    Map<TriggerKey, List<Fact>> all = new LinkedHashMap<>(past.moves());
    plans.triggers().keySet().forEach(key -> all.putIfAbsent(key, List.of()));
    all.forEach(this::trigger);
  }

  private void trigger(TriggerKey key, List<Fact> moves) {
    List<Account> accounts = new ArrayList<>();
    Account open = null;
    for (Fact fact : moves) {
      if (fact instanceof Fact.Claimed claim) {
        open = account(open, claim.edition(), accounts);
        inOrder(key, open, claim);
        open.add(claim);
      } else if (fact instanceof Fact.Passed passed) {
        open = account(open, passed.edition(), accounts);
        for (SkippedRange range : passed.ranges()) {
          inOrder(key, open, range);
          open.add(range, passed.stamp());
        }
        open.moved(passed.cursor(), passed.stamp());
      } else {
        open = null;
      }
    }
    Instant before = Instant.MIN;
    for (Account account : accounts) {
      judge.account(key, account, before, account == open);
      before = account.cursor().isAfter(before) ? account.cursor() : before;
    }
    if (open == null) {
      judge.nothingRecorded(key, before);
    }
  }

  private Account account(@Nullable Account open, String edition, List<Account> accounts) {
    if (open != null && (!ordered || open.edition().equals(edition))) {
      return open;
    }
    Account next = new Account(edition);
    accounts.add(next);
    return next;
  }

  private void inOrder(TriggerKey key, Account account, Fact.Claimed claim) {
    if (ordered && claim.slot().isBefore(account.cursor())) {
      findings.ofRun(
          Breach.OUT_OF_ORDER,
          claim.run(),
          "claimed "
              + RunsCheck.by(claim.stamp())
              + " when the account of trigger "
              + key.trigger()
              + " stood at "
              + account.cursor()
              + " already");
    }
  }

  private void inOrder(TriggerKey key, Account account, SkippedRange range) {
    if (ordered && range.from().isBefore(account.cursor())) {
      findings.ofSlots(
          Breach.OUT_OF_ORDER,
          key,
          range.from(),
          range.count(),
          "skipped up to "
              + range.to()
              + " when the account stood at "
              + account.cursor()
              + " already");
    }
  }
}
