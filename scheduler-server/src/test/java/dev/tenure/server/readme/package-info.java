/** The Java examples of README.md and docs, word for word, so that they compile. */
@NullMarked
package dev.tenure.server.readme;

import org.jspecify.annotations.NullMarked;
