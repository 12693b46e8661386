/**
 * Floor 2: what runs print and log, bounded, in files on the node that ran them. Filled by {@code
 * quartz} and by whoever follows the node's logging; read by the node's faces.
 *
 * <p>A run that prints nothing costs a few fields in memory. The others write into memory, and one
 * thread brings that to the files ten times a second, so no run waits for a disk, and none holds a
 * file open.
 */
@NullMarked
package dev.tenure.runlog;

import org.jspecify.annotations.NullMarked;
