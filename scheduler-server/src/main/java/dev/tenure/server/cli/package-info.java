/**
 * The command line: one class per command, on picocli, which no other package names. Called by
 * {@code server} only; knows nothing of the HTTP library.
 */
@NullMarked
package dev.tenure.server.cli;

import org.jspecify.annotations.NullMarked;
