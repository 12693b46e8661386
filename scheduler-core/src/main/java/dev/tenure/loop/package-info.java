/**
 * Floor 0: the single thread that owns a component's state. Used by the stateful components of
 * every floor; uses {@code time}.
 */
@NullMarked
package dev.tenure.loop;

import org.jspecify.annotations.NullMarked;
