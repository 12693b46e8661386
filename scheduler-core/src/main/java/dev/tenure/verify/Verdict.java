package dev.tenure.verify;

import dev.tenure.ledger.SkipReason;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the checker says.
 *
 * @param findings everything that must not be; empty for a good past
 * @param slots how many slots were judged: run or skipped, with those of the findings
 * @param runs how many runs, with further attempts and those that somebody asked for
 * @param skipped how many slots were skipped, by reason
 * @param steps how much work the judging was, in looks at a grid: for tests of its cost
 */
public record Verdict(
    List<Finding> findings, long slots, long runs, Map<SkipReason, Long> skipped, long steps) {

  public Verdict {
    findings = List.copyOf(findings);
    skipped = skipped.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(skipped));
  }

  /** Whether nothing was found. */
  public boolean isGood() {
    return findings.isEmpty();
  }

  /** One of the three numbers. */
  public long count(Tally tally) {
    return findings.stream()
        .filter(finding -> finding.breach().tally() == tally)
        .mapToLong(Finding::count)
        .sum();
  }

  /** The findings that break one condition. */
  public List<Finding> of(Condition condition) {
    return findings.stream().filter(finding -> finding.condition() == condition).toList();
  }

  /** The numbers in one line, and each finding on a line of its own. */
  @Override
  public String toString() {
    String numbers =
        Arrays.stream(Tally.values())
            .map(tally -> tally.name().toLowerCase(java.util.Locale.ROOT) + " " + count(tally))
            .collect(Collectors.joining(", "));
    return numbers
        + " over "
        + slots
        + " slots and "
        + runs
        + " runs"
        + findings.stream().map(finding -> "\n" + finding).collect(Collectors.joining());
  }
}
