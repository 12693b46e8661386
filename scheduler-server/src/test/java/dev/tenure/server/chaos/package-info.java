/** The chaos suite: jobs from a seed, faults from a seed, and a verdict on what came of it. */
@NullMarked
package dev.tenure.server.chaos;

import org.jspecify.annotations.NullMarked;
