/** What protects a database from a leader that lost its term and does not know it. */
@NullMarked
package dev.tenure.server.fencing;

import org.jspecify.annotations.NullMarked;
