/**
 * Floor 3: job classes from plug-in jars, each plug-in with its own class loader, and the building
 * of a job with its data. Used by {@code quartz}, {@code node} and the {@code check} command; uses
 * the Quartz API.
 */
@NullMarked
package dev.tenure.plugin;

import org.jspecify.annotations.NullMarked;
