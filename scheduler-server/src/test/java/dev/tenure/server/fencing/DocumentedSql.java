package dev.tenure.server.fencing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The SQL of {@code docs/guarantees.md} itself, so that what is tried and what is recommended are
 * the same.
 *
 * @param tables makes the tables
 * @param guard the first statement of a run
 * @param write the second one
 * @param once the variant of it that may be repeated
 */
record DocumentedSql(List<String> tables, String guard, String write, String once) {

  private static final Path PAGE = Path.of("..", "docs", "guarantees.md");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```sql\\n(.*?)^```$");

  static DocumentedSql read() throws IOException {
    String page = Files.readString(PAGE);
    String chapter = page.substring(page.indexOf("\n## G6."), page.indexOf("\n## G7."));
    List<List<String>> blocks =
        BLOCK.matcher(chapter).results().map(block -> statements(block.group(1))).toList();
    List<String> first = blocks.get(0);
    int begin = first.indexOf("BEGIN");
    if (begin < 0 || first.size() != begin + 4 || !first.get(begin + 3).equals("COMMIT")) {
      throw new IllegalStateException("not of the form …; BEGIN; guard; write; COMMIT: " + first);
    }
    return new DocumentedSql(
        first.subList(0, begin), first.get(begin + 1), first.get(begin + 2), blocks.get(1).get(0));
  }

  private static List<String> statements(String block) {
    return Stream.of(block.replaceAll("(?m)--.*$", "").split(";", -1))
        .map(String::strip)
        .filter(statement -> !statement.isEmpty())
        .toList();
  }
}
