/** What runs inside the child processes: the schedulers that are measured, behind one face. */
@NullMarked
package dev.tenure.bench.subject;

import org.jspecify.annotations.NullMarked;
