/**
 * Job classes in a plug-in jar: two for production ({@link dev.tenure.examples.HttpCall} and {@link
 * dev.tenure.examples.ShellCommand}) and four that show how to write one. They know Quartz and
 * slf4j and nothing of Tenure, not even at compile time.
 */
@NullMarked
package dev.tenure.examples;

import org.jspecify.annotations.NullMarked;
