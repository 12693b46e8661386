/** The test kit: manual time, a fake store with faults, a fault proxy, etcd for tests. */
package dev.tenure.testing;
