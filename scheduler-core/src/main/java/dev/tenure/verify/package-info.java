/**
 * Floor 4: the checker. Holds what was to run, what the ledger says, what the jobs themselves wrote
 * and what was done to the cluster against each other, and says what does not fit. Pure: it reads
 * nothing by itself, so it judges a test run as it judges a live cluster.
 */
@NullMarked
package dev.tenure.verify;

import org.jspecify.annotations.NullMarked;
