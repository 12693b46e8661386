package dev.tenure.quartz;

import dev.tenure.model.RunId;
import dev.tenure.model.Term;
import java.time.Instant;

/**
 * A run in progress, at one moment.
 *
 * @param id its identity
 * @param term the leadership that claimed it
 * @param slot its scheduled instant
 * @param started when its code began, by this node's wall clock
 * @param percent how far it says it is, 0 to 100; -1 while it says nothing
 * @param message what it says about that; may be empty
 * @param thread the name of the thread that runs it
 * @param stuck whether it was told to stop, twice, and goes on
 */
public record RunView(
    RunId id,
    Term term,
    Instant slot,
    Instant started,
    int percent,
    String message,
    String thread,
    boolean stuck) {}
