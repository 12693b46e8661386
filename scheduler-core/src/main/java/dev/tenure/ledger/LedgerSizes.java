package dev.tenure.ledger;

/**
 * How much the ledger of a group takes in the store, keys and values, in bytes.
 *
 * @param journal what is not folded yet
 * @param states the states of the jobs
 * @param runs the older runs
 */
public record LedgerSizes(long journal, long states, long runs) {}
