package dev.tenure.verify;

import dev.tenure.definition.Concurrency;
import dev.tenure.definition.OnLeaderLoss;
import java.time.Instant;

/**
 * The policies of a job, from a change on.
 *
 * @param revision of the store, when they came to hold; zero for from the beginning
 * @param seen when they came to hold, by the clock of whoever collects the evidence
 * @param concurrency whether its runs may overlap
 * @param attempts how many attempts a slot may have when they fail; 1 for no retry
 * @param onLeaderLoss what becomes of runs that are cut off
 * @param freesStuck whether the place of a run that does not stop is given to another one, so that
 *     both may be seen to run
 */
public record Rules(
    long revision,
    Instant seen,
    Concurrency concurrency,
    int attempts,
    OnLeaderLoss onLeaderLoss,
    boolean freesStuck) {}
