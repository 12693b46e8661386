package dev.tenure.model;

/**
 * One leadership of a group, and the fencing token that goes with it.
 *
 * <p>The number is the create revision of the leader's key in etcd: unique, and higher for each
 * later leadership of the same etcd cluster. A resource outside etcd is protected by refusing a
 * lower number than the highest it has seen.
 *
 * @param number the create revision; positive
 */
public record Term(long number) implements Comparable<Term> {

  public Term {
    if (number <= 0) {
      throw new IllegalArgumentException("a term is a positive revision, not " + number);
    }
  }

  @Override
  public int compareTo(Term other) {
    return Long.compare(number, other.number);
  }

  @Override
  public String toString() {
    return Long.toString(number);
  }
}
