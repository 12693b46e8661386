/**
 * Floor 3: what a group is to run. Jobs, triggers, calendars and pauses lie in the store, one key
 * each; any node changes them by compare-and-set, and every node keeps all of them in memory by a
 * watch. Also what a group's leader is asked to do: manual runs and interrupts.
 */
@NullMarked
package dev.tenure.definition;

import org.jspecify.annotations.NullMarked;
