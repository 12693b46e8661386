/** What happens to running node processes when leaders, etcd or candidates come and go. */
@NullMarked
package dev.tenure.server.failover;

import org.jspecify.annotations.NullMarked;
