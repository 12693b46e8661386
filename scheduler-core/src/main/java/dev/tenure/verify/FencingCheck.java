package dev.tenure.verify;

import dev.tenure.model.GroupName;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What protected resources accepted against who held which term. */
final class FencingCheck {

  private record TermKey(GroupName group, long term) {}

  private record Resource(String name, GroupName group) {}

  /** Who held a term, and at which revision it was over; zero when that is not known. */
  private record Holder(String node, long endRevision) {}

  private final Map<TermKey, Holder> holders = new HashMap<>();
  private final Map<Resource, Accepted> highest = new HashMap<>();
  private final Findings findings;

  FencingCheck(Evidence evidence, Findings findings) {
    this.findings = findings;
    for (Fact fact : evidence.ledger().facts()) {
      if (fact.stamp().term() != 0) {
        holders.putIfAbsent(
            new TermKey(fact.group(), fact.stamp().term()), new Holder(fact.stamp().node(), 0));
      }
    }
    evidence
        .timeline()
        .ifPresent(
            timeline ->
                timeline
                    .leaders()
                    .forEach(
                        lead ->
                            holders.put(
                                new TermKey(lead.group(), lead.term()),
                                new Holder(lead.node(), lead.endRevision()))));
  }

  void accepted(Accepted write) {
    Resource resource = new Resource(write.resource(), write.group());
    Accepted before = highest.get(resource);
    if (before != null && write.term() < before.term()) {
      findings.ofGroup(
          Breach.TOKEN_WENT_BACK,
          write.group(),
          write.resource()
              + " accepted term "
              + write.term()
              + " of node "
              + write.node()
              + " after term "
              + before.term()
              + " of node "
              + before.node());
    } else {
      highest.put(resource, write);
    }
    held(write, holders.get(new TermKey(write.group(), write.term())));
  }

  private void held(Accepted write, @Nullable Holder holder) {
    String wrong = null;
    if (holder == null) {
      wrong = "which nobody held";
    } else if (!holder.node().equals(write.node())) {
      wrong = "which was node " + holder.node() + "'s";
    } else if (holder.endRevision() > 0 && write.revision() > holder.endRevision()) {
      wrong = "at revision " + write.revision() + ", though it was over at " + holder.endRevision();
    }
    if (wrong != null) {
      findings.ofGroup(
          Breach.TOKEN_NOT_HELD,
          write.group(),
          write.resource()
              + " accepted term "
              + write.term()
              + " of node "
              + write.node()
              + ", "
              + wrong);
    }
  }
}
