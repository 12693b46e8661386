package dev.tenure.store;

/**
 * A key as it stands at some revision.
 *
 * @param key the key
 * @param value its value
 * @param createRevision the revision that created this incarnation of the key
 * @param modRevision the revision that wrote the value
 * @param lease the lease that the key is bound to; {@link LeaseId#NONE} when it is bound to none
 */
public record Entry(
    String key, Bytes value, long createRevision, long modRevision, LeaseId lease) {}
