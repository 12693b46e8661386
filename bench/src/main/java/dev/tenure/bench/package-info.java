/**
 * Measures Tenure and its peers: what {@code ./tenure bench} runs. Figures are printed, never kept.
 */
@NullMarked
package dev.tenure.bench;

import org.jspecify.annotations.NullMarked;
