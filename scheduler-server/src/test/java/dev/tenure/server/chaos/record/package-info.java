/** What happened, written down by somebody who takes no part in it. */
@NullMarked
package dev.tenure.server.chaos.record;

import org.jspecify.annotations.NullMarked;
