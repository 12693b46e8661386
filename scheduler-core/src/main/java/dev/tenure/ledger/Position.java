package dev.tenure.ledger;

/**
 * A place in the journal; entries are written in the order of their positions.
 *
 * @param term the leadership that wrote the entry; zero before all of them
 * @param sequence its number in that term
 */
public record Position(long term, long sequence) implements Comparable<Position> {

  /** Before every entry. */
  public static final Position NONE = new Position(0, 0);

  @Override
  public int compareTo(Position other) {
    int byTerm = Long.compare(term, other.term);
    return byTerm != 0 ? byTerm : Long.compare(sequence, other.sequence);
  }

  /** Throws {@link IllegalArgumentException} for text that is not a position. */
  static Position parse(String text) {
    int dash = text.indexOf('-');
    if (dash < 1) {
      throw new IllegalArgumentException("\"" + text + "\" is not a position such as \"7-12\"");
    }
    return new Position(
        Long.parseLong(text.substring(0, dash)), Long.parseLong(text.substring(dash + 1)));
  }

  /**
   * Whether there can be such an entry in a store that was at the revision: a term is the revision
   * of its leader's key, and each entry takes one revision more.
   */
  boolean isPossible(long revision) {
    return term >= 0 && sequence >= 0 && term < revision && sequence <= revision - term;
  }

  boolean isAfter(Position other) {
    return compareTo(other) > 0;
  }

  Position next() {
    return new Position(term, sequence + 1);
  }

  @Override
  public String toString() {
    return term + "-" + sequence;
  }
}
