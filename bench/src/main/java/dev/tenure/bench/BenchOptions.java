package dev.tenure.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What the command line says.
 *
 * @param names the benches that are asked for; empty for all
 * @param seconds how long a rate or a lateness is measured
 * @param warmUp how many seconds run before that
 * @param rounds how often what happens once is repeated; 0 for each bench's own number
 * @param jobs how many jobs a take-over has; 0 for the default
 * @param threads runs at a time of Tenure's nodes
 * @param peerThreads runs at a time of every peer; 0 for as many as it is fastest with
 * @param heap the heap of a node, as {@code -Xmx} takes it
 * @param only a part of the name of a variant; others are left out
 * @param settings of Tenure's nodes, {@code tenure.…}, beside what a bench sets itself
 * @param slow whether to wait for what takes many minutes
 */
record BenchOptions(
    List<String> names,
    int seconds,
    int warmUp,
    int rounds,
    int jobs,
    int threads,
    int peerThreads,
    String heap,
    String only,
    Map<String, String> settings,
    boolean slow) {

  static final String USAGE =
      """

      options
        --seconds N       how long a rate or a lateness is measured (60)
        --warm-up N       seconds before that (as long; 5 to 60): the JVM must be done compiling
        --rounds N        how often what happens once is repeated (each bench has its own number)
        --jobs N          jobs of a take-over and of an idle cluster (100000)
        --threads N       runs at a time of Tenure's nodes (500)
        --peer-threads N  of every peer (each has as many as it is fastest with)
        --heap SIZE       of every node, as -Xmx takes it (1g)
        --only TEXT       only variants whose name has this in it
        --set KEY=VALUE   a setting of Tenure's nodes, tenure.…; may be repeated
        --slow            also what takes many minutes: peers at their defaults
      """;

  private static final TreeSet<String> KNOWN =
      new TreeSet<>(
          List.of(
              "seconds",
              "warm-up",
              "rounds",
              "jobs",
              "threads",
              "peer-threads",
              "heap",
              "only",
              "set"));

  BenchOptions {
    names = List.copyOf(names);
    settings = Map.copyOf(settings);
  }

  /** Reads the arguments; {@link IllegalArgumentException} says what is wrong with them. */
  static BenchOptions of(List<String> arguments) {
    List<String> names = new ArrayList<>();
    Map<String, String> values = new LinkedHashMap<>();
    Map<String, String> settings = new LinkedHashMap<>();
    boolean slow = false;
    for (int i = 0; i < arguments.size(); i++) {
      String word = arguments.get(i);
      if (!word.startsWith("--")) {
        names.add(word);
      } else if (word.equals("--slow")) {
        slow = true;
      } else {
        int equals = word.indexOf('=');
        String option = word.substring(2, equals < 0 ? word.length() : equals);
        if (!KNOWN.contains(option)) {
          throw new IllegalArgumentException("there is no option --" + option);
        }
        if (equals < 0 && ++i == arguments.size()) {
          throw new IllegalArgumentException("--" + option + " needs a value");
        }
        String value = equals < 0 ? arguments.get(i) : word.substring(equals + 1);
        if (option.equals("set")) {
          setting(value, settings);
        } else {
          values.put(option, value);
        }
      }
    }
    int seconds = number(values, "seconds", 60);
    return new BenchOptions(
        names,
        seconds,
        number(values, "warm-up", Math.min(60, Math.max(5, seconds))),
        number(values, "rounds", 0),
        number(values, "jobs", 0),
        number(values, "threads", 500),
        number(values, "peer-threads", 0),
        values.getOrDefault("heap", "1g"),
        values.getOrDefault("only", ""),
        settings,
        slow);
  }

  /** How often: what was asked for, else so often. */
  int rounds(int otherwise) {
    return rounds == 0 ? otherwise : rounds;
  }

  /** How many at a time: what was asked for, else so many. */
  int peerThreads(int otherwise) {
    return peerThreads == 0 ? otherwise : peerThreads;
  }

  /** Whether a variant is asked for. */
  boolean wants(String variant) {
    return variant.contains(only);
  }

  private static void setting(String text, Map<String, String> settings) {
    int equals = text.indexOf('=');
    if (!text.startsWith("tenure.") || equals < 0) {
      throw new IllegalArgumentException("--set takes tenure.KEY=VALUE, not " + text);
    }
    settings.put(text.substring(0, equals), text.substring(equals + 1));
  }

  private static int number(Map<String, String> values, String option, int otherwise) {
    String value = values.get(option);
    if (value == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(value);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException("--" + option + " takes a positive number, not " + value);
  }
}
