package dev.tenure.jobstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quartz.SchedulerConfigException;
import org.quartz.spi.JobStore;

final class StorePropertiesTest {

  private static final Path PAGE = Path.of("../docs/migration-from-jdbc.md");

  @TempDir Path folder;

  private final StoreProperties properties = new StoreProperties();

  @BeforeEach
  void named() {
    properties.schedulerName("billing");
    properties.instanceId("node-1");
  }

  private void assertRefused(String name, String value, String... words) {
    properties.set(name, value);
    assertThatThrownBy(properties::settings)
        .isInstanceOf(SchedulerConfigException.class)
        .hasMessageContaining("org.quartz.jobStore." + name)
        .hasMessageContainingAll(words);
  }

  @Test
  void theSchedulerNamesTheGroupAndTheNode() throws Exception {
    StoreSettings settings = properties.settings();

    assertThat(settings.group()).hasToString("billing");
    assertThat(settings.node()).hasToString("node-1");
    assertThat(settings.layout().root()).isEqualTo("/tenure/quartz");
    assertThat(settings.sessionTtl()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void quartzsDefaultIdDoesNotNameANode() throws Exception {
    properties.instanceId("NON_CLUSTERED");

    assertThat(properties.settings().node().value()).endsWith("-" + ProcessHandle.current().pid());
  }

  @Test
  void anIdThatIsNoNameIsMadeOne() throws Exception {
    properties.instanceId("_host/a b1690000000000");

    assertThat(properties.settings().node()).hasToString("n_host-a-b1690000000000");
  }

  @Test
  void whatIsSetCounts() throws Exception {
    Path password = Files.writeString(folder.resolve("password"), "secret\n");
    properties.set("endpoints", " https://a:2379 , https://b:2379 ");
    properties.set("root", "/x");
    properties.set("group", "g");
    properties.set("sessionTtl", "2500ms");
    properties.set("grace", "1m");
    properties.set("catchUpRate", "7");
    properties.set("user", "me");
    properties.set("passwordFile", password.toString());
    StoreSettings settings = properties.settings();

    assertThat(settings.etcd().endpoints()).hasSize(2);
    assertThat(settings.etcd().credentials().password()).isEqualTo("secret");
    assertThat(settings.layout().root()).isEqualTo("/x");
    assertThat(settings.group()).hasToString("g");
    assertThat(settings.sessionTtl()).isEqualTo(Duration.ofMillis(2500));
    assertThat(settings.grace()).isEqualTo(Duration.ofMinutes(1));
    assertThat(settings.catchUpRate()).isEqualTo(7);
  }

  @Test
  void whatIsWrongIsToldByItsName() {
    assertRefused("endpoints", "ftp://a", "ftp://a");
    properties.set("endpoints", "");
    assertRefused("sessionTtl", "5", "\"5\"", "5s");
    assertRefused("sessionTtl", "1s", "2000ms");
    properties.set("sessionTtl", "");
    assertRefused("catchUpRate", "0", "positive");
    properties.set("catchUpRate", "");
    assertRefused("root", "/x/", "/x/");
    properties.set("root", "");
    assertRefused("group", "a b", "a b");
    properties.set("group", "");
    properties.set("user", "me");
    assertThatThrownBy(properties::settings).hasMessageContaining("passwordFile");
  }

  @Test
  void theManualHasEveryProperty() throws IOException {
    Set<String> settable = new TreeSet<>();
    List<String> ofTheInterface =
        Arrays.stream(JobStore.class.getMethods()).map(Method::getName).toList();
    for (Method method : EtcdJobStore.class.getMethods()) {
      String name = method.getName();
      if (name.startsWith("set") && !ofTheInterface.contains(name)) {
        settable.add(Character.toLowerCase(name.charAt(3)) + name.substring(4));
      }
    }
    String page = Files.readString(PAGE);
    String table = page.substring(page.indexOf("## The properties of the store"));
    Set<String> documented = new TreeSet<>();
    Pattern.compile("(?m)^\\| (`[^|]+`) \\|")
        .matcher(table.substring(0, table.indexOf("## Steps")))
        .results()
        .flatMap(row -> Arrays.stream(row.group(1).split(", ", -1)))
        .forEach(name -> documented.add(name.replace("`", "")));

    assertThat(documented).isEqualTo(settable);
  }
}
