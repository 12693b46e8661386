package dev.tenure.definition;

/**
 * A value as it stands in the store.
 *
 * @param value the value
 * @param createRevision the revision that created its key
 * @param modRevision the revision that wrote it: what a change that builds on it names
 * @param written who wrote it
 * @param <T> an immutable type
 */
public record Kept<T>(T value, long createRevision, long modRevision, Written written) {}
