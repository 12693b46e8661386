/** The configuration: defaults, mappings, and what an operator reads when a file is wrong. */
package dev.tenure.config;
