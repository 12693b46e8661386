/** Reports of long trials: one HTML page that needs nothing else, in light and in dark. */
@NullMarked
package dev.tenure.server.report;

import org.jspecify.annotations.NullMarked;
