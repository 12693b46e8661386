package dev.tenure.verify;

import dev.tenure.model.RunId;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * What a job itself wrote down of one run, outside the store.
 *
 * @param run which, as its context told it; holds job, trigger, slot and attempt
 * @param term the fencing token that it was given
 * @param node the node it ran on
 * @param startNanos when its code began, on the machine's monotonic clock
 * @param endNanos when its code ended; empty when it wrote no end
 * @param startedAt when its code began, by its process's wall clock
 * @param place process and thread, for people
 */
public record Start(
    RunId run,
    long term,
    String node,
    long startNanos,
    OptionalLong endNanos,
    Instant startedAt,
    String place) {}
