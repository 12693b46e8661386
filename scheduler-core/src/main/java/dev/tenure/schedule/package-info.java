/**
 * Floor 3: when jobs run. Grids of slots (cron, every, at) and the planning of catch-up. Pure
 * functions: no clock, no thread, no state. Called by {@code quartz} and {@code node}.
 */
@NullMarked
package dev.tenure.schedule;

import org.jspecify.annotations.NullMarked;
