package dev.tenure.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * One calendar that was sent by a program and stands in no file: the words of a job file, as JSON.
 *
 * @param calendar what could be read; to be used only if there are no problems
 * @param problems everything that is wrong; their places are paths in the text
 */
public record SentCalendar(Optional<CalendarConfig> calendar, List<ConfigProblem> problems) {

  /** Where such a calendar comes from, as its origins say. */
  public static final String SOURCE = SentText.SOURCE;

  private static final String FORM =
      "one JSON object, such as {\"type\": \"weekly\", \"days\": […]}";

  public SentCalendar {
    problems = List.copyOf(problems);
  }

  /**
   * Reads the text. Whether its base is there, and cron text, are not checked here.
   *
   * @param zone that of a calendar that names none
   */
  public static SentCalendar read(String json, String name, ZoneId zone) {
    ProblemLog log = new ProblemLog(Path.of("").toAbsolutePath());
    Optional<CalendarConfig> calendar =
        SentText.parse(json, FORM, log).map(object -> read(object, name, zone, log));
    return new SentCalendar(calendar, log.problems());
  }

  private static CalendarConfig read(
      ConfigObject object, String name, ZoneId zone, ProblemLog log) {
    Origin origin = new Origin(SentText.SOURCE, 0, "");
    ConfigObject none = ConfigFactory.empty().root();
    return new CalendarReader(new ConfigReader(object, none, "", origin, log), zone).read(name);
  }
}
