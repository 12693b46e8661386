package dev.tenure.node;

import dev.tenure.model.GroupName;
import dev.tenure.model.KeyLayout;
import dev.tenure.node.Members.Member;
import dev.tenure.node.Members.Stand;
import dev.tenure.node.Members.Waiting;
import dev.tenure.store.Entry;
import dev.tenure.store.Listing;
import dev.tenure.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who is in the cluster, read from the store when somebody asks; while the store does not answer,
 * as it was read last. Thread-safe; never blocks.
 */
final class Membership {

  /** How long who looks on waits for a store before the last answer will do. */
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final Store store;
  private final KeyLayout layout;
  private volatile @Nullable Members last;

  Membership(Store store, KeyLayout layout) {
    this.store = store;
    this.layout = layout;
  }

  /** Fails as the store does, but only as long as it has never answered. */
  CompletionStage<Members> read() {
    CompletableFuture<Members> read =
        store
            .list(layout.nodes())
            .thenCombine(store.list(layout.elections()), this::members)
            .thenCombine(store.list(layout.drains()), this::drained)
            .handle(this::orLast)
            .toCompletableFuture();
    Members known = last;
    return known == null
        ? read
        : read.completeOnTimeout(known, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * How long the lease of whoever leads the group lasts if it is not renewed; empty if nobody leads
   * or the store does not say.
   */
  CompletionStage<Optional<Duration>> leaseLeft(GroupName group) {
    return store
        .list(layout.election(group) + "/")
        .thenCompose(
            queue ->
                queue.entries().isEmpty()
                    ? CompletableFuture.completedFuture(Optional.<Duration>empty())
                    : store.timeLeft(queue.entries().get(0).lease()))
        .exceptionally(failure -> Optional.empty());
  }

  private Members orLast(@Nullable Members read, @Nullable Throwable failure) {
    Members known = read == null ? last : read;
    if (known != null) {
      last = known;
      return known;
    }
    throw failure instanceof RuntimeException e ? e : new IllegalStateException(failure);
  }

  private Members members(Listing nodes, Listing candidates) {
    Map<GroupName, List<Waiting>> queues = new TreeMap<>();
    Map<String, List<Stand>> stands = new TreeMap<>();
    Map<String, Integer> running = new TreeMap<>();
    for (Entry entry : candidates.entries()) {
      Optional<GroupName> group = GroupQueue.groupOf(layout, entry.key());
      if (group.isPresent()) {
        List<Waiting> queue = queues.computeIfAbsent(group.get(), g -> new ArrayList<>());
        Optional<Proclamation> said = Proclamation.parse(entry.value().utf8());
        String node = said.map(Proclamation::node).orElse(entry.key());
        int place = queue.size() + 1;
        queue.add(
            new Waiting(
                node, said.map(Proclamation::address).orElse(""), place, entry.createRevision()));
        stands.computeIfAbsent(node, n -> new ArrayList<>()).add(new Stand(group.get(), place));
        if (place == 1) {
          running.merge(node, said.map(Proclamation::running).orElse(0), Integer::sum);
        }
      }
    }
    Map<String, Member> members = new TreeMap<>();
    for (Entry entry : nodes.entries()) {
      Proclamation.parse(entry.value().utf8())
          .map(said -> member(said, stands, running))
          .ifPresent(member -> members.putIfAbsent(member.node(), member));
    }
    return new Members(List.copyOf(members.values()), queues, Map.of());
  }

  private Members drained(Members members, Listing marks) {
    Map<String, Drain> drained = new TreeMap<>();
    for (Entry mark : marks.entries()) {
      drained.put(mark.key().substring(layout.drains().length()), Drain.read(mark.value()));
    }
    return new Members(members.nodes(), members.queues(), drained);
  }

  private static Member member(
      Proclamation said, Map<String, List<Stand>> stands, Map<String, Integer> running) {
    return new Member(
        said.node(),
        said.address(),
        said.pid(),
        said.version(),
        running.getOrDefault(said.node(), 0),
        stands.getOrDefault(said.node(), List.of()));
  }
}
