/**
 * Floor 3: the checker. Holds what was to run, what the ledger says, what the jobs themselves wrote
 * and what was done to the cluster against each other, and says what does not fit. Judging is pure,
 * so that a trial is judged as a live cluster is; {@code LiveCheck} alone reads anything.
 */
@NullMarked
package dev.tenure.verify;

import org.jspecify.annotations.NullMarked;
