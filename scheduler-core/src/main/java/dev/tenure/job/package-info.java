/**
 * Floor 3: what a job may know of Tenure. The only package of the scheduler that plug-ins see;
 * filled in by {@code quartz}, called by job authors, uses the Quartz API alone.
 *
 * <p>A job needs none of it: {@link dev.tenure.job.RunContext} is a typed view over entries of the
 * {@link org.quartz.JobExecutionContext} whose values are of JDK types, so that a plug-in can also
 * read them with nothing but Quartz on its compile path.
 */
@NullMarked
package dev.tenure.job;

import org.jspecify.annotations.NullMarked;
