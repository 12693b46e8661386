/** Floor 0: time that tests control. Used by every floor above; uses nothing. */
@NullMarked
package dev.tenure.time;

import org.jspecify.annotations.NullMarked;
