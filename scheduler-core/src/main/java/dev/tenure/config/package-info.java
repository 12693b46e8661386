/**
 * Floor 1: HOCON files to records, with every problem reported at once by file and line. The only
 * user of the HOCON library; uses {@code model} and {@code time}. Called by {@code node} and by the
 * command line; the records are read by every floor above.
 *
 * <p>Begin at {@link dev.tenure.config.ConfigLoader}. Every default stands in {@code
 * reference.conf}, none in Java.
 */
@NullMarked
package dev.tenure.config;

import org.jspecify.annotations.NullMarked;
