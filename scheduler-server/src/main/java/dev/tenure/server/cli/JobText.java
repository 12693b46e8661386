package dev.tenure.server.cli;

import dev.tenure.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A job for people. */
final class JobText {

  /** What fits on a screen; {@code -o json} has all. */
  private static final int SLOTS = 5;

  private static final int RUNS = 5;

  private final RelativeTime time;
  private final Ink ink;

  JobText(RelativeTime time, Ink ink) {
    this.time = time;
    this.ink = ink;
  }

  String of(JsonObject job) {
    Lines lines =
        new Lines()
            .line(JobRef.of(job) + "  " + ink.state(Cell.of(job, "state")))
            .add("", job.text("description"))
            .add("unusable", job.text("why"))
            .add("class", job.text("class"))
            .add("schedule", job.text("schedule"))
            .add("source", source(job))
            .add("owner", job.text("owner"))
            .add("tags", list(job, "tags"))
            .add("running", list(job, "running"));
    lines.block("Policies:", String.join("\n", texts(job, "policies")));
    job.object("definition")
        .flatMap(definition -> definition.object("data"))
        .filter(data -> !data.members().isEmpty())
        .ifPresent(data -> lines.block("Data:", Yaml.of(data.members())));
    lines.block("Next slots:", slots(job.objects("triggers")));
    lines.block("Asked for:", pending(job.objects("pending")));
    lines.block("Last runs:", runs(job.objects("last")));
    return lines.toString();
  }

  private String source(JsonObject job) {
    String by =
        job.object("written")
            .map(w -> ", written by " + Cell.of(w, "by") + " " + time.of(w.instant("at")))
            .orElse("");
    return Cell.of(job, "source") + by + ", revision " + Cell.of(job, "revision");
  }

  private String slots(List<JsonObject> triggers) {
    Table table = new Table("TRIGGER", "SLOT", "WHEN", "NOTE");
    for (JsonObject trigger : triggers) {
      String name = Cell.of(trigger, "trigger");
      if (trigger.text("state").filter("PAUSED"::equals).isPresent()) {
        table.row(name, "-", "paused", "");
      }
      trigger.objects("next").stream()
          .limit(SLOTS)
          .forEach(
              slot ->
                  table.row(
                      name,
                      Cell.of(slot, "slot"),
                      time.next(slot.instant("slot")),
                      slot.text("note").orElse("")));
    }
    return table.isEmpty() ? "" : table.toString();
  }

  private String pending(List<JsonObject> pending) {
    return pending.stream()
        .map(each -> Cell.of(each, "run") + "  " + time.of(each.instant("due")))
        .collect(Collectors.joining("\n"));
  }

  private String runs(List<JsonObject> runs) {
    Table table = new Table("RUN", "STATE", "ENDED", "TOOK");
    runs.stream()
        .limit(RUNS)
        .forEach(
            run ->
                table.row(
                    Cell.of(run, "run"),
                    Cell.of(run, "state"),
                    time.of(run.instant("finished")),
                    RelativeTime.millis(run.number("durationMillis"))));
    return table.isEmpty() ? "" : table.in(ink);
  }

  private static Optional<String> list(JsonObject object, String name) {
    List<String> texts = texts(object, name);
    return texts.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", texts));
  }

  private static List<String> texts(JsonObject object, String name) {
    List<String> texts = new ArrayList<>();
    if (object.members().get(name) instanceof List<?> list) {
      list.forEach(each -> texts.add(String.valueOf(each)));
    }
    return texts;
  }
}
