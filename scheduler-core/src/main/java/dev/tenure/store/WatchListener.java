package dev.tenure.store;

/**
 * Receives what happens under a prefix. Calls come one at a time, in order of revision, on a thread
 * of the store: the listener only posts to its own loop; it does not block, lock or throw.
 */
public interface WatchListener {

  /** Something changed. */
  void onEvent(WatchEvent event);

  /**
   * Whatever happened up to this revision, including it, has been told. A store may say so now and
   * then where nothing happens under the prefix; a watch that is opened anew need not begin before.
   */
  default void onProgress(long revision) {}

  /**
   * The watch has ended and nothing will follow; the listener's owner opens a new one from the
   * revision after the last event it saw, or lists again when the kind is {@link
   * StoreException.Kind#COMPACTED}. Called at most once, and not after {@link Watch#close()}.
   */
  void onBroken(StoreException cause);
}
