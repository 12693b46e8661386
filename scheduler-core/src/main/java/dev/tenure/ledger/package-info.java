/**
 * Floor 2: the ledger. Records every run and every skipped slot in the store, under the fence of
 * the leader's key, before anything is done about it. Called by the engine of floor 3; uses the
 * store port, the election's {@code Leadership}, the loop and Jackson.
 */
@NullMarked
package dev.tenure.ledger;

import org.jspecify.annotations.NullMarked;
