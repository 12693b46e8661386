package dev.tenure.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Lists that share what they have in common, and do not see what others add. */
final class AppendedTest {

  @Test
  void eachListKeepsWhatItHoldsWhateverIsMadeOfIt() {
    Random random = new Random(11);
    List<List<Integer>> lists = new ArrayList<>(List.of(List.of()));
    List<List<Integer>> copies = new ArrayList<>(List.of(List.of()));
    for (int i = 0; i < 2000; i++) {
      // Mostly the newest is made longer, at times an older one a second time.
      int base = random.nextInt(5) == 0 ? random.nextInt(lists.size()) : lists.size() - 1;
      List<Integer> longer = new ArrayList<>(copies.get(base));
      longer.add(i);
      lists.add(Appended.and(lists.get(base), i));
      copies.add(List.copyOf(longer));
    }
    assertThat(lists).isEqualTo(copies);
  }

  @Test
  void oneOfTheseIsNotCopied() {
    List<Integer> list = Appended.and(List.of(1, 2), 3);
    assertThat(Appended.of(list)).isSameAs(list).containsExactly(1, 2, 3);
    assertThat(Appended.of(list.subList(1, 3))).isNotSameAs(list).containsExactly(2, 3);
  }

  @Test
  void nobodyChangesIt() {
    List<Integer> list = Appended.and(List.of(1), 2);
    List<Integer> longer = Appended.and(list, 3);
    assertThatThrownBy(() -> list.set(0, 9)).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> list.get(2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(longer).hasSize(3);
  }
}
