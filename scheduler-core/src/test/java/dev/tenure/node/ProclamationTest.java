package dev.tenure.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.lifeline.Endpoint;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProclamationTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static Proclamation leader(List<Proclamation.Run> runs) {
    return new Proclamation(
        "node-1",
        "127.0.0.1:7071",
        4711,
        "0.1.0",
        Optional.of(NOW),
        42,
        runs.size(),
        runs,
        7,
        2,
        Optional.of(new Proclamation.Finished("tick", NOW, "SUCCEEDED", NOW)),
        Optional.of(new Endpoint("10.0.0.1", 7080, "c0ffee")));
  }

  private static Proclamation.Run run(String message) {
    return new Proclamation.Run("slow", NOW, 1, NOW, 50, message);
  }

  @Test
  void whatIsProclaimedIsReadBack() {
    Proclamation said = leader(List.of(run("half \"done\"")));

    assertThat(Proclamation.parse(said.toJson())).contains(said);
  }

  @Test
  void aCandidateHasNoTerm() {
    Proclamation candidate =
        Proclamation.candidate("node-2", "127.0.0.1:7072", 1, "0.1.0", Optional.empty());

    assertThat(Proclamation.parse(candidate.toJson())).contains(candidate);
    assertThat(candidate.toJson()).doesNotContain("since");
  }

  @Test
  void aThousandRunsStayWithinTheBound() {
    Proclamation said =
        leader(IntStream.range(0, 1000).mapToObj(i -> run("é".repeat(500))).toList());

    String text = said.toJson();

    assertThat(text.getBytes(StandardCharsets.UTF_8))
        .hasSizeLessThanOrEqualTo(Proclamation.MAX_BYTES);
    assertThat(Proclamation.parse(text).orElseThrow().running()).isEqualTo(1000);
  }

  @Test
  void foreignValuesAreNotProclamations() {
    List.of("", "id1", "{", "[]", "null", "{\"node\":1,\"pid\":1}", "{\"node\":\"a\"}", "\u0000")
        .forEach(text -> assertThat(Proclamation.parse(text)).as(text).isEmpty());
  }

  @Test
  void membersOfTheWrongTypeAreTakenAsAbsent() {
    Optional<Proclamation> read =
        Proclamation.parse(
            "{\"node\":\"a\",\"pid\":1,\"runs\":[1,{\"slot\":\"x\"}],\"since\":3,\"last\":[]}");

    assertThat(read.orElseThrow().runs()).hasSize(1);
    assertThat(read.orElseThrow().since()).isEmpty();
  }
}
