/** Grids against examples, against Quartz and against brute force; the planning of catch-up. */
package dev.tenure.schedule;
