package dev.tenure.bench;

import dev.tenure.json.Json;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Prints each result as one line of JSON when it is there, and all of a bench as a table at its
 * end.
 */
final class Report {

  private final PrintStream out;
  private final Map<String, Object> machine;
  private final String command;
  private final List<Result> table = new ArrayList<>();

  Report(PrintStream out, Map<String, Object> machine, String command) {
    this.out = out;
    this.machine = machine;
    this.command = command;
  }

  /** Where and how it was measured. */
  void head() {
    machine.forEach((name, value) -> out.printf("%-12s %s%n", name, value));
    out.printf("%-12s %s%n%n", "command", command);
  }

  /** What goes on, for people who wait. */
  void say(String text) {
    out.println("… " + text);
    out.flush();
  }

  void add(Result result) {
    table.add(result);
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("bench", result.bench());
    line.put("variant", result.variant());
    line.put("figures", result.figures());
    line.put("machine", machine);
    line.put("command", command);
    out.println(Json.write(line));
    out.flush();
  }

  /** Shows what came since the last table; figures of one kind stand in one column. */
  void table() {
    List<Result> rest = new ArrayList<>(table);
    table.clear();
    while (!rest.isEmpty()) {
      List<String> columns = List.copyOf(rest.get(0).figures().keySet());
      List<Result> alike =
          rest.stream()
              .filter(result -> List.copyOf(result.figures().keySet()).equals(columns))
              .toList();
      rest.removeAll(alike);
      show(columns, alike);
    }
    out.flush();
  }

  private void show(List<String> columns, List<Result> results) {
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of(results.get(0).bench()));
    head.addAll(columns);
    rows.add(head);
    for (Result result : results) {
      List<String> row = new ArrayList<>(List.of(result.variant()));
      result.figures().values().forEach(value -> row.add(value.toString()));
      rows.add(row);
    }
    out.println();
    for (List<String> row : rows) {
      List<String> cells = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        int column = i;
        int width = rows.stream().mapToInt(other -> other.get(column).length()).max().orElse(1);
        cells.add(String.format(i == 0 ? "%-" + width + "s" : "%" + width + "s", row.get(i)));
      }
      out.println(cells.stream().collect(Collectors.joining("  ")).stripTrailing());
    }
    out.println();
  }
}
