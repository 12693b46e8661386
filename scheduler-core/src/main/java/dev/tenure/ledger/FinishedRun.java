package dev.tenure.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * A run and its end.
 *
 * @param run what was recorded when it was claimed
 * @param state how it ended
 * @param started when its code began; empty when that is not known
 * @param finished when its end was recorded or reported
 * @param result what the job left as its result, as text
 * @param error why it did not succeed
 * @param progress the last that the job reported
 */
public record FinishedRun(
    OpenRun run,
    EndState state,
    Optional<Instant> started,
    Instant finished,
    Optional<String> result,
    Optional<RunError> error,
    Optional<String> progress) {}
