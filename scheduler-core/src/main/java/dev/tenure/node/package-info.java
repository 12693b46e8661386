/**
 * Floor 4: the composition root. Puts groups, elections, Quartz and the store together, starts them
 * and stops them in reverse order; what an embedding program calls.
 */
@NullMarked
package dev.tenure.node;

import org.jspecify.annotations.NullMarked;
