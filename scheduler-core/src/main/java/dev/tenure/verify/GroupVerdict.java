package dev.tenure.verify;

import dev.tenure.model.GroupName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the checker says of a live group.
 *
 * @param group which
 * @param verdict the findings and numbers
 * @param jobs how many jobs are defined
 * @param triggers how many triggers were judged
 * @param since from the first slot after this instant on; empty when nothing was judged
 * @param taken when the ledger was read
 * @param leader the node that leads; empty when nobody does
 * @param notJudged what is left out, and why
 */
public record GroupVerdict(
    GroupName group,
    Verdict verdict,
    int jobs,
    int triggers,
    Optional<Instant> since,
    Instant taken,
    Optional<String> leader,
    List<NotJudged> notJudged) {

  public GroupVerdict {
    notJudged = List.copyOf(notJudged);
  }
}
