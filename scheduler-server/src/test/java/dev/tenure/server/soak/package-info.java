/** An hour under load: what grows although nothing more is asked for, is a leak. */
@NullMarked
package dev.tenure.server.soak;

import org.jspecify.annotations.NullMarked;
