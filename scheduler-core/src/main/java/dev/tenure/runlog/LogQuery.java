package dev.tenure.runlog;

import java.util.OptionalInt;

/**
 * Which part of a log is wanted.
 *
 * @param after only lines with a greater number; 0 for all
 * @param tail of those only the last so many
 * @param mostBytes about how much text at the most; of {@code tail} the end is given, otherwise the
 *     beginning
 */
public record LogQuery(long after, OptionalInt tail, long mostBytes) {}
