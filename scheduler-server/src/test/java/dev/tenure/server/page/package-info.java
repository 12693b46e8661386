/** The page in a real browser, on a real cluster. */
@NullMarked
package dev.tenure.server.page;

import org.jspecify.annotations.NullMarked;
