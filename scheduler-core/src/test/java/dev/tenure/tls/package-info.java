/** Certificates that are made, replaced and broken while somebody looks. */
@NullMarked
package dev.tenure.tls;

import org.jspecify.annotations.NullMarked;
