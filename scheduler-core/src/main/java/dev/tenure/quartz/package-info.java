/**
 * Floor 3: Quartz on the leader. Our job store with its gate and its claims, the thread pool, the
 * triggers on the grid, the runs; the engine starts them on a win and stands down on a loss. Called
 * by the node of floor 4.
 */
@NullMarked
package dev.tenure.quartz;

import org.jspecify.annotations.NullMarked;
