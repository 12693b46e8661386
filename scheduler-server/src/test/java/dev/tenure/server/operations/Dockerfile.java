package dev.tenure.server.operations;

import dev.tenure.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** The instructions of a Dockerfile of the plain kind: one stage, no variables. */
record Dockerfile(List<Instruction> instructions) {

  private static final Set<String> KNOWN =
      Set.of(
          "FROM",
          "RUN",
          "COPY",
          "ENV",
          "USER",
          "WORKDIR",
          "EXPOSE",
          "STOPSIGNAL",
          "HEALTHCHECK",
          "ENTRYPOINT",
          "CMD");

  /** An instruction with what follows it. */
  record Instruction(String word, String rest) {

    List<String> words() {
      return Arrays.asList(rest.split("\\s+", -1));
    }

    /** The words of the form that asks no shell. */
    List<String> exec() {
      String list = rest.substring(rest.indexOf('['));
      Object words = JsonObject.parse("{\"words\":" + list + "}").members().get("words");
      return ((List<?>) Objects.requireNonNull(words)).stream().map(String::valueOf).toList();
    }
  }

  /** Throws {@link IllegalArgumentException} for a line that is none. */
  static Dockerfile parse(String text) {
    List<Instruction> instructions = new ArrayList<>();
    String whole = text.replaceAll("(?m)^\\s*#.*\\R", "").replaceAll("\\\\\\R", " ");
    for (String line : whole.lines().filter(each -> !each.isBlank()).toList()) {
      String[] parts = line.strip().split("\\s+", 2);
      if (parts.length < 2 || !KNOWN.contains(parts[0].toUpperCase(Locale.ROOT))) {
        throw new IllegalArgumentException("no instruction: " + line);
      }
      instructions.add(new Instruction(parts[0], parts[1]));
    }
    return new Dockerfile(List.copyOf(instructions));
  }

  List<Instruction> all(String word) {
    return instructions.stream().filter(one -> one.word().equals(word)).toList();
  }

  /** The last one, which counts. */
  Instruction last(String word) {
    List<Instruction> all = all(word);
    return all.get(all.size() - 1);
  }
}
