package dev.tenure.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.model.CalendarSpec;
import dev.tenure.model.CalendarSpec.Excluded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalendarsTest {

  private static final ZoneId UTC = ZoneId.of("UTC");

  @TempDir Path folder;

  @Test
  void eachTypeReachesItsPlace() throws IOException {
    Path file =
        write(
            "jobs.conf",
            """
            calendars {
              birthdays { type = annual, dates = ["02-29", "12-25"], description = "cake" }
              closed { type = holiday, dates = ["2026-12-25"], time-zone = Europe/Berlin, base = weekend }
              weekend { type = weekly, days = [sat, SUNDAY] }
              ends { type = monthly, days = [1, 31] }
              day { type = daily, from = "08:00", to = "17:30:00.5" }
              night { type = daily, from = "08:00", to = "17:30", inverted = true }
              lunch { type = cron, cron = "* * 12 ? * *" }
            }
            """);

    assertThat(load(file).orThrow().calendars().stream().map(CalendarConfig::spec).toList())
        .containsExactly(
            new CalendarSpec(
                new Excluded.Annual(Set.of(MonthDay.of(2, 29), MonthDay.of(12, 25))),
                UTC,
                Optional.empty(),
                "cake"),
            new CalendarSpec(
                new Excluded.Holiday(Set.of(LocalDate.of(2026, 12, 25))),
                ZoneId.of("Europe/Berlin"),
                Optional.of("weekend"),
                ""),
            plain(new Excluded.Daily(LocalTime.of(8, 0), LocalTime.parse("17:30:00.5"), false)),
            plain(new Excluded.Monthly(Set.of(1, 31))),
            plain(new Excluded.Cron("* * 12 ? * *")),
            plain(new Excluded.Daily(LocalTime.of(8, 0), LocalTime.of(17, 30), true)),
            plain(new Excluded.Weekly(Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY))));
  }

  @Test
  void theZoneIsThatOfTheJobsDefaults() throws IOException {
    write("jobs.conf", "calendars.weekend { type = weekly, days = sat }");
    Path node = write("tenure.conf", "tenure.jobs.defaults.time-zone = Asia/Tokyo");

    assertThat(loader().load(node).orThrow().calendars())
        .singleElement()
        .satisfies(c -> assertThat(c.spec().zone()).isEqualTo(ZoneId.of("Asia/Tokyo")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a = 1 | calendars.a: is not an object; allowed: a { type = holiday, dates = […] }",
        "a { } | calendars.a: has no type; allowed: annual, holiday, weekly, monthly, daily or cron",
        "a.type = yearly | calendars.a.type: is \"yearly\"; allowed: annual, holiday, weekly,"
            + " monthly, daily, cron",
        "a.type = holiday | calendars.a: has no dates; allowed: a list",
        "a { type = holiday, dates = [\"2026-13-01\"] } | calendars.a.dates: is \"2026-13-01\";"
            + " allowed: the form \"2026-12-25\"",
        "a { type = annual, dates = [\"02-30\"] } | calendars.a.dates: is \"02-30\"; allowed: the"
            + " form \"12-25\"",
        "a { type = weekly, days = [son] } | calendars.a.days: is \"SON\"; allowed: MON to SUN, or"
            + " whole names",
        "a { type = monthly, days = [0] } | calendars.a.days: is 0, out of range; allowed: a whole"
            + " number, 1 to 31",
        "a { type = daily, from = \"08:00\" } | calendars.a: has no to; allowed: a time of the day,"
            + " such as \"17:30\"",
        "a { type = daily, from = \"08:00\", to = \"07:59\" } | calendars.a.to: is before from;"
            + " allowed: a time from 08:00 on; inverted = true for the rest",
        "a { type = daily, from = \"8\", to = \"17:30\" } | calendars.a.from: is \"8\"; allowed: the"
            + " form \"17:30\"",
        "a.type = cron | calendars.a: has no cron; allowed: an expression for what is left out",
        "a { type = weekly, days = sat, dates = [] } | calendars.a.dates: unknown key, did you mean"
            + " \"days\"?; allowed: base, days, description, time-zone, type",
        "holidays { type = weekly, days = sat, base = holydays } | calendars.holidays.base: is"
            + " \"holydays\", and there is no such calendar, did you mean \"holidays\"?; allowed:"
            + " holidays",
        "a { type = weekly, days = sat, base = a } | calendars.a.base: makes a circle: a on a;"
            + " allowed: a base that does not lead back",
      })
  void mistakesAreReportedAtTheirLine(String calendar, String problem) throws IOException {
    assertThat(problems(write("jobs.conf", "\ncalendars { " + calendar + " }")))
        .containsExactly("jobs.conf:2: " + problem);
  }

  @Test
  void aCircleIsReportedOnceForEachOfItsCalendarsAndNotForOthers() throws IOException {
    Path file =
        write(
            "jobs.conf",
            """
            calendars {
              a { type = weekly, days = sat, base = b }
              b { type = weekly, days = sat, base = a }
              c { type = weekly, days = sat, base = a }
            }
            """);

    assertThat(problems(file))
        .containsExactly(
            "jobs.conf:2: calendars.a.base: makes a circle: a on b on a; allowed: a base that does"
                + " not lead back",
            "jobs.conf:3: calendars.b.base: makes a circle: b on a on b; allowed: a base that does"
                + " not lead back");
  }

  @Test
  void aJobMayNameACalendarOfAnotherFileButNoneThatIsNowhere() throws IOException {
    Path one =
        write(
            "one.conf",
            """
            jobs {
              good { class = a.B, every = 1s, calendar = weekend }
              bad { class = a.B, every = 1s, calendar = weekends }
            }
            """);
    Path two = write("two.conf", "calendars.weekend { type = weekly, days = [sat, sun] }");

    assertThat(problems(one, two))
        .containsExactly(
            "one.conf:3: jobs.bad.calendar: is \"weekends\", and there is no such calendar, did you"
                + " mean \"weekend\"?; allowed: weekend");
  }

  @Test
  void aNameInTwoFilesNamesBothPlaces() throws IOException {
    Path one = write("one.conf", "calendars.a { type = weekly, days = sat }");
    Path two = write("two.conf", "\ncalendars.a { type = weekly, days = sun }");

    assertThat(problems(one, two))
        .containsExactly(
            "two.conf:2: calendars.a: is there already, at "
                + one
                + ":1; allowed: a name that is"
                + " unique");
  }

  private static CalendarSpec plain(Excluded excluded) {
    return new CalendarSpec(excluded, UTC, Optional.empty(), "");
  }

  private static ConfigLoader loader() {
    return ConfigLoader.of(Map.of(), Map.of(), "n");
  }

  private ConfigLoader.Result load(Path... files) {
    return loader().load(Optional.empty(), List.of(files));
  }

  private List<String> problems(Path... files) {
    String prefix = folder.toAbsolutePath() + "/";
    List<String> lines = new ArrayList<>();
    for (ConfigProblem problem : load(files).problems()) {
      String line = problem.toString();
      lines.add(line.startsWith(prefix) ? line.substring(prefix.length()) : line);
    }
    return lines;
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
