package dev.tenure.definition;

import dev.tenure.store.StoreException;
import java.util.Optional;

/** What became of a {@link Change}. */
public sealed interface ChangeResult {

  /** What happened, for people; says what to do if something is to be done. */
  String message();

  /**
   * It is durable, and to be seen in the view.
   *
   * @param revision the store's revision of it; for a change of nothing, zero
   */
  record Changed(long revision) implements ChangeResult {
    @Override
    public String message() {
      return "changed at revision " + revision;
    }
  }

  /**
   * Something is not as the change expected it; nothing was changed. The view shows what it is now.
   *
   * @param thing the first such thing
   * @param key its key
   * @param written who wrote what it is now; empty if it is gone, or if that cannot be read
   * @param revision when that was written; zero if it is gone
   * @param perhapsMade whether the change may have been made before that, because the store's first
   *     answer was lost
   */
  record Conflict(
      Thing thing, String key, Optional<Written> written, long revision, boolean perhapsMade)
      implements ChangeResult {
    @Override
    public String message() {
      String what =
          revision == 0
              ? thing + " was removed since it was read"
              : thing
                  + " was changed by "
                  + written.map(w -> w.by().value()).orElse("somebody")
                  + " at revision "
                  + revision
                  + " since it was read";
      String doubt =
          perhapsMade ? "; this change may have been made before that, its answer was lost" : "";
      return what + " (" + key + ")" + doubt + "; read it again and repeat";
    }
  }

  /**
   * It cannot be made as it is; nothing was changed.
   *
   * @param reason what is wrong, what is allowed
   */
  record Rejected(String reason) implements ChangeResult {
    @Override
    public String message() {
      return reason;
    }
  }

  /** The leadership that it named is over; nothing was changed. */
  record Fenced() implements ChangeResult {
    @Override
    public String message() {
      return "the term under which it was to be made is over";
    }
  }

  /** The store could not be reached for as long as was waited; nothing was changed. */
  record Unavailable(StoreException cause) implements ChangeResult {
    @Override
    public String message() {
      return "nothing was changed: " + cause.getMessage();
    }
  }

  /**
   * The store did not answer for as long as was waited; it may have been changed, or may be yet.
   */
  record Unknown(StoreException cause) implements ChangeResult {
    @Override
    public String message() {
      return "it is not known whether it was changed; read it again: " + cause.getMessage();
    }
  }
}
