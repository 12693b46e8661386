/**
 * Floor 0: the names and identities of the glossary, and the layout of the keys. Used by every
 * floor above; uses nothing.
 */
@NullMarked
package dev.tenure.model;

import org.jspecify.annotations.NullMarked;
