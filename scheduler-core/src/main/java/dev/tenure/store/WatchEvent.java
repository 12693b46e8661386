package dev.tenure.store;

/** A change of one key. */
public sealed interface WatchEvent {

  /** The key that changed. */
  String key();

  /** The revision of the change. */
  long revision();

  /**
   * The key was written.
   *
   * @param entry the key as it stands after the write
   */
  record Written(Entry entry) implements WatchEvent {
    @Override
    public String key() {
      return entry.key();
    }

    @Override
    public long revision() {
      return entry.modRevision();
    }
  }

  /**
   * The key was deleted, by somebody or by the end of its lease.
   *
   * @param key the key
   * @param revision the revision of the deletion
   */
  record Deleted(String key, long revision) implements WatchEvent {}
}
