package dev.tenure.server.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class ProcessFiguresTest {

  @Test
  void theHeapIsAllGenerationsOfTheSerialCollector() {
    assertThat(
            ProcessFigures.Java.of(
                """
                4711:
                 def new generation   total 14784K, used 263K [0x1, 0x2, 0x3)
                  eden space 13184K,   2% used [0x1, 0x2, 0x3)
                 tenured generation   total 32768K, used 21000K [0x1, 0x2, 0x3)
                   the space 32768K,  64% used [0x1, 0x2, 0x3, 0x4)
                 Metaspace       used 41000K, committed 41600K, reserved 1114112K
                  class space    used 4800K, committed 5100K, reserved 1048576K
                """))
        .isEqualTo(new ProcessFigures.Java(21263, 41000));
  }

  @Test
  void theHeapIsTheWholeOfAnotherCollector() {
    assertThat(
            ProcessFigures.Java.of(
                """
                 garbage-first heap   total 131072K, used 30000K [0x1, 0x2)
                 Metaspace       used 41000K, committed 41600K, reserved 1114112K
                """))
        .isEqualTo(new ProcessFigures.Java(30000, 41000));
  }

  @Test
  void otherWordsAreNotTakenForNothing() {
    assertThatThrownBy(() -> ProcessFigures.Java.of("no such process"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
