package dev.tenure.server.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenure.server.cli.Launched;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real partition, where root allows to make networks. */
final class PartitionIT {

  @Test
  void aLeaderWhoseCableIsPulledIsReplacedAndFollowsWhenItIsBack(@TempDir Path folder)
      throws Exception {
    assumeTrue(networksCanBeMade(), "networks can be made by root only");
    List<String> command =
        List.of(
            "unshare",
            "--net",
            "sh",
            "-c",
            "ip link set lo up && exec \"$@\"",
            "sh",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dtenure.home=" + Launched.home(),
            "-cp",
            System.getProperty("java.class.path"),
            PartitionTrial.class.getName(),
            folder.toString());
    try (Launched trial = Launched.of(folder, Map.of(Namespaces.VARIABLE, "yes"), command)) {
      trial.awaitLine(PartitionTrial.PASSED, ChaosCluster.PATIENCE);
      assertThat(trial.awaitExit()).isZero();
    }
  }

  private static boolean networksCanBeMade() throws InterruptedException {
    try {
      return new ProcessBuilder("unshare", "--net", "ip", "link", "set", "lo", "up")
              .redirectErrorStream(true)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
