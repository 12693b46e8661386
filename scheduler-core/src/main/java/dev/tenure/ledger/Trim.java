package dev.tenure.ledger;

import dev.tenure.store.Bytes;
import dev.tenure.store.Commit;
import dev.tenure.store.CommitResult;
import dev.tenure.store.Entry;
import dev.tenure.store.LeaseId;
import java.util.ArrayList;
import java.util.List;

/** The last step of a fold: the marker moves on, and the entries before it are deleted. */
final class Trim implements Flight {

  private final LedgerScope scope;
  private final LedgerIndex index;
  private final FoldMarker marker;
  private final Bytes value;
  private final Runnable done;

  Trim(LedgerParts parts, Position upTo, Runnable done) {
    scope = parts.scope();
    index = parts.index();
    marker = index.marker(upTo);
    value = marker.write();
    this.done = done;
  }

  @Override
  public List<Commit.Guard> guards() {
    return List.of();
  }

  /** Deletes around what is not ours, which a person has yet to look at. */
  @Override
  public List<Commit.Write> writes() {
    List<Commit.Write> writes = new ArrayList<>();
    writes.add(new Commit.Put(scope.marker(), value, LeaseId.NONE));
    String from = scope.journal();
    String end = scope.entry(marker.folded().next());
    for (String strange : index.strange().headSet(end, false)) {
      if (strange.compareTo(from) > 0 && writes.size() < Append.MAX_WRITES) {
        writes.add(new Commit.DeleteRange(from, strange));
      }
      from = strange + '\0';
    }
    writes.add(new Commit.DeleteRange(from, end));
    return writes;
  }

  @Override
  public boolean wasApplied(CommitResult.Refused refused) {
    Entry present = refused.guarded().get(scope.marker());
    return present != null && present.value().equals(value);
  }

  @Override
  public void committed(long revision) {
    index.marked(marker, revision);
    done.run();
  }
}
