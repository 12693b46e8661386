/**
 * What is logged on the threads of runs, brought to their logs. The only place that names the
 * logging library behind slf4j.
 */
@NullMarked
package dev.tenure.server.logs;

import org.jspecify.annotations.NullMarked;
