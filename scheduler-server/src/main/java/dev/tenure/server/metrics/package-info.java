/**
 * What a node counts and measures, as {@code GET /metrics} shows it. The only package that names
 * the Prometheus library. Knows the node, which tells it what happens; called by {@code server},
 * which joins it to the HTTP interface; knows nothing of that and of the command line.
 *
 * <p>Every metric has a row in {@code docs/operations/metrics.md}.
 */
@NullMarked
package dev.tenure.server.metrics;

import org.jspecify.annotations.NullMarked;
