package dev.tenure.definition;

import dev.tenure.store.Bytes;
import dev.tenure.store.Commit;
import dev.tenure.store.LeaseId;
import java.util.Optional;

/**
 * One operation as it goes to the store.
 *
 * @param thing what it is about
 * @param key its key
 * @param value what is written; empty for a deletion and for a mere expectation
 * @param deletes whether it is deleted
 * @param expected the revision that must have written it; zero for not there
 * @param any whether the expectation is only what the view shows
 */
record Encoded(
    Thing thing, String key, Optional<Bytes> value, boolean deletes, long expected, boolean any) {

  Encoded expecting(long revision) {
    return new Encoded(thing, key, value, deletes, revision, any);
  }

  /** Nothing is to be done about a thing that is not there and may be so. */
  boolean isIdle() {
    return any && value.isEmpty() && expected == 0;
  }

  Commit.Guard guard() {
    return expected == 0 ? new Commit.Absent(key) : new Commit.ModifiedAt(key, expected);
  }

  Optional<Commit.Write> write() {
    return deletes
        ? Optional.of(new Commit.Delete(key))
        : value.map(bytes -> new Commit.Put(key, bytes, LeaseId.NONE));
  }
}
