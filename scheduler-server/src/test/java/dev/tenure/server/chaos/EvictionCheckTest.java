package dev.tenure.server.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An eviction of a process that lived is seen; one of a dead process is fine. */
final class EvictionCheckTest {

  private static final String EVICTED =
      "INFO Lookout: election /t/election/default: evicted /t/election/default/1f (revision 3,"
          + " process at 127.0.0.1:4000): its line ended";

  private static String deleted(String key) {
    return "WARN GroupLog: group default: ERROR(the key " + key + " was deleted); campaigns again";
  }

  @Test
  void whoSaysNothingMoreWasDead() {
    Map<String, List<String>> said = Map.of("node-1", List.of("led"), "node-2", List.of(EVICTED));
    assertThat(EvictionCheck.check(said)).isEmpty();
    assertThat(EvictionCheck.count(said)).isOne();
  }

  @Test
  void aVictimThatNoticesHasLived() {
    assertThat(
            EvictionCheck.check(
                Map.of(
                    "node-1", List.of(deleted("/t/election/default/1f")),
                    "node-2", List.of(EVICTED))))
        .singleElement()
        .asString()
        .startsWith("node-1 lived when node-2 evicted it");
  }

  @Test
  void aKeyThatSomebodyElseDeletedIsNoEviction() {
    assertThat(
            EvictionCheck.check(
                Map.of(
                    "node-1", List.of(deleted("/t/election/default/2a")),
                    "node-2", List.of(EVICTED))))
        .isEmpty();
  }

  @Test
  void whoAdmitsAMistakeIsBelieved() {
    String admitted = "WARN Lookouts: election e: the process at h:1 was evicted and lives: …";
    assertThat(EvictionCheck.check(Map.of("node-1", List.of(admitted)))).hasSize(1);
  }
}
