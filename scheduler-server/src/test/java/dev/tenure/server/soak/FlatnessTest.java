package dev.tenure.server.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.server.report.LineChart.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Planted leaks are found, with the tolerances of the trial; noise is not taken for one. */
final class FlatnessTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void aThreadAMinuteIsFound(long seed) {
    Random random = new Random(seed);
    assertFound("threads", minute -> 62 + Math.floor(minute) + random.nextInt(5));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void halfAMegabyteOfHeapAMinuteIsFoundUnderTheNoise(long seed) {
    Random random = new Random(seed);
    assertFound("heap in use after a collection", m -> 40 + 0.5 * m + 3 * random.nextGaussian());
  }

  @Test
  void aLeaseForEachHandOverIsFound() {
    assertFound("leases", minute -> 6 + Math.floor(minute / 2));
  }

  @Test
  void aLeaseForEachTenthHandOverIsFound() {
    assertFound("leases", minute -> 6 + Math.floor(minute / 15));
  }

  @Test
  void aDescriptorForEachRestartOfAPeerIsFound() {
    assertFound("open files", minute -> 58 + Math.floor(minute / 6));
  }

  @Test
  void whatBeginsToGrowLateIsFound() {
    assertFound("watchers", minute -> 30 + Math.max(0, minute - 50));
  }

  @Test
  void aLedgerThatGrowsUnderItsSawTeethIsFound() {
    assertFound("ledger", minute -> 500 + 200 * (minute % 5) / 5 + 4 * minute);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void noiseIsFlat(long seed) {
    Random random = new Random(seed);
    assertFlat("heap in use after a collection", minute -> 40 + 3 * random.nextGaussian());
    assertFlat("resident memory", minute -> 190 + 6 * random.nextGaussian());
    assertFlat("threads", minute -> 62 + random.nextInt(6));
    assertFlat("leases", minute -> 6 + (random.nextInt(8) == 0 ? 1 : 0));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void highTeethThatAreMetByChanceAreFlat(long seed) {
    Random random = new Random(seed);
    assertFlat("ledger", minute -> 1000 * random.nextDouble() * random.nextDouble());
  }

  @Test
  void sawTeethAreFlat() {
    assertFlat("database in use", minute -> 20 + 15 * (minute % 5) / 5);
    assertFlat("ledger", minute -> 500 + 200 * (minute % 3) / 3);
  }

  @Test
  void singlePeaksAreFlat() {
    assertFlat("threads", minute -> minute % 10 < 0.5 ? 400 : 62);
  }

  @Test
  void whatFallsIsFlat() {
    assertFlat("open files", minute -> 80 - minute);
  }

  @Test
  void tooFewValuesAreNotFlat() {
    assertThat(Flatness.of(List.of(new Point(0, 1), new Point(1, 1)), new Tolerance(1, 1)).flat())
        .isFalse();
  }

  private static void assertFound(String what, DoubleUnaryOperator value) {
    assertThat(look(what, value)).as(what).matches(flatness -> !flatness.flat(), "is found");
  }

  private static void assertFlat(String what, DoubleUnaryOperator value) {
    assertThat(look(what, value)).as(what).matches(Flatness::flat, "is flat");
  }

  /** An hour, of which the first fifth is left out, with a value each ten seconds. */
  private static Flatness look(String what, DoubleUnaryOperator value) {
    List<Point> points = new ArrayList<>();
    for (double minute = 12; minute <= 60; minute += 1 / 6.0) {
      points.add(new Point(minute, value.applyAsDouble(minute)));
    }
    return Flatness.of(points, Tolerances.of(what));
  }
}
