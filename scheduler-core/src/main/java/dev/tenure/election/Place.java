package dev.tenure.election;

import dev.tenure.store.LeaseId;

/**
 * A place in the queue.
 *
 * @param lease the candidate's lease
 * @param key the candidate's key
 * @param createRevision the create revision of the key: the place in line, and the term once it
 *     leads
 */
record Place(LeaseId lease, String key, long createRevision) {}
