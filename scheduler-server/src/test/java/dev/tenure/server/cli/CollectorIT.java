package dev.tenure.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which collector the launcher chooses, by the size of the heap or as it is told. */
final class CollectorIT {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "'', Serial",
    "-Xmx1g, Serial",
    "-Xmx1999m, Serial",
    "-Xmx2000m, G1",
    "-Xmx2g, G1",
    "-Xmx4G, G1",
    "-Xmx12g, G1",
    "-Xmx4g -XX:+UseParallelGC, Parallel",
    "-XX:+UseG1GC, G1",
    "-XX:+UseGCOverheadLimit, Serial"
  })
  void theCollectorFitsTheHeap(String options, String collector) throws InterruptedException {
    Map<String, String> environment = Map.of("TENURE_JAVA_OPTS", "-Xlog:gc=info " + options);
    try (Launched process = Launched.tenureOf(Launched.home(), folder, environment, "--version")) {
      assertThat(process.awaitExit()).as(process.output()).isZero();
      assertThat(process.output()).contains("Using " + collector);
    }
  }
}
