package dev.tenure.definition;

import static dev.tenure.definition.Specs.SINCE;
import static dev.tenure.definition.Specs.job;
import static dev.tenure.definition.Specs.jobName;
import static dev.tenure.definition.Specs.trigger;
import static dev.tenure.definition.Specs.triggerName;
import static dev.tenure.definition.Specs.weekends;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.model.CalendarSpec;
import dev.tenure.model.CalendarSpec.Excluded;
import dev.tenure.model.Dst;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobAlerts;
import dev.tenure.model.NodeName;
import dev.tenure.model.Retention;
import dev.tenure.model.RunId;
import dev.tenure.model.Term;
import dev.tenure.schedule.CatchUp;
import dev.tenure.schedule.IntervalUnit;
import dev.tenure.schedule.ScheduleSpec;
import dev.tenure.store.Bytes;
import dev.tenure.store.Entry;
import dev.tenure.store.LeaseId;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class DefinitionJsonTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Written WRITTEN = new Written(new NodeName("node-1"), SINCE);

  private final Codec codec = new Codec();

  static Stream<Arguments> values() {
    Thing job = new Thing.Job(jobName("a"));
    Thing trigger = new Thing.Trigger(triggerName("t"));
    Thing calendar = new Thing.Calendar("weekends off");
    return Stream.concat(
        Stream.of(
            Arguments.of(job, job("a")),
            Arguments.of(job, richJob()),
            Arguments.of(trigger, trigger("t", "a")),
            Arguments.of(new Thing.Trigger(triggerName("a")), richTrigger()),
            Arguments.of(calendar, weekends()),
            Arguments.of(new Thing.Paused(), Pauses.NONE),
            Arguments.of(
                new Thing.Paused(),
                new Pauses(Set.of("a b", "ü"), Set.of("x"), Set.of(triggerName("g~t%20")))),
            Arguments.of(
                new Thing.Applied(),
                new AppliedFiles(OptionalLong.of(7), SINCE, "abc", Set.of("weekends"))),
            Arguments.of(
                new Thing.Applied(), new AppliedFiles(OptionalLong.empty(), SINCE, "", Set.of())),
            Arguments.of(new Thing.Took(), new Term(42)),
            Arguments.of(
                new Thing.Asked("r1"),
                new RunRequest("r1", jobName("a"), Map.of("k", 5L), "me", SINCE, SINCE)),
            Arguments.of(
                new Thing.Asked("r2"),
                new InterruptRequest(
                    "r2",
                    new RunId(new GroupName("g"), jobName("a"), triggerName("t"), 5, 2),
                    "",
                    SINCE)),
            Arguments.of(new Thing.Asked("r4"), new HandOverRequest("r4", 42, "me", SINCE)),
            Arguments.of(new Thing.Asked("r3"), new Codec.Announced("r3"))),
        Stream.concat(
            schedules().map(s -> Arguments.of(trigger, withSchedule(s))),
            exclusions()
                .map(
                    e ->
                        Arguments.of(
                            calendar, new CalendarSpec(e, BERLIN, Optional.of("b"), "")))));
  }

  private static JobSpec richJob() {
    Map<String, Object> data = new HashMap<>();
    data.put("text", "x");
    data.put("int", 1);
    data.put("long", 1L);
    data.put("float", 0.5f);
    data.put("double", 0.5);
    data.put("bool", true);
    data.put("null", null);
    data.put("list", Arrays.asList(1L, "a", null, List.of(2L)));
    data.put("map", Map.of("inner", Map.of("deep", 3L)));
    return new JobSpec(
        jobName("a"),
        "com.acme.Rich",
        true,
        OnLeaderLoss.RERUN,
        Concurrency.REPLACE,
        Optional.of(Duration.ofMillis(1500)),
        WhenStuck.FREE,
        Optional.of(new Retry(3, Duration.ofSeconds(1), Duration.ofMinutes(1), 0.25)),
        new Retention(5, Duration.ofDays(3)),
        new JobAlerts(false, List.of("ops"), Optional.of(Duration.ofHours(25))),
        data,
        "describes",
        Optional.of("team"),
        List.of("x", "y"),
        Source.FILES,
        "inc",
        "files",
        Optional.of(restingTrigger()));
  }

  /** Whose it is and since when is not told of it. */
  private static TriggerSpec restingTrigger() {
    return richTrigger()
        .withIdentity("", TriggerSpec.FILES_EDITION)
        .withSince(Instant.EPOCH)
        .withMode(TriggerMode.NORMAL);
  }

  private static TriggerSpec richTrigger() {
    return new TriggerSpec(
        triggerName("a"),
        jobName("a"),
        "inc",
        new ScheduleSpec.Cron("0 0 2 * * ?", BERLIN, new Dst(Dst.Gap.SKIP, Dst.Overlap.SECOND)),
        Optional.of(SINCE),
        Optional.of(SINCE.plusSeconds(5)),
        Optional.of("weekends off"),
        9,
        -1,
        new CatchUp.All(7, Duration.ofHours(2)),
        Duration.ofSeconds(30),
        SINCE.plusMillis(1),
        TriggerMode.ERROR,
        Map.of("k", 1L),
        "describes",
        Source.FILES,
        "e1",
        new Wording(Optional.of("H 2 * * *"), Duration.ofMinutes(1)));
  }

  private static TriggerSpec withSchedule(ScheduleSpec schedule) {
    return new TriggerSpec(
        triggerName("t"),
        jobName("a"),
        "i",
        schedule,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        5,
        0,
        new CatchUp.Skip(),
        Duration.ZERO,
        SINCE,
        TriggerMode.PAUSED,
        Map.of(),
        "",
        Source.API,
        "e",
        Wording.NONE);
  }

  private static Stream<ScheduleSpec> schedules() {
    return Stream.of(
        new ScheduleSpec.Every(Duration.ofSeconds(10), SINCE),
        new ScheduleSpec.At(List.of(SINCE.plusSeconds(1), SINCE)),
        new ScheduleSpec.Repeat(SINCE, Duration.ofMillis(5), -1),
        new ScheduleSpec.Repeat(SINCE, Duration.ZERO, 0),
        new ScheduleSpec.CalendarInterval(SINCE, 3, IntervalUnit.MONTH, BERLIN, true, false),
        new ScheduleSpec.CalendarInterval(SINCE, 1, IntervalUnit.DAY, BERLIN, false, true),
        new ScheduleSpec.DailyTime(
            SINCE,
            Set.of(DayOfWeek.MONDAY, DayOfWeek.SUNDAY),
            LocalTime.of(8, 0),
            LocalTime.of(17, 30, 15),
            20,
            IntervalUnit.MINUTE,
            -1,
            BERLIN));
  }

  private static Stream<Excluded> exclusions() {
    return Stream.of(
        new Excluded.Annual(Set.of(MonthDay.of(12, 25), MonthDay.of(2, 29))),
        new Excluded.Holiday(Set.of(LocalDate.of(2026, 5, 1), LocalDate.of(2027, 5, 1))),
        new Excluded.Monthly(Set.of(1, 31)),
        new Excluded.Daily(LocalTime.of(8, 0), LocalTime.of(9, 0, 0, 5_000_000), true),
        new Excluded.Cron("* * 0-7 * * ?"));
  }

  @ParameterizedTest
  @MethodSource("values")
  void everyValueComesBack(Thing thing, Object value) {
    Bytes bytes = codec.write(value, WRITTEN, "w");

    assertThat(codec.read(thing, entry(bytes))).isEqualTo(new Kept<>(value, 3, 7, WRITTEN));
    assertThat(Codec.writer(bytes)).contains(WRITTEN);
    assertThat(codec.write(value, WRITTEN, "w")).isEqualTo(bytes);
  }

  private static Entry entry(Bytes bytes) {
    return new Entry("k", bytes, 3, 7, LeaseId.NONE);
  }

  @Test
  void aPlainJobReadsWell() {
    assertThat(codec.write(job("a").withIdentity("i1", "e1"), WRITTEN, "w1").utf8())
        .isEqualTo(
            "{\"type\":\"com.acme.Report\",\"incarnation\":\"i1\",\"edition\":\"e1\","
                + "\"by\":\"node-1\",\"at\":\"2026-01-01T00:00:00Z\",\"change\":\"w1\"}");
  }

  @Test
  void aMemberThatALaterVersionAddsIsOverlooked() {
    Kept<?> kept =
        codec.read(
            new Thing.Job(jobName("a")),
            entry(
                Bytes.utf8(
                    "{\"type\":\"T\",\"incarnation\":\"i\",\"edition\":\"e\",\"by\":\"n\","
                        + "\"at\":\"2026-01-01T00:00:00Z\",\"new\":{\"x\":1}}")));

    assertThat(((JobSpec) kept.value()).type()).isEqualTo("T");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "| not JSON",
        "[]| not a JSON object",
        "{}| \"type\" is missing",
        "{\"type\":1}| \"type\" is not text",
        "{\"type\":\"T\",\"durable\":\"yes\"}| \"durable\" is not true or false",
        "{\"type\":\"T\",\"concurrency\":\"maybe\"}| MAYBE",
        "{\"type\":\"T\",\"timeout\":\"soon\"}| cannot be parsed",
        "{\"type\":\"T\",\"timeout\":\"-PT1S\",\"incarnation\":\"i\",\"edition\":\"e\"}"
            + "| time-out of job a must be positive",
        "{\"type\":\"T\",\"tags\":[1]}| \"tags\" is not the list",
        "{\"type\":\"T\",\"data\":5}| \"data\" is not an object",
        "{\"type\":\"T\"}| \"incarnation\" is missing",
        "{\"type\":\"T\",\"incarnation\":\"i\",\"edition\":\"e\"}| \"by\" is missing",
      })
  void whatIsNoJobIsRefusedWithAReason(String text, String reason) {
    assertThatThrownBy(
            () ->
                codec.read(
                    new Thing.Job(jobName("a")), entry(Bytes.utf8(text == null ? "" : text))))
        .hasMessageContaining(reason);
  }

  @Test
  void equalPartsOfManyTriggersAreOneObject() {
    Bytes bytes = codec.write(trigger("t", "a"), WRITTEN, "w");
    Thing thing = new Thing.Trigger(triggerName("t"));
    Kept<?> one = codec.read(thing, entry(bytes));
    Kept<?> other = codec.read(thing, entry(bytes));

    assertThat(one.written()).isSameAs(other.written());
    assertThat(((TriggerSpec) one.value()).schedule())
        .isSameAs(((TriggerSpec) other.value()).schedule());
    assertThat(((TriggerSpec) one.value()).since()).isSameAs(((TriggerSpec) other.value()).since());
  }

  @Test
  void dataIsCopiedDeepDown() {
    List<Object> inner = new ArrayList<>(List.of(1));
    Map<String, Object> data = new HashMap<>(Map.of("list", inner));
    JobSpec job = job("a").withData(data);
    inner.add(2);
    data.put("more", 1);

    assertThat(job.data()).isEqualTo(Map.of("list", List.of(1)));
    assertThatThrownBy(() -> job.data().put("x", 1))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void instantsKeepTheirMilliseconds() {
    Instant at = Instant.parse("2026-01-01T00:00:00.123Z");
    Kept<?> kept =
        codec.read(
            new Thing.Took(),
            entry(codec.write(new Term(1), new Written(new NodeName("n"), at), "w")));

    assertThat(kept.written().at()).isEqualTo(at);
  }
}
