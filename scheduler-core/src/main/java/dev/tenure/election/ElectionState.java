package dev.tenure.election;

/** Where a candidate stands. */
public sealed interface ElectionState {

  /** Not leading: not campaigning, or waiting in the queue. */
  record Follower() implements ElectionState {
    @Override
    public String toString() {
      return "FOLLOWER";
    }
  }

  /**
   * Leading.
   *
   * @param leadership what the leader shows for its acts
   */
  record Leader(Leadership leadership) implements ElectionState {
    @Override
    public String toString() {
      return "LEADER(" + leadership.term() + ")";
    }
  }

  /**
   * The campaign or the leadership has ended against the candidate's will; it may campaign again.
   *
   * @param cause why
   */
  @SuppressWarnings("JavaLangClash") // the word of the glossary
  record Error(ElectionException cause) implements ElectionState {
    @Override
    public String toString() {
      return "ERROR(" + cause.getMessage() + ")";
    }
  }
}
