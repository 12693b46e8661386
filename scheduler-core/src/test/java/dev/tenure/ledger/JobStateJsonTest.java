package dev.tenure.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.RunId;
import dev.tenure.model.Term;
import dev.tenure.model.TriggerName;
import dev.tenure.store.Bytes;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The text of a job's key is a format: nodes of other versions read it, and so do people. */
final class JobStateJsonTest {

  private static final GroupName GROUP = new GroupName("g");
  private static final JobName JOB = new JobName("job");
  private static final Instant SLOT = Instant.parse("2026-01-01T00:00:00Z");

  private static final class Text {
    private final JobStateJson json = new JobStateJson(GROUP, new KnownNames());

    String write(JobState state) {
      return json.write(JOB, state).utf8();
    }

    JobState read(String text) {
      return json.read(JOB, Bytes.utf8(text));
    }
  }

  private final Text json = new Text();

  private static OpenRun run(Instant slot, int attempt) {
    return new OpenRun(
        new RunId(GROUP, JOB, new TriggerName("t"), slot.toEpochMilli(), attempt),
        RunKind.MANUAL,
        new Term(42),
        "node-1",
        slot.plusMillis(1),
        Map.of("a", 1L));
  }

  private static JobState full() {
    FinishedRun succeeded =
        new FinishedRun(
            run(SLOT, 1),
            EndState.SUCCEEDED,
            Optional.of(SLOT.plusMillis(2)),
            SLOT.plusMillis(3),
            Optional.of("\"done\" – ü"),
            Optional.empty(),
            Optional.of("99 %"));
    FinishedRun lost =
        new FinishedRun(
            run(SLOT, 2),
            EndState.LOST,
            Optional.empty(),
            SLOT.plusMillis(4),
            Optional.empty(),
            Optional.of(new RunError("lost", "line\nbreak", "at x")),
            Optional.empty());
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("text", "x");
    data.put("long", 5L);
    data.put("int", -7);
    data.put("double", 0.1);
    data.put("float", 0.1f);
    data.put("huge", Long.MAX_VALUE);
    data.put("nothing", null);
    data.put("list", Arrays.asList(1, null, 2L, Map.of("deep", true)));
    data.put("empty", Map.of());
    TriggerName own = TriggerName.of(JOB);
    return new JobState(
        Map.of(
            own,
            new Cursor(SLOT.plusSeconds(9), "files", 4),
            new TriggerName("other"),
            new Cursor(SLOT, "e2", 1, Optional.of(SLOT.minusSeconds(1)))),
        List.of(run(SLOT.plusSeconds(9), 1)),
        List.of(new PendingAttempt(run(SLOT, 3).id(), RunKind.RETRY, SLOT.plusSeconds(5))),
        List.of(succeeded, lost),
        17,
        List.of(
            new SkippedRange(own, SLOT, SLOT.plusSeconds(1), 2, true, SkipReason.OVERLAP),
            new SkippedRange(own, SLOT, SLOT.plusSeconds(8), 9, false, SkipReason.MISSED)),
        Optional.of(new KeptData("e1", data)),
        Chunks.NONE.and(4, SLOT).and(9, SLOT.plusSeconds(1)).withoutOldest(1),
        Optional.of(SLOT),
        new Position(42, 3));
  }

  @Test
  void theTextIsOneReadableLine() {
    JobState small =
        JobState.NONE
            .moved(TriggerName.of(JOB), "files", SLOT, 1)
            .opening(run(SLOT, 1))
            .at(new Position(42, 7));
    assertThat(json.write(small))
        .isEqualTo(
            """
            {"finished":0,\
            "cursors":[{"trigger":"job","slot":"2026-01-01T00:00:00Z","edition":"files","fired":1}],\
            "open":[{"run":"g/job/t/1767225600000/1","slot":"2026-01-01T00:00:00Z",\
            "kind":"manual","state":"STARTED","term":42,"node":"node-1",\
            "claimed":"2026-01-01T00:00:00.001Z","data":{"a":{"@long":1}}}],"applied":"42-7"}""");
  }

  @Test
  void whatIsWrittenIsReadBack() {
    assertThat(json.read(json.write(full()))).isEqualTo(full());
    assertThat(json.read(json.write(JobState.NONE))).isEqualTo(JobState.NONE);
    assertThat(json.write(JobState.NONE)).isEqualTo("{\"finished\":0}");
  }

  @Test
  void deeplyNestedDataThatCanBeKeptCanBeRead() {
    Object deep = "bottom";
    for (int i = 0; i < 400; i++) {
      deep = i % 2 == 0 ? List.of(deep) : Map.of("d", deep);
    }
    Map<String, Object> data = Map.of("deep", deep);
    KeptData.check(data);
    JobState state = JobState.NONE.keeping(Optional.of(new KeptData("", data)));

    assertThat(json.read(json.write(state)).data()).contains(new KeptData("", data));
  }

  @Test
  void dataThatHasNoFormInJsonIsRefusedByItsKey() {
    assertThatThrownBy(() -> KeptData.check(Map.of("in", List.of(Map.of("odd", new Object())))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"odd\"");
    assertThatThrownBy(() -> KeptData.check(Map.of("nan", Double.NaN)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"nan\"");
    assertThatThrownBy(() -> KeptData.check(Map.of("big", "x".repeat(KeptData.MAX_BYTES))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most " + KeptData.MAX_BYTES);
  }

  @Test
  void textThatIsNotAStateIsRefusedWithTheReason() {
    refused("", "JSON");
    refused("[]", "not an object");
    refused("{\"open\":[{}]}", "\"node\" is missing");
    refused("{\"gone\":\"yesterday\"}", "\"gone\" is not a time");
    refused("{\"finished\":1} {}", "more text");
    refused("{\"gone\":7}", "\"gone\" is not a time");
    refused(json.write(full()).replace("\"overlap\"", "\"boredom\""), "boredom");
    refused(json.write(full()).replace("\"node\":\"node-1\",", ""), "\"node\"");
  }

  private void refused(String text, String reason) {
    assertThatThrownBy(() -> json.read(text))
        .as(text)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }
}
