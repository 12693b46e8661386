package dev.tenure.election;

import static dev.tenure.election.Peer.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.etcd.EtcdStore;
import dev.tenure.testing.EtcdExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The example in the documentation of the package compiles, runs, and is the one that is shown. */
class PackageExampleIT {

  @RegisterExtension static final EtcdExtension etcd = new EtcdExtension();

  @Test
  void theExampleRuns() {
    new PackageExample().run(etcd.settings());

    try (EtcdStore store = etcd.open()) {
      assertThat(await(store.get("/acme/invoices/last")).orElseThrow().value().utf8())
          .startsWith("by term ");
      assertThat(await(store.list("/acme/election/")).entries()).isEmpty();
    }
  }

  @Test
  void theExampleThatRunsIsTheOneThatIsShown() throws IOException {
    String folder = "dev/tenure/election/";
    List<String> shown =
        between(
            Files.readAllLines(Path.of("src/main/java/" + folder + "package-info.java")).stream()
                .map(line -> line.replaceFirst("^ \\* ?", ""))
                .toList(),
            "<pre>{@code",
            "}</pre>");
    List<String> run =
        between(
            Files.readAllLines(Path.of("src/test/java/" + folder + "PackageExample.java")).stream()
                .map(line -> line.replaceFirst("^  ", ""))
                .toList(),
            "// The example begins.",
            "// The example ends.");

    assertThat(shown).isEqualTo(run);
  }

  private static List<String> between(List<String> lines, String first, String last) {
    return lines.subList(lines.indexOf(first) + 1, lines.indexOf(last));
  }
}
