/**
 * Floor 2: the store port on etcd, and etcd itself as a child process for development and tests.
 * The only package that names a type of jetcd, gRPC, Netty or Vert.x; called by the composition
 * root, by the command line and by tests.
 */
@NullMarked
package dev.tenure.etcd;

import org.jspecify.annotations.NullMarked;
