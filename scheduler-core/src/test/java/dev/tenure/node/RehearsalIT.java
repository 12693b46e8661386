package dev.tenure.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RehearsalIT {

  @Test
  void aRehearsalLeavesNoThreadBehind() {
    Rehearsal.play();

    List<String> left =
        Thread.getAllStackTraces().keySet().stream()
            .map(Thread::getName)
            .filter(name -> name.contains("rehearsal"))
            .toList();
    assertThat(left).isEmpty();
  }

  @Test
  void aRehearsalPlaysRunsToTheirEnd() {
    assertThat(Rehearsal.play()).isTrue();
  }
}
