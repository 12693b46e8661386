package dev.tenure.ledger;

import dev.tenure.election.Leadership;
import dev.tenure.json.JsonWriter;
import dev.tenure.model.RunId;
import dev.tenure.model.Term;
import dev.tenure.store.Bytes;
import dev.tenure.store.Commit;
import dev.tenure.store.CommitResult;
import dev.tenure.store.Entry;
import dev.tenure.store.LeaseId;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right of a node to record how the runs end that it began in a term which it has handed over.
 *
 * <p>It is a key that the term itself put, under its fence, bound to the lease of a session of the
 * node that goes on. Each write under it compares that the key has the create revision of then; so
 * whoever deletes it, or lets its lease end, may settle what is open: nothing comes any more. Ends
 * are entries beside it, which whoever leads moves into the journal. Confined to the ledger's loop.
 */
final class CompletionRight {

  private static final Logger log = LoggerFactory.getLogger(CompletionRight.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final String KEY_GONE = "its key is gone";

  private enum Phase {
    ASKING,
    HELD,
    OVER
  }

  private final Leadership ended;
  private final Leadership session;
  private final LedgerParts parts;
  private final RightListener listener;
  private final Runnable onOver;
  private final Set<RunId> left;
  private final String key;
  private final Deque<Work> queue = new ArrayDeque<>();
  private final CompletableFuture<HandOverResult> asked = new CompletableFuture<>();
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private final RightSight sight;
  private Phase phase = Phase.ASKING;
  private @Nullable Report flight;
  private boolean busy;
  private boolean givingBack;
  private boolean deleting;
  private boolean pausing;
  private long created;
  private long sequence = 1;

  /**
   * A right that is not asked for yet.
   *
   * @param ended the leadership that is handed over; writes nothing by itself any more
   * @param session whose lease the right is to live with
   * @param open the runs of that term that are open
   * @param onOver called once, when nothing is written under it any more
   */
  CompletionRight(
      Leadership ended,
      Leadership session,
      Set<RunId> open,
      LedgerParts parts,
      RightListener listener,
      Runnable onOver) {
    this.ended = ended;
    this.session = session;
    this.parts = parts;
    this.listener = listener;
    this.onOver = onOver;
    left = new HashSet<>(open);
    key = parts.scope().layout().completionRight(parts.scope().group(), term());
    sight = new RightSight(parts, term(), left::contains, listener, this::keyGone);
  }

  private Term term() {
    return ended.term();
  }

  /** Puts the key, in the last transaction of the term. */
  CompletableFuture<HandOverResult> ask() {
    // A session outlives many hand-overs, and shall not keep what is left of each of them.
    WeakReference<CompletionRight> self = new WeakReference<>(this);
    session.ended().whenCompleteAsync((nothing, thrown) -> sessionOver(self), parts.loop());
    int runs = left.size();
    Bytes value =
        Bytes.of(
            new JsonWriter()
                .object()
                .text("node", parts.scope().node().value())
                .number("term", term().number())
                .number("runs", runs)
                .instant("at", Millis.floor(parts.clock().instant()))
                .end()
                .toBytes());
    Commit put =
        new Commit(
            List.of(ended.fence(), new Commit.Absent(key)),
            List.of(new Commit.Put(key, value, session.lease())));
    SureCommit.send(parts, put, this::isAlive)
        .whenComplete(
            (answer, thrown) -> {
              if (thrown != null) {
                lose(String.valueOf(thrown.getMessage()));
              } else if (answer.result() instanceof CommitResult.Committed committed) {
                held(committed.revision(), runs);
              } else if (answer.result() instanceof CommitResult.Refused refused) {
                Entry present = refused.guarded().get(key);
                if (present != null
                    && present.value().equals(value)
                    && present.lease().equals(session.lease())) {
                  held(present.createRevision(), runs);
                } else {
                  lose("the term is over");
                }
              }
            });
    return asked;
  }

  private static void sessionOver(WeakReference<CompletionRight> self) {
    CompletionRight right = self.get();
    if (right != null) {
      right.lose("the session of this node is over");
    }
  }

  private boolean isAlive() {
    return phase != Phase.OVER;
  }

  private void held(long revision, int runs) {
    if (!isAlive()) {
      return;
    }
    created = revision;
    phase = Phase.HELD;
    sight.begin();
    asked.complete(new HandOverResult.Handed(runs));
    pump();
  }

  /** To be followed by {@link #pump}. */
  void add(Work work) {
    if (!isAlive()) {
      work.done().complete(new Work.Fenced());
    } else {
      queue.add(work);
    }
  }

  /** Writes what is asked for, one entry after another; when all runs have ended, gives it back. */
  void pump() {
    while (phase == Phase.HELD && !busy) {
      if (!queue.isEmpty()) {
        write();
      } else if ((givingBack || left.isEmpty()) && !pausing) {
        delete();
      } else {
        return;
      }
    }
  }

  private void write() {
    Report report =
        Report.load(
            queue,
            new EntryFacts(
                parts.scope().group(),
                new Position(term().number(), sequence),
                parts.scope().node().value(),
                Millis.floor(parts.clock().instant())),
            left);
    if (report.value().isEmpty()) {
      report.durable();
      return;
    }
    flight = report;
    busy = true;
    send(report, report.value().get());
  }

  private void send(Report report, Bytes value) {
    String entry = parts.scope().layout().completion(parts.scope().group(), term(), sequence);
    Commit put =
        new Commit(
            List.of(new Commit.CreatedAt(key, created), new Commit.Absent(entry)),
            List.of(new Commit.Put(entry, value, LeaseId.NONE)));
    SureCommit.send(parts, put, this::isAlive)
        .whenComplete(
            (answer, thrown) -> {
              if (!isAlive()) {
                return;
              }
              if (thrown != null) {
                log.warn(
                    "ends of {} runs of term {} cannot be recorded, trying again: {}",
                    report.runs().size(),
                    term(),
                    thrown.getMessage());
                parts.loop().schedule(PAUSE, () -> sendAgain(report, value));
              } else if (answer.result() instanceof CommitResult.Refused refused) {
                refused(refused, entry, report, value);
              } else {
                written(report);
              }
            });
  }

  private void sendAgain(Report report, Bytes value) {
    if (isAlive()) {
      send(report, value);
    }
  }

  private void refused(CommitResult.Refused refused, String entry, Report report, Bytes value) {
    Entry right = refused.guarded().get(key);
    Entry present = refused.guarded().get(entry);
    if (present != null && present.value().equals(value)) {
      written(report);
    } else if (right == null || right.createRevision() != created) {
      lose(KEY_GONE);
    } else {
      log.warn("key {} was written by somebody else; the next number is taken", entry);
      sequence++;
      send(report, value);
    }
  }

  private void written(Report report) {
    sequence++;
    left.removeAll(report.runs());
    flight = null;
    busy = false;
    report.durable();
    pump();
  }

  /**
   * Gives the right back once what was asked for is written, whatever still runs: the leader
   * settles that. Completes when nothing is written under it any more.
   */
  CompletableFuture<Void> giveBack() {
    givingBack = true;
    pump();
    return over;
  }

  /** Not before the leader's key is gone: a late copy of the put would bring the right back. */
  private void delete() {
    busy = true;
    deleting = true;
    String interrupts = parts.scope().layout().completionInterrupts(parts.scope().group(), term());
    Commit delete =
        new Commit(
            List.of(new Commit.CreatedAt(key, created), new Commit.Absent(ended.key())),
            List.of(new Commit.Delete(key), Commit.DeleteRange.under(interrupts)));
    SureCommit.send(parts, delete, this::isAlive)
        .whenComplete(
            (answer, thrown) -> {
              if (!isAlive()) {
                return;
              }
              if (thrown != null) {
                deleteLater(PAUSE);
              } else if (answer.result() instanceof CommitResult.Refused refused
                  && refused.guarded().containsKey(key)) {
                deleteLater(LOOK);
              } else {
                end();
              }
            });
  }

  private void deleteLater(Duration wait) {
    busy = false;
    deleting = false;
    pausing = true;
    parts
        .loop()
        .schedule(
            wait,
            () -> {
              pausing = false;
              pump();
            });
    pump();
  }

  private void keyGone() {
    if (!deleting) {
      lose(KEY_GONE);
    }
  }

  private void lose(String why) {
    if (!isAlive()) {
      return;
    }
    boolean was = phase == Phase.HELD;
    end();
    asked.complete(new HandOverResult.Refused(why));
    if (was && !left.isEmpty()) {
      log.warn(
          "group {}: the right to record the ends of term {} is lost: {}; {} runs are to stop, and"
              + " the leader settles them",
          parts.scope().group(),
          term(),
          why,
          left.size());
      listener.onLost(ended);
    }
  }

  /** What waits under a right that was refused: it is for the term to write, if anybody can. */
  List<Work> takeBack() {
    List<Work> waiting = List.copyOf(queue);
    queue.clear();
    return waiting;
  }

  private void end() {
    boolean used = phase == Phase.HELD;
    phase = Phase.OVER;
    sight.end();
    Report unknown = flight;
    flight = null;
    if (unknown != null) {
      unknown.unknown("the right to do so is gone");
    }
    if (used) {
      takeBack().forEach(work -> work.done().complete(new Work.Fenced()));
    }
    over.complete(null);
    onOver.run();
  }

  /** Ends it on this node alone: the process goes, and its lease with it. */
  void stop() {
    phase = Phase.OVER;
    sight.end();
  }
}
