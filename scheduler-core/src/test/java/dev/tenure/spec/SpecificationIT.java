package dev.tenure.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.spec.ModelCheck.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The model of docs/spec holds what is promised; and each thing that can be done wrong in it is
 * found, so that it is known to look.
 */
class SpecificationIT {

  /** What is done wrong, and which promise is broken by it. */
  private static final Map<String, String> PLANTED =
      Map.ofEntries(
          Map.entry("no fence", "StartsOnce"),
          Map.entry("fence by name", "ClaimedOnce"),
          Map.entry("cursor apart", "NoSlotVanishes"),
          Map.entry("no proof", "StartsOnce"),
          Map.entry("stale ledger", "StartsOnce"),
          Map.entry("early gate", "SettledFirst"),
          Map.entry("no recheck", "NothingStartsAfterTheTerm"),
          Map.entry("guessed answer", "NothingStartsUnclaimed"),
          Map.entry("late deadline", "NothingStartsAfterTheTerm"),
          Map.entry("release before stop", "NothingStartsAfterTheTerm"),
          Map.entry("evict by name", "OnlySuspectsAreEvicted"));

  @TempDir private Path folder;

  @Test
  void twoNodesDoubleAndLoseNothingInTwoSlots() throws Exception {
    assertHolds(new ModelCheck().invariants(folder));
  }

  @Test
  void furtherAttemptsOfLostRunsStartOnceToo() throws Exception {
    assertHolds(new ModelCheck().with("Slots", "1").with("Attempts", "2").invariants(folder));
  }

  @Test
  void threeNodesThatEvictEachOtherDoubleAndLoseNothing() throws Exception {
    assertHolds(new ModelCheck().with("Node", "{a, b, c}").with("Slots", "1").invariants(folder));
  }

  @Test
  void somebodyLeadsAtLastAndAllSlotsAreAccountedFor() throws Exception {
    assertHolds(
        new ModelCheck()
            .with("Slots", "1")
            .eventually(List.of("SomebodyLeads", "AllIsAccountedFor"), folder));
  }

  private static void assertHolds(Result result) {
    assertThat(result.verdict()).as(result.said()).isEqualTo("ok");
    // A model in which nothing can happen holds everything.
    assertThat(result.distinct()).isGreaterThan(10_000);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("planted")
  void aBugThatIsPlantedIsFound(String bug, String broken) throws Exception {
    ModelCheck check = new ModelCheck().planted(bug);
    if (!bug.equals("early gate")) { // which takes another slot to claim beside the open run
      check = check.with("Slots", "1");
    }
    Result result = check.invariant(broken, folder);

    assertThat(result.verdict()).as(result.said()).isEqualTo(broken);
  }

  static Stream<Arguments> planted() {
    return PLANTED.entrySet().stream().map(e -> Arguments.of(e.getKey(), e.getValue()));
  }

  @Test
  void aKeyThatOutlivesItsLeaseKeepsTheGroupWithoutLeader() throws Exception {
    Result result =
        new ModelCheck()
            .planted("immortal key")
            .with("Slots", "1")
            .eventually(List.of("SomebodyLeads"), folder);

    assertThat(result.verdict()).as(result.said()).isEqualTo("temporal");
  }

  @Test
  void everyBugThatTheModelKnowsIsPlanted() throws Exception {
    String bugs = ModelCheck.text("Tenure.tla").replaceFirst("(?s).*\nBugs == \\{", "");
    Set<String> known =
        Pattern.compile("\"([a-z ]+)\"")
            .matcher(bugs.substring(0, bugs.indexOf('}')))
            .results()
            .map((MatchResult name) -> name.group(1))
            .collect(Collectors.toSet());
    known.removeAll(PLANTED.keySet());

    assertThat(known).containsExactlyInAnyOrder("none", "immortal key");
  }
}
