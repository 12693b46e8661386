package dev.tenure.verify;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that is known of a cluster's past.
 *
 * @param plans what was to run; jobs that are not here are only held to what needs no plan
 * @param ledger what the ledger says
 * @param starts what the jobs themselves wrote; empty when nobody wrote anything down
 * @param accepted what protected resources accepted, in the order of acceptance
 * @param timeline what was done to the cluster; empty when nobody watched
 * @param bounds how long things may take
 * @param taken when the evidence was taken
 */
public record Evidence(
    List<JobPlan> plans,
    Ledger ledger,
    Optional<List<Start>> starts,
    List<Accepted> accepted,
    Optional<Timeline> timeline,
    Bounds bounds,
    Instant taken) {

  public Evidence {
    plans = List.copyOf(plans);
    starts = starts.map(List::copyOf);
    accepted = List.copyOf(accepted);
  }
}
