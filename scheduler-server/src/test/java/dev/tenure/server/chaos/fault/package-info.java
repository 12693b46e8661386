/**
 * The faults of the chaos suite, on real processes: a cluster whose links, clocks, disks and
 * processes can be broken and healed, the catalogue of what is broken, and the nemesis that draws
 * from it.
 */
@NullMarked
package dev.tenure.server.chaos.fault;

import org.jspecify.annotations.NullMarked;
