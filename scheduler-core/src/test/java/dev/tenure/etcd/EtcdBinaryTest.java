package dev.tenure.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EtcdBinaryTest {

  @TempDir Path folder;

  @Test
  void theVariableWinsOverThePath() throws IOException {
    program("etcd");
    Path chosen = program("etcd-3.6");

    assertThat(
            EtcdBinary.find(
                Map.of("PATH", folder.toString(), "TENURE_ETCD_BIN", chosen.toString())))
        .isEqualTo(chosen);
  }

  @Test
  void thePathIsSearched() throws IOException {
    Path etcd = program("etcd");

    assertThat(EtcdBinary.find(Map.of("PATH", "/nowhere:" + folder))).isEqualTo(etcd);
  }

  @Test
  void aMissingEtcdComesWithTheWayToGetIt() {
    assertThatThrownBy(() -> EtcdBinary.find(Map.of("PATH", folder.toString())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("apt-get install etcd-server");
  }

  @Test
  void aWrongVariableIsQuoted() {
    assertThatThrownBy(() -> EtcdBinary.find(Map.of("TENURE_ETCD_BIN", "/nowhere/etcd")))
        .hasMessageContaining("TENURE_ETCD_BIN names /nowhere/etcd");
  }

  private Path program(String name) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }
}
