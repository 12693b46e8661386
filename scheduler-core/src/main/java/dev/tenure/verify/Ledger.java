package dev.tenure.verify;

import java.util.List;

/**
 * What the ledger says.
 *
 * @param facts all of it, in the order in which it was written where that is known
 * @param order what is known of the order
 * @param unreadable what could not be read
 */
public record Ledger(List<Fact> facts, Order order, List<Unreadable> unreadable) {

  /** What is known of the order of facts. */
  public enum Order {
    /** They are in the order of the journal, and all are there from the beginning. */
    JOURNAL,
    /** They were gathered from states and histories: what was first is not known for certain. */
    GATHERED
  }

  public Ledger {
    facts = List.copyOf(facts);
    unreadable = List.copyOf(unreadable);
  }

  /** All that a journal says, in its order. */
  public static Ledger journal(List<Fact> facts) {
    return new Ledger(facts, Order.JOURNAL, List.of());
  }

  /**
   * Something that is not what Tenure writes.
   *
   * @param group whose
   * @param key where it lies
   * @param why what is wrong with it
   */
  public record Unreadable(dev.tenure.model.GroupName group, String key, String why) {}
}
