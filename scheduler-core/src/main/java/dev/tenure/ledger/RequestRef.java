package dev.tenure.ledger;

/**
 * A request that a claim fulfils: it is deleted in the transaction that starts the run, so that it
 * is fulfilled once.
 *
 * @param key the key of the request
 * @param createRevision the revision at which it was asked; another incarnation of the key is
 *     another request
 */
public record RequestRef(String key, long createRevision) {}
