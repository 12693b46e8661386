package dev.tenure.ledger;

import dev.tenure.store.Commit;
import dev.tenure.store.CommitResult;
import java.util.List;

/**
 * One transaction of a term. Its writes are fixed when it is made, so that it can be repeated word
 * for word when an answer is lost.
 */
interface Flight {

  /** The guards beside the fence and the fold marker. */
  List<Commit.Guard> guards();

  List<Commit.Write> writes();

  /** Whether a refusal, in which the fence held, shows that an earlier try was applied. */
  boolean wasApplied(CommitResult.Refused refused);

  /** It is durable. */
  void committed(long revision);
}
