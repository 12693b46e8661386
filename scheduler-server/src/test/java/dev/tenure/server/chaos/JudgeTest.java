package dev.tenure.server.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.server.chaos.record.Recorded;
import dev.tenure.server.chaos.record.StateCheck;
import dev.tenure.server.chaos.workload.Action;
import dev.tenure.server.chaos.workload.GuardedRegister;
import dev.tenure.server.chaos.workload.Witness;
import dev.tenure.verify.Breach;
import dev.tenure.verify.Checker;
import dev.tenure.verify.Finding;
import dev.tenure.verify.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** A good past is good, and one that lacks a line, or has one too many, is not. */
final class JudgeTest {

  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final int SLOTS = 20;
  private static final String JOURNAL = "/chaos/journal/default/";

  private final List<Recorded> heard = new ArrayList<>();
  private final List<Witness> witnesses = new ArrayList<>();
  private final List<GuardedRegister.Write> writes = new ArrayList<>();
  private long revision = 10;

  /** A job with a slot each second, and a leader that runs all of them. */
  JudgeTest() {
    String trigger =
        """
        {"job":"tick","jobIncarnation":"i","schedule":{"kind":"every","every":"PT1S",
         "anchor":"1970-01-01T00:00:00Z"},"since":"2026-01-01T00:00:00Z","edition":"e"}""";
    write("/chaos/jobs/default/trigger/tick", trigger, 0);
    revision--;
    write("/chaos/jobs/default/job/tick", "{\"type\":\"T\",\"incarnation\":\"i\"}", 0);
    write("/chaos/election/default/1a", "{\"node\":\"node-1\"}", 0);
    long term = revision - 1;
    journal(term, 1, "{\"opened\":\"1a\"}", 0);
    for (int slot = 1; slot <= SLOTS; slot++) {
      String at = "\"slot\":\"" + BEGIN.plusSeconds(slot) + "\"";
      journal(term, 2 * slot, "{\"claimed\":\"tick\"," + at + ",\"edition\":\"e\"}", slot * 1000L);
      witness(true, term, slot, slot * 1000L + 5);
      writes.add(new GuardedRegister.Write(term, run(slot), "node-1", "start", slot, true));
      witness(false, term, slot, slot * 1000L + 50);
      journal(
          term,
          2 * slot + 1,
          "{\"ended\":\"tick\"," + at + ",\"state\":\"SUCCEEDED\"}",
          slot * 1000L + 60);
    }
    String cursor =
        "{\"finished\":%d,\"cursors\":[{\"trigger\":\"tick\",\"slot\":\"%s\",\"edition\":\"e\"}],\"applied\":\"%d-%d\"}"
            .formatted(SLOTS, BEGIN.plusSeconds(SLOTS), term, 2 * SLOTS + 1);
    write("/chaos/state/default/tick", cursor, (SLOTS + 1) * 1000L);
  }

  private static String run(int slot) {
    return "default/tick/" + BEGIN.plusSeconds(slot).toEpochMilli() + "/1";
  }

  private void write(String key, String value, long millis) {
    heard.add(
        new Recorded(
            revision, key, value, revision, "", BEGIN.toEpochMilli() + millis, millis * 1_000_000));
    revision++;
  }

  private void journal(long term, int sequence, String record, long millis) {
    String entry =
        "{\"node\":\"node-1\",\"at\":\"%s\",\"records\":[%s]}"
            .formatted(BEGIN.plusMillis(millis), record);
    write(JOURNAL + "%019d-%010d".formatted(term, sequence), entry, millis);
  }

  private void witness(boolean start, long term, int slot, long millis) {
    witnesses.add(
        new Witness(
            start,
            run(slot),
            "tick",
            BEGIN.plusSeconds(slot).toEpochMilli(),
            1,
            term,
            "node-1",
            7,
            BEGIN.toEpochMilli() + millis,
            millis * 1_000_000,
            start ? "-" : "done"));
  }

  private Verdict verdict() {
    return Checker.check(Judge.evidence(past(List.of())));
  }

  private Past past(List<Action> actions) {
    Instant end = BEGIN.plusSeconds(SLOTS);
    return new Past(BEGIN, end, end, heard, witnesses, writes, actions, List.of());
  }

  /** Somebody asked for a run, an hour before the end. */
  private static Action asked(String run, Action.Outcome outcome) {
    Instant then = BEGIN.minusSeconds(3600);
    return new Action(Action.Kind.TRIGGER, "tick", outcome, run, then, then);
  }

  private List<Breach> breaches() {
    return verdict().findings().stream().map(Finding::breach).distinct().toList();
  }

  private Recorded remove(Predicate<Recorded> which) {
    Recorded found = heard.stream().filter(which).findFirst().orElseThrow();
    heard.remove(found);
    return found;
  }

  @Test
  void aGoodPastIsGood() {
    Verdict verdict = verdict();
    assertThat(verdict.findings()).isEmpty();
    assertThat(verdict.slots()).isEqualTo(SLOTS);
    assertThat(verdict.runs()).isEqualTo(SLOTS);
    assertThat(StateCheck.check(Trial.ROOT, Trial.GROUP, heard)).isEmpty();
  }

  @Test
  void aLineThatIsMissingFromTheFilesOfTheJobsIsNoticed() {
    witnesses.removeIf(line -> line.run().equals(run(7)));
    assertThat(breaches()).containsExactly(Breach.NO_WITNESS);
  }

  @Test
  void aLineTooManyIsNoticed() {
    Witness again = witnesses.get(0);
    witnesses.add(again);
    assertThat(breaches()).contains(Breach.STARTED_TWICE);
  }

  @Test
  void aSlotThatTheJournalPassesOverIsNoticed() {
    String slot = BEGIN.plusSeconds(7).toString();
    remove(event -> event.key().startsWith(JOURNAL) && event.value().contains(slot));
    remove(event -> event.key().startsWith(JOURNAL) && event.value().contains(slot));
    witnesses.removeIf(line -> line.run().equals(run(7)));
    assertThat(breaches()).contains(Breach.MISSED);
  }

  @Test
  void aRunThatNobodyClaimedIsNoticed() {
    remove(event -> event.key().startsWith(JOURNAL) && event.value().contains("claimed"));
    assertThat(breaches()).contains(Breach.UNCLAIMED_START);
  }

  @Test
  void aTokenThatGoesBackIsNoticed() {
    writes.add(new GuardedRegister.Write(3, run(1), "node-2", "end", 99, true));
    assertThat(breaches()).contains(Breach.TOKEN_WENT_BACK);
  }

  @Test
  void aRunThatWasAcknowledgedAndNeverRunIsNoticed() {
    Action kept = asked(run(7), Action.Outcome.ACKNOWLEDGED);
    Action broken = asked("default/tick/manual~1/5/1", Action.Outcome.ACKNOWLEDGED);
    Action unknown = asked("default/tick/manual~2/5/1", Action.Outcome.UNKNOWN);
    assertThat(AskedRuns.check(past(List.of(kept, broken, unknown))))
        .singleElement()
        .asString()
        .contains("manual~1", "was never run");
    write("/chaos/jobs/default/job/tick", null, 1000);
    assertThat(AskedRuns.check(past(List.of(broken)))).as("with its job").isEmpty();
  }

  @Test
  void aRunThatWasRefusedAndRunAllTheSameIsNoticed() {
    Action refused = asked(run(7), Action.Outcome.REFUSED);
    assertThat(AskedRuns.check(past(List.of(refused))))
        .singleElement()
        .asString()
        .contains("refused");
  }

  @Test
  void aStateThatSaysAnythingElseThanTheJournalIsNoticed() {
    Recorded state = remove(event -> event.key().startsWith("/chaos/state/"));
    write(state.key(), state.value().replace("\"finished\":20", "\"finished\":19"), 21_000);
    assertThat(StateCheck.check(Trial.ROOT, Trial.GROUP, heard))
        .singleElement()
        .asString()
        .contains("runs that ended of job tick: the journal says 20, stored is 19");
  }

  @Test
  void aChunkMayBeNewerThanTheStateAndIsStillHeldAgainstTheJournal() {
    remove(event -> event.key().startsWith("/chaos/state/"));
    String entry =
        heard.stream()
            .map(Recorded::key)
            .filter(key -> key.startsWith(JOURNAL))
            .findFirst()
            .orElseThrow();
    long term = Long.parseLong(entry.substring(JOURNAL.length(), JOURNAL.length() + 19));
    String chunk =
        "{\"runs\":[{\"run\":\"%s\",\"term\":%d,\"node\":\"node-1\",\"state\":\"SUCCEEDED\"}]}"
            .formatted(run(7), term);
    write("/chaos/runs/default/tick/00000001", chunk, 21_000);
    assertThat(StateCheck.check(Trial.ROOT, Trial.GROUP, heard)).isEmpty();
    write("/chaos/runs/default/tick/00000001", chunk.replace("SUCCEEDED", "FAILED"), 22_000);
    assertThat(StateCheck.check(Trial.ROOT, Trial.GROUP, heard))
        .singleElement()
        .asString()
        .contains(run(7), "SUCCEEDED", "FAILED");
  }
}
