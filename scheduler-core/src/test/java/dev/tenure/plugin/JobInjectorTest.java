package dev.tenure.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quartz.Job;
import org.quartz.JobDataMap;
import org.quartz.JobExecutionContext;

class JobInjectorTest {

  private enum Mode {
    FULL_COPY,
    DELTA
  }

  /** Notes every call of a setter. */
  public abstract static class Noting implements Job {
    final Map<String, Object> set = new LinkedHashMap<>();

    void note(String setter, Object value) {
      set.put(setter, value);
    }

    @Override
    public void execute(JobExecutionContext context) {}
  }

  /** One setter of each kind. */
  public static final class Everything extends Noting {
    public void setText(String v) {
      note("text", v);
    }

    public void setSmall(byte v) {
      note("small", v);
    }

    public void setShorter(Short v) {
      note("shorter", v);
    }

    public void setCount(int v) {
      note("count", v);
    }

    public void setMaxItems(long v) {
      note("maxItems", v);
    }

    public void setBoxed(Long v) {
      note("boxed", v);
    }

    public void setRatio(double v) {
      note("ratio", v);
    }

    public void setSingle(float v) {
      note("single", v);
    }

    public void setExact(BigDecimal v) {
      note("exact", v);
    }

    public void setDryRun(boolean v) {
      note("dryRun", v);
    }

    public void setSeparator(char v) {
      note("separator", v);
    }

    public void setUnit(TimeUnit v) {
      note("unit", v);
    }

    public void setTimeout(Duration v) {
      note("timeout", v);
    }

    public void setSince(Instant v) {
      note("since", v);
    }

    public void setZone(ZoneId v) {
      note("zone", v);
    }

    public void setURL(URI v) {
      note("url", v);
    }

    public void setFolder(Path v) {
      note("folder", v);
    }

    public void setCharset(Charset v) {
      note("charset", v);
    }

    public void setNames(List<String> v) {
      note("names", v);
    }

    public void setCodes(Set<Integer> v) {
      note("codes", v);
    }

    public void setWaits(Map<String, List<Duration>> v) {
      note("waits", v);
    }

    public void setLimits(Map<TimeUnit, ? extends Number> v) {
      note("limits", v);
    }

    public void setPorts(int[] v) {
      note("ports", v);
    }

    public void setAnything(Object v) {
      note("anything", v);
    }

    public void setJob(Thread v) {
      note("thread", v);
    }
  }

  /** Overloads, of which the best one is meant. */
  public static final class Overloaded extends Noting {
    public void setWhen(Instant v) {
      note("instant", v);
    }

    public void setWhen(Duration v) {
      note("duration", v);
    }

    public void setName(String v) {
      note("string", v);
    }

    public void setName(URI v) {
      note("uri", v);
    }
  }

  abstract static class Hidden<T> extends Noting {
    public void setInherited(List<Duration> v) {
      note("inherited", v);
    }

    public abstract void setOwn(T v);
  }

  /** Setters that only bridges make public. */
  public static final class Bridged extends Hidden<Duration> {
    @Override
    public void setOwn(Duration v) {
      note("own", v);
    }
  }

  /** Throws in its constructor. */
  public static final class Broken extends Noting {
    public Broken() {
      throw new IllegalStateException("no licence");
    }
  }

  /** Throws in its setter. */
  public static final class Picky extends Noting {
    public void setPort(int port) {
      if (port < 1024) {
        throw new IllegalArgumentException("port " + port + " is taken");
      }
    }
  }

  private final JobInjector injector = new JobInjector();

  @Test
  void valuesOfHoconBecomeWhatTheSettersTake() throws Exception {
    Map<String, Object> data = new HashMap<>();
    data.put("text", 5);
    data.put("small", -128);
    data.put("shorter", 7L);
    data.put("count", 1000.0);
    data.put("max-items", 3);
    data.put("boxed", 3);
    data.put("ratio", 2);
    data.put("single", 0.5);
    data.put("exact", "1.10");
    data.put("dryRun", "yes");
    data.put("separator", ";");
    data.put("unit", "milliseconds");
    data.put("timeout", "5 minutes");
    data.put("since", "2026-01-31T12:00:00+01:00");
    data.put("zone", "Europe/Berlin");
    data.put("url", "http://localhost/");
    data.put("folder", "/srv");
    data.put("charset", "utf-8");
    data.put("names", List.of("a", 2));
    data.put("codes", List.of(0L, "24"));
    data.put("waits", Map.of("x", List.of("1s", "PT2S")));
    data.put("limits", Map.of("seconds", 4));
    data.put("ports", List.of(1, 2));
    data.put("anything", List.of(1));
    data.put("no-such-setter", "for the JobDataMap");

    Everything job = injector.build(Everything.class, data);

    assertThat(job.set.remove("ports")).isEqualTo(new int[] {1, 2});
    assertThat(job.set)
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("text", "5"),
                Map.entry("small", (byte) -128),
                Map.entry("shorter", (short) 7),
                Map.entry("count", 1000),
                Map.entry("maxItems", 3L),
                Map.entry("boxed", 3L),
                Map.entry("ratio", 2.0),
                Map.entry("single", 0.5f),
                Map.entry("exact", new BigDecimal("1.10")),
                Map.entry("dryRun", true),
                Map.entry("separator", ';'),
                Map.entry("unit", TimeUnit.MILLISECONDS),
                Map.entry("timeout", Duration.ofMinutes(5)),
                Map.entry("since", Instant.parse("2026-01-31T11:00:00Z")),
                Map.entry("zone", ZoneId.of("Europe/Berlin")),
                Map.entry("url", URI.create("http://localhost/")),
                Map.entry("folder", Path.of("/srv")),
                Map.entry("charset", StandardCharsets.UTF_8),
                Map.entry("names", List.of("a", "2")),
                Map.entry("codes", Set.of(0, 24)),
                Map.entry(
                    "waits", Map.of("x", List.of(Duration.ofSeconds(1), Duration.ofSeconds(2)))),
                Map.entry("limits", Map.of(TimeUnit.SECONDS, 4)),
                Map.entry("anything", List.of(1))));
    assertThat(injector.problems(Everything.class, data)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "small     | 128      | a text does not fit: setSmall(byte) wants a whole number from -128 to 127",
        "count     | 1.5      | a text does not fit: setCount(int) wants a whole number, without a fraction",
        "count     | many     | a text does not fit: setCount(int) wants a whole number",
        "count     | 1e99     | a text does not fit: setCount(int) wants a whole number from -2147483648 to 2147483647",
        "count     | 1e999999999 | a text does not fit: setCount(int) wants a whole number of at most 400 digits",
        "single    | 1e300    | a text does not fit: setSingle(float) wants a number in the range of Float",
        "dry-run   | perhaps  | a text does not fit: setDryRun(boolean) wants true or false",
        "separator | ab       | a text does not fit: setSeparator(char) wants a text of one character",
        "timeout   | 10       | a text does not fit: setTimeout(Duration) wants a duration with a unit, such as 10s, 5 minutes, 1.5h or PT10S (ns, us, ms, s, m, h, d)",
        "zone      | Berlin   | a text does not fit: setZone(ZoneId) wants a time zone such as Europe/Berlin",
        "names     | a        | a text does not fit: setNames(List<String>) wants a list, [ … ]",
        "waits     | 1s       | a text does not fit: setWaits(Map<String, List<Duration>>) wants an object, { … }",
      })
  void aTextThatDoesNotFitSaysWhatTheSetterWants(String key, String value, String problem) {
    assertThat(injector.problems(Everything.class, Map.of(key, value)))
        .containsExactly("data." + key + ": " + problem);
  }

  @Test
  void otherKindsOfValuesAreNamedByTheirKind() {
    assertThat(injector.problems(Everything.class, Map.of("count", true)).get(0))
        .contains("a boolean does not fit");
    assertThat(injector.problems(Everything.class, Map.of("timeout", 10)).get(0))
        .contains("a whole number does not fit: setTimeout(Duration) wants a duration with a unit");
    assertThat(injector.problems(Everything.class, Map.of("text", 1.1)).get(0))
        .contains("a number (Double) does not fit")
        .contains("write the number in quotes");
    assertThat(injector.problems(Everything.class, Map.of("text", Map.of("a", 1))).get(0))
        .contains("an object { … } does not fit: setText(String) wants a text");
    assertThat(injector.problems(Everything.class, Map.of("count", 3_000_000_000L)).get(0))
        .contains("from -2147483648 to 2147483647");
    assertThat(injector.problems(Everything.class, Map.of("job", "x")).get(0))
        .contains("wants a java.lang.Thread, which data cannot carry");
  }

  @Test
  void anEnumNamesItsConstants() {
    assertThat(injector.problems(Everything.class, Map.of("unit", "fortnights")).get(0))
        .endsWith(
            "wants one of nanoseconds, microseconds, milliseconds, seconds, minutes, hours, days");
  }

  @Test
  void anEnumConstantMayBeWrittenWithHyphens() throws Exception {
    for (String spelled : new String[] {"full-copy", "FULL_COPY", "fullCopy"}) {
      assertThat(Conversion.convert(spelled, Mode.class)).isEqualTo(Mode.FULL_COPY);
    }
  }

  @Test
  void aProblemInsideAListOrAnObjectSaysWhere() {
    assertThat(
            injector.problems(
                Everything.class, Map.of("waits", Map.of("first", List.of("1s", "soon")))))
        .singleElement()
        .asString()
        .startsWith(
            "data.waits: an object { … } does not fit: setWaits(Map<String, List<Duration>>) key first"
                + " (a list of 2): element 2 (a text): wants a duration");
  }

  @Test
  void aValueIsNeverShown() {
    Map<String, Object> data =
        Map.of(
            "count",
            "s3cret",
            "unit",
            "s3cret",
            "since",
            "s3cret",
            "zone",
            "s3cret",
            "names",
            "s3cret",
            "codes",
            List.of("s3cret"),
            "waits",
            "s3cret",
            "charset",
            "s3 cret");
    assertThat(injector.problems(Everything.class, data))
        .hasSize(data.size())
        .noneMatch(problem -> problem.contains("cret"));
    assertThatThrownBy(() -> injector.build(Everything.class, data))
        .isInstanceOf(JobBuildException.class)
        .hasMessageStartingWith("the data do not fit job class " + Everything.class.getName())
        .hasMessageNotContaining("cret");
  }

  @Test
  void twoKeysForOneSetterAreRefused() {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("max-items", 1);
    data.put("maxItems", 2);
    assertThat(injector.check(Everything.class, data))
        .containsExactly(
            new DataProblem(
                "maxItems", "means the same setter as key max-items; keep one of the two"));
  }

  @Test
  void ofOverloadsTheOneThatFitsIsCalled() throws Exception {
    assertThat(set(Overloaded.class, "when", "10s")).containsOnlyKeys("duration");
    assertThat(set(Overloaded.class, "when", "2026-01-31T12:00:00Z")).containsOnlyKeys("instant");
    assertThat(set(Overloaded.class, "name", "http://localhost")).containsOnlyKeys("string");
    assertThat(injector.problems(Overloaded.class, Map.of("when", true)).get(0))
        .contains("setWhen(Duration) wants")
        .contains("setWhen(Instant) wants");
  }

  @Test
  void settersBehindBridgesKeepTheirTypes() throws Exception {
    assertThat(set(Bridged.class, "inherited", List.of("1s")))
        .containsEntry("inherited", List.of(Duration.ofSeconds(1)));
    assertThat(set(Bridged.class, "own", "2s")).containsEntry("own", Duration.ofSeconds(2));
  }

  @Test
  void anInstanceOfWhatTheSetterTakesIsPassedOn() throws Exception {
    JobDataMap data = new JobDataMap();
    data.put("timeout", Duration.ofSeconds(3));
    data.put("text", (Object) null);
    assertThat(injector.build(Everything.class, data).set)
        .containsEntry("timeout", Duration.ofSeconds(3))
        .containsEntry("text", null);
    data.put("count", (Object) null);
    assertThat(injector.problems(Everything.class, data))
        .containsExactly("data.count: null does not fit: setCount(int) wants a value");
  }

  @Test
  void whatTheJobItselfThrowsIsTheCause() {
    assertThatThrownBy(() -> injector.build(Broken.class, Map.of()))
        .isInstanceOf(JobBuildException.class)
        .hasMessageContaining("the constructor of job class")
        .hasRootCauseMessage("no licence");
    assertThatThrownBy(() -> injector.build(Picky.class, Map.of("port", 80)))
        .isInstanceOf(JobBuildException.class)
        .hasMessageContaining("setPort(int)")
        .hasMessageContaining("data.port")
        .hasRootCauseMessage("port 80 is taken");
  }

  @ParameterizedTest
  @CsvSource({
    "10s, PT10S", "10 seconds, PT10S", "1.5h, PT1H30M", "250 ms, PT0.25S", "2d, PT48H",
    "PT10S, PT10S", "pt1m, PT1M", "5us, PT0.000005S", "1 nano, PT0.000000001S", "-3m, PT-3M"
  })
  void durationsAreReadAsHoconWritesThem(String text, Duration expected) throws Exception {
    assertThat(HumanDuration.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"10", "s", "10 parsecs", "1e3s", "999999999d", "PT", "''"})
  void whatIsNoDurationIsRefused(String text) {
    assertThatThrownBy(() -> HumanDuration.parse(text)).isInstanceOf(DoesNotFitException.class);
  }

  private Map<String, Object> set(Class<? extends Noting> type, String key, Object value)
      throws JobBuildException {
    return injector.build(type, Map.of(key, value)).set;
  }
}
