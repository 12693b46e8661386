package dev.tenure.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.lifeline.Endpoint;
import dev.tenure.testing.Fuzz;
import dev.tenure.testing.OddJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Values of leaders' keys that no node of ours wrote. */
final class ProclamationFuzzTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static final String OURS =
      new Proclamation(
              "node-1",
              "127.0.0.1:7071",
              4711,
              "0.1.0",
              Optional.of(NOW),
              42,
              1,
              List.of(new Proclamation.Run("slow", NOW, 1, NOW, 37, "step 3 of 8")),
              120,
              3,
              Optional.of(new Proclamation.Finished("tick", NOW, "SUCCEEDED", NOW)),
              Optional.of(new Endpoint("10.0.0.1", 7080, "c0ffee")))
          .toJson();

  @Test
  void whateverSomebodyProclaimsIsReadOrIsForeign() {
    Fuzz.run(
        "proclamations",
        3_000,
        random -> {
          byte[] value =
              random.nextInt(10) == 0
                  ? Fuzz.random(random, random.nextInt(200))
                  : OddJson.mutated(random, OURS);
          Optional<Proclamation> read =
              Proclamation.parse(new String(value, StandardCharsets.UTF_8));
          read.ifPresent(p -> assertThat(Proclamation.parse(p.toJson())).isPresent());
        });
  }
}
