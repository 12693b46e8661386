package dev.tenure.server.chaos.fault;

import dev.tenure.server.chaos.fault.Candidates.Candidate;
import dev.tenure.store.Commit;
import dev.tenure.store.CommitResult;
import dev.tenure.store.Entry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Somebody takes the leader's lease or key away by hand. */
final class KeysFault implements Fault {

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Catalogue catalogue;
  private final Planned planned;

  KeysFault(Catalogue catalogue, Planned planned) {
    this.catalogue = catalogue;
    this.planned = planned;
  }

  @Override
  public Effect begin() throws Exception {
    catalogue.leader();
    Candidate leader = candidates().leader().orElseThrow(() -> new NotInjected("nobody leads"));
    return switch (planned.kind()) {
      case LEASE_REVOKED -> {
        String lease = leader.entry().lease().hex();
        catalogue
            .cluster()
            .store()
            .revoke(leader.entry().lease())
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
        yield Effect.bit(leader.node(), "lease " + lease, gone(leader));
      }
      case KEY_DELETED -> {
        delete(leader.entry());
        yield Effect.bit(leader.node(), "term " + leader.entry().createRevision(), gone(leader));
      }
      default -> pingPong(leader);
    };
  }

  @Override
  public Effect end(Effect begun) {
    return begun;
  }

  /**
   * Takes the leader's key away again and again, and each time sees to it that who led before it is
   * the next in line: the others lose their places.
   */
  private Effect pingPong(Candidate first) throws Exception {
    int hops = 3 + (int) (planned.amount() * 5);
    StringBuilder terms = new StringBuilder(first.node() + " " + first.entry().createRevision());
    Candidate leader = first;
    Optional<String> partner = Optional.empty();
    int done = 0;
    for (; done < hops; done++) {
      Candidate next = next(leader, partner);
      if (next == null) {
        break;
      }
      delete(leader.entry());
      partner = Optional.of(leader.node());
      leader = next;
      terms.append(", ").append(leader.node()).append(' ').append(leader.entry().createRevision());
    }
    return new Effect(
        first.node(), hops + " hand-overs in a row wanted", done >= 2, "terms of " + terms);
  }

  /** The one behind the leader, once it is the wanted node; whoever stands between has to go. */
  private @Nullable Candidate next(Candidate leader, Optional<String> wanted) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() - end < 0) {
      List<Candidate> queue = candidates().queue();
      boolean leads =
          !queue.isEmpty()
              && queue.get(0).entry().createRevision() == leader.entry().createRevision();
      if (!leads) {
        return null;
      }
      boolean there =
          queue.stream().skip(1).anyMatch(c -> wanted.isEmpty() || wanted.get().equals(c.node()));
      if (there) {
        Candidate second = queue.get(1);
        if (wanted.isEmpty() || wanted.get().equals(second.node())) {
          return second;
        }
        delete(second.entry());
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return null;
  }

  private String gone(Candidate leader) throws Exception {
    boolean there =
        candidates().queue().stream()
            .anyMatch(c -> c.entry().createRevision() == leader.entry().createRevision());
    if (there) {
      throw new NotInjected("the key is still there");
    }
    return "the key of term " + leader.entry().createRevision() + " is gone";
  }

  private void delete(Entry entry) throws Exception {
    Commit commit =
        new Commit(
            List.of(new Commit.CreatedAt(entry.key(), entry.createRevision())),
            List.of(new Commit.Delete(entry.key())));
    CommitResult result =
        catalogue.cluster().store().commit(commit).toCompletableFuture().get(10, TimeUnit.SECONDS);
    if (!(result instanceof CommitResult.Committed)) {
      throw new NotInjected("the key could not be deleted: " + result);
    }
  }

  private Candidates candidates() {
    return catalogue.cluster().candidates();
  }
}
