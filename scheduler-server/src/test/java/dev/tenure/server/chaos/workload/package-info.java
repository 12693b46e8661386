/** What runs while things go wrong: jobs made from a seed, and what they write down themselves. */
@NullMarked
package dev.tenure.server.chaos.workload;

import org.jspecify.annotations.NullMarked;
