/** Child processes of a bench, and what the system says about them. */
@NullMarked
package dev.tenure.bench.process;

import org.jspecify.annotations.NullMarked;
