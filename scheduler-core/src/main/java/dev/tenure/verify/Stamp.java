package dev.tenure.verify;

import java.time.Instant;

/**
 * Who wrote something down, and when.
 *
 * @param revision of the store that wrote it; zero when that is not known
 * @param term the leadership that wrote it
 * @param node the node that wrote it
 * @param at when, by that node's wall clock
 * @param seen when, by the clock of whoever collects the evidence; {@code at} when nobody did
 */
public record Stamp(long revision, long term, String node, Instant at, Instant seen) {}
