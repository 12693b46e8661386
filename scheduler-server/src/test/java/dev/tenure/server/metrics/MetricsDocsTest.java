package dev.tenure.server.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.json.JsonObject;
import dev.tenure.loop.ThreadEventLoop;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What the manual, the dashboard and the rules name is what there is. */
final class MetricsDocsTest {

  private static final Path DOCS = Path.of("..", "docs", "operations");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `(tenure_\\w+)` \\| (\\w+) \\|([^|]*)\\| (sum|max|each) \\|");
  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\w+) (\\w+)$");
  private static final Pattern NAME = Pattern.compile("\\b(?:tenure|jvm|process)_\\w+");

  /** The types of all metrics by their names, as Prometheus's own format shows them. */
  private static Map<String, String> shown() {
    try (ThreadEventLoop loop = new ThreadEventLoop("metrics")) {
      NodeMetrics metrics = new NodeMetrics("1", loop);
      Map<String, String> types = types(metrics.scrape("", true, 0).text());
      // What needs a group or a job to be shown.
      PrometheusRegistry registry = new PrometheusRegistry();
      RunMetrics runs = new RunMetrics(registry);
      new TermMetrics(registry).group("default");
      GroupMetrics groups = new GroupMetrics(registry);
      groups.init("default");
      GroupName group = new GroupName("default");
      JobName job = new JobName("job");
      runs.group(group);
      runs.defined(group, job);
      runs.succeeded(group, job, Instant.EPOCH);
      new AlertMetrics(registry).channel("ops");
      types.putAll(types(Exposition.of(registry, "").text()));
      return types;
    }
  }

  private static Map<String, String> types(String text) {
    Map<String, String> types = new TreeMap<>();
    Matcher type = TYPE.matcher(text);
    while (type.find()) {
      types.put(type.group(1), type.group(2));
    }
    return types;
  }

  private static String read(String file) throws IOException {
    return Files.readString(DOCS.resolve(file), UTF_8);
  }

  @Test
  void everyMetricHasARowAndEveryRowAMetric() throws IOException {
    Map<String, String> described = new TreeMap<>();
    Matcher row = ROW.matcher(read("metrics.md"));
    while (row.find()) {
      // The older format knows neither of these two.
      String type =
          row.group(2).equals("info") || row.group(2).equals("stateset") ? "gauge" : row.group(2);
      described.put(row.group(1), type);
    }
    Map<String, String> own = new TreeMap<>(shown());
    own.keySet().removeIf(name -> !name.startsWith("tenure_"));
    assertThat(described).isEqualTo(own);
  }

  private static void assertNamesExist(List<String> expressions) {
    Set<String> series = new TreeSet<>();
    shown()
        .forEach(
            (name, type) -> {
              series.add(name);
              if (type.equals("histogram") || type.equals("summary")) {
                series.addAll(Set.of(name + "_bucket", name + "_sum", name + "_count"));
              }
            });
    assertThat(expressions).isNotEmpty();
    for (String expression : expressions) {
      Set<String> named =
          NAME.matcher(expression).results().map(hit -> hit.group()).collect(Collectors.toSet());
      assertThat(named).as(expression).isNotEmpty();
      assertThat(series).as(expression).containsAll(named);
    }
  }

  @Test
  void theDashboardAsksForWhatThereIs() throws IOException {
    JsonObject dashboard = JsonObject.parse(read("grafana-dashboard.json"));
    assertThat(dashboard.requiredText("uid")).isEqualTo("tenure-overview");
    assertThat(dashboard.requiredNumber("schemaVersion")).isPositive();
    assertThat(dashboard.has("id")).isFalse();
    List<JsonObject> panels = dashboard.requiredObjects("panels");
    assertThat(panels.stream().filter(p -> p.requiredText("type").equals("row")))
        .extracting(p -> p.requiredText("title"))
        .containsExactly("Leadership", "Lateness", "Outcomes", "etcd", "JVM");
    List<String> asked = new ArrayList<>();
    for (JsonObject panel : panels) {
      for (JsonObject target : panel.objects("targets")) {
        assertThat(target.requiredObject("datasource").requiredText("uid"))
            .isEqualTo("${datasource}");
        asked.add(target.requiredText("expr"));
      }
    }
    assertThat(asked).hasSizeGreaterThan(15);
    assertNamesExist(asked);
  }

  @Test
  void theAlertsAskForWhatThereIs() throws IOException {
    Map<?, ?> file =
        new Yaml(new SafeConstructor(new LoaderOptions())).load(read("alert-rules.yml"));
    List<String> asked = new ArrayList<>();
    for (Object group : (List<?>) file.get("groups")) {
      for (Object one : (List<?>) ((Map<?, ?>) group).get("rules")) {
        Map<?, ?> rule = (Map<?, ?>) one;
        assertThat(rule.get("alert")).asString().startsWith("Tenure");
        assertThat(rule.get("labels")).isNotNull();
        assertThat(rule.get("annotations")).asString().contains("summary");
        asked.add(String.valueOf(rule.get("expr")));
      }
    }
    assertNamesExist(asked);
  }
}
