package dev.tenure.server.fencing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PostgresProgramsTest {

  @TempDir private Path folder;

  @Test
  void theNewestOfDebiansVersionsIsFoundOutsideThePath() throws IOException {
    programs("9/bin");
    Path newest = programs("15/bin");
    programs("main/bin");
    assertThat(PostgresPrograms.find(Map.of("PATH", "/nowhere"), folder)).isEqualTo(newest);
  }

  @Test
  void theVariableGoesBeforeThePathAndThePathBeforeDebian() throws IOException {
    programs("15/bin");
    Path onPath = programs("path");
    Path chosen = programs("chosen");
    assertThat(PostgresPrograms.find(Map.of("PATH", "/nowhere:" + onPath), folder))
        .isEqualTo(onPath);
    assertThat(
            PostgresPrograms.find(
                Map.of("PATH", onPath.toString(), "TENURE_POSTGRES_BIN", chosen.toString()),
                folder))
        .isEqualTo(chosen);
  }

  @Test
  void aMissingPostgresComesWithTheWayToGetIt() {
    assertThatThrownBy(() -> PostgresPrograms.find(Map.of(), folder))
        .hasMessageContaining("apt-get install postgresql")
        .hasMessageContaining("TENURE_POSTGRES_BIN");
    assertThatThrownBy(
            () -> PostgresPrograms.find(Map.of("TENURE_POSTGRES_BIN", "/nowhere"), folder))
        .hasMessageContaining("TENURE_POSTGRES_BIN names /nowhere");
  }

  private Path programs(String bin) throws IOException {
    Path made = Files.createDirectories(folder.resolve(bin));
    for (String name : new String[] {"initdb", "postgres"}) {
      Path file = Files.writeString(made.resolve(name), "#!/bin/sh\n");
      assertThat(file.toFile().setExecutable(true)).isTrue();
    }
    return made;
  }
}
