package dev.tenure.ledger;

import java.time.Instant;

/**
 * Where the account of a trigger stands.
 *
 * @param slot the last slot, or instant, that the ledger accounts for
 * @param edition the edition of the trigger that it belongs to; for a trigger of another edition
 *     the cursor counts as none
 * @param fired how many slots of this edition were run
 */
public record Cursor(Instant slot, String edition, long fired) {}
