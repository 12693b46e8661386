/**
 * Floor 1: connections that show whether a process lives. A process listens at an endpoint and says
 * who it is to whoever connects; others keep a connection to it and learn when it ends. What its
 * end proves is decided above, by {@code election}. JDK sockets only.
 */
@NullMarked
package dev.tenure.lifeline;

import org.jspecify.annotations.NullMarked;
