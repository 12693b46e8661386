@org.jspecify.annotations.NullMarked
package dev.tenure.runlog;
