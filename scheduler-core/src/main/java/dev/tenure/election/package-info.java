/**
 * Floor 2: etcd's election API (campaign, proclaim, resign, leader, observe, resume) on the store
 * port, with a state machine that survives the loss of a session.
 */
@NullMarked
package dev.tenure.election;

import org.jspecify.annotations.NullMarked;
