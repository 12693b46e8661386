/**
 * Floor 1: certificates and keys in PEM files, and how renewed ones are taken up while the program
 * runs. Knows neither HTTP nor etcd. Called by {@code etcd}, {@code config}, {@code node} and the
 * server.
 */
@NullMarked
package dev.tenure.tls;

import org.jspecify.annotations.NullMarked;
