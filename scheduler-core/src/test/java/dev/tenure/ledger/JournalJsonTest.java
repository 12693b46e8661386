package dev.tenure.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.RunId;
import dev.tenure.model.Term;
import dev.tenure.model.TriggerName;
import dev.tenure.store.Bytes;
import dev.tenure.store.LeaseId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What stands in the journal can be read back, by every node and by people. */
final class JournalJsonTest {

  private static final GroupName GROUP = new GroupName("g");
  private static final JobName JOB = new JobName("job");
  private static final TriggerName OTHER = new TriggerName("other");
  private static final Instant SLOT = Instant.parse("2026-01-01T00:00:00Z");
  private static final EntryFacts FACTS =
      new EntryFacts(GROUP, new Position(42, 7), "node-1", SLOT.plusMillis(1));

  private final JournalJson json = new JournalJson(GROUP, new KnownNames());

  private static String write(JournalRecord... records) {
    JournalJson.Draft draft = new JournalJson.Draft(FACTS);
    for (JournalRecord record : records) {
      draft.add(record);
    }
    return draft.value().utf8();
  }

  private static RunOutcome fullOutcome() {
    RunId run = new RunId(GROUP, JOB, OTHER, SLOT.toEpochMilli(), 2);
    return new RunOutcome(
        run,
        EndState.FAILED,
        SLOT.plusNanos(2_345_678),
        SLOT.plusSeconds(1),
        Optional.of("result"),
        Optional.of(new RunError("type", "message", "at here")),
        Optional.of(new KeptData("e", Map.of("l", 5L, "f", 0.5f))),
        Optional.of(new PendingAttempt(run.nextAttempt(), RunKind.RETRY, SLOT.plusSeconds(9))),
        Optional.of("50 %"));
  }

  @Test
  void everyRecordIsReadBack() {
    SkippedRange range =
        new SkippedRange(OTHER, SLOT, SLOT.plusSeconds(9), 10, false, SkipReason.PAUSED);
    List<JournalRecord> all =
        List.of(
            new JournalRecord.Opened(new LeaseId(-5)),
            new JournalRecord.Claimed(
                JOB, OTHER, "e1", 1, RunKind.MANUAL, 2, true, Map.of("k", "v")),
            new JournalRecord.Claimed(
                JOB, TriggerName.of(JOB), "files", 1, RunKind.SCHEDULED, 1, false, Map.of()),
            new JournalRecord.Ended(fullOutcome()),
            new JournalRecord.Ended(fullOutcome(), Optional.of(new Term(41))),
            new JournalRecord.Lost(RunId.of(GROUP, JOB, 1, 1), Optional.of(SLOT)),
            new JournalRecord.Lost(RunId.of(GROUP, JOB, 1, 3), Optional.empty()),
            new JournalRecord.Passed(new Skipped(JOB, OTHER, "e1", List.of(range), SLOT)),
            new JournalRecord.Passed(
                new Skipped(JOB, TriggerName.of(JOB), "files", List.of(), SLOT)),
            new JournalRecord.ForgotTrigger(JOB, OTHER),
            new JournalRecord.ForgotJob(JOB),
            new JournalRecord.Sealed(JOB, 3, 2, Optional.of(7), SLOT),
            new JournalRecord.Sealed(JOB, 3, 2, Optional.empty(), SLOT),
            new JournalRecord.Dropped(JOB, 4),
            new JournalRecord.Removed(JOB));
    String text = write(all.toArray(JournalRecord[]::new));

    JournalEntry read = json.read(new Position(42, 7), Bytes.utf8(text));

    assertThat(read).isEqualTo(new JournalEntry(FACTS, all));
  }

  @Test
  void anEntryOfAQuietClusterIsShortAndReadable() {
    String text =
        write(
            new JournalRecord.Claimed(
                JOB,
                TriggerName.of(JOB),
                "files",
                SLOT.toEpochMilli(),
                RunKind.SCHEDULED,
                1,
                false,
                Map.of()));
    assertThat(text)
        .isEqualTo(
            """
            {"node":"node-1","at":"2026-01-01T00:00:00.001Z",\
            "records":[{"claimed":"job","slot":"2026-01-01T00:00:00Z","edition":"files"}]}""");
  }

  @Test
  void whatSomebodyTypedIsRefusedWithTheReason() {
    refused("hello", "not JSON");
    refused("{}", "\"node\" is missing");
    refused(
        "{\"node\":\"n\",\"at\":\"2026-01-01T00:00:00Z\",\"records\":[{\"x\":\"y\"}]}", "\"x\"");
    refused(
        "{\"node\":\"n\",\"at\":\"2026-01-01T00:00:00Z\",\"records\":[{\"claimed\":\"job\"}]}",
        "\"slot\" is missing");
    refused(
        "{\"node\":\"n\",\"at\":\"2026-01-01T00:00:00Z\",\"records\":[{\"ended\":\"no name\"}]}",
        "\"no name\" is not a name");
    refused(write(new JournalRecord.Ended(fullOutcome())).replace("FAILED", "TIRED"), "TIRED");
  }

  private void refused(String text, String reason) {
    assertThatThrownBy(() -> json.read(new Position(1, 1), Bytes.utf8(text)))
        .as(text)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }
}
