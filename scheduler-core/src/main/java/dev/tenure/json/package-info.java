/**
 * Floor 1: JSON text to plain trees and back; the only package that names Jackson. Used by {@code
 * ledger}, {@code node} and programs on top; uses nothing of ours.
 */
@NullMarked
package dev.tenure.json;

import org.jspecify.annotations.NullMarked;
