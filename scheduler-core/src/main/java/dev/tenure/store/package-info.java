/**
 * Floor 1: the port to a consistent store, without a word of etcd, so that election and ledger run
 * unchanged on a fake store with manual time. Implemented by {@code etcd} and by the test kit's
 * fake.
 */
@NullMarked
package dev.tenure.store;

import org.jspecify.annotations.NullMarked;
