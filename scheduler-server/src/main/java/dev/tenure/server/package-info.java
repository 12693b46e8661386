/**
 * The program {@code tenure}: joins the command line and the HTTP interface, which do not know each
 * other.
 */
@NullMarked
package dev.tenure.server;

import org.jspecify.annotations.NullMarked;
