/**
 * Floor 4: the job store for applications that bring their own Quartz scheduler, set up by
 * properties. Opens etcd, definitions, ledger and election by itself.
 */
@NullMarked
package dev.tenure.jobstore;

import org.jspecify.annotations.NullMarked;
