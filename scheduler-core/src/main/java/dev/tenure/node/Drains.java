package dev.tenure.node;

import dev.tenure.definition.Actor;
import dev.tenure.definition.Deed;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.NodeName;
import dev.tenure.node.Members.Stand;
import dev.tenure.node.Members.Waiting;
import dev.tenure.store.Commit;
import dev.tenure.store.CommitResult;
import dev.tenure.store.LeaseId;
import dev.tenure.store.Store;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Drains nodes, through any node: one that is drained hands over what it leads and stands for
 * nothing, also after a restart, until somebody undoes it. What runs on it goes on as it does after
 * any hand-over. The word stands in etcd, so the node need not be reachable, nor alive.
 *
 * <p>Thread-safe; no method blocks. Stages complete normally.
 */
public final class Drains {

  private final Store store;
  private final KeyLayout layout;
  private final Membership membership;
  private final List<GroupRecords> groups;
  private final InstantSource clock;

  /**
   * For a cluster.
   *
   * @param groups in whose audit trails it is noted
   */
  Drains(
      Store store,
      KeyLayout layout,
      Membership membership,
      List<GroupRecords> groups,
      InstantSource clock) {
    this.store = store;
    this.layout = layout;
    this.membership = membership;
    this.groups = List.copyOf(groups);
    this.clock = clock;
  }

  /**
   * Drains a node. It is refused where that would leave a group without anybody to lead it.
   *
   * @param who who asks, for people; may be empty
   * @param actor whom the audit trail names; nothing is noted without one
   * @param force do it even so
   */
  public CompletionStage<Asked> drain(
      NodeName node, String who, Optional<Actor> actor, boolean force) {
    return membership
        .read()
        .thenCompose(members -> drain(members, node, who, actor, force))
        .exceptionally(Drains::unavailable);
  }

  private CompletionStage<Asked> drain(
      Members members, NodeName node, String who, Optional<Actor> actor, boolean force) {
    if (members.drained().containsKey(node.value())) {
      return done("node " + node + " is drained already");
    }
    Optional<Members.Member> member =
        members.nodes().stream().filter(one -> one.node().equals(node.value())).findFirst();
    if (member.isEmpty()) {
      return unknown(node, members);
    }
    Optional<String> alone = force ? Optional.empty() : leftAlone(members, member.get());
    if (alone.isPresent()) {
      return CompletableFuture.completedFuture(
          new Asked.Refused(Asked.Reason.LAST_NODE, alone.get()));
    }
    String key = layout.drained(node);
    Commit.Put mark = new Commit.Put(key, new Drain(who, clock.instant()).bytes(), LeaseId.NONE);
    return commit(
        new Commit(List.of(new Commit.Absent(key)), with(mark, actor, Deed.What.DRAIN, node)),
        "node " + node + " is drained: it leads nothing until that is undone");
  }

  /** The groups that nobody else could lead. */
  private static Optional<String> leftAlone(Members members, Members.Member node) {
    List<String> alone = new ArrayList<>();
    for (Stand stand : node.groups()) {
      List<Waiting> queue = members.queues().getOrDefault(stand.group(), List.of());
      if (queue.stream().allMatch(one -> one.node().equals(node.node()))) {
        alone.add(stand.group().value());
      }
    }
    return alone.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "nobody but node "
                + node.node()
                + " stands for "
                + String.join(", ", alone)
                + ": nothing would run there; start another node, or force it");
  }

  /**
   * Lets a node take part again.
   *
   * @param actor whom the audit trail names; nothing is noted without one
   */
  public CompletionStage<Asked> undrain(NodeName node, Optional<Actor> actor) {
    return membership
        .read()
        .thenCompose(members -> undrain(members, node, actor))
        .exceptionally(Drains::unavailable);
  }

  private CompletionStage<Asked> undrain(Members members, NodeName node, Optional<Actor> actor) {
    if (!members.drained().containsKey(node.value())) {
      return members.nodes().stream().anyMatch(one -> one.node().equals(node.value()))
          ? done("node " + node + " takes part already")
          : unknown(node, members);
    }
    Commit.Delete mark = new Commit.Delete(layout.drained(node));
    return commit(
        new Commit(List.of(), with(mark, actor, Deed.What.UNDRAIN, node)),
        "node " + node + " takes part again");
  }

  private List<Commit.Write> with(
      Commit.Write mark, Optional<Actor> actor, Deed.What what, NodeName node) {
    List<Commit.Write> writes = new ArrayList<>();
    writes.add(mark);
    Deed deed =
        new Deed(what, Optional.empty(), Optional.empty(), Map.of(), Map.of("node", node.value()));
    for (GroupRecords group : groups) {
      group
          .notes()
          .of(actor, deed)
          .map(entry -> entry.note(layout, group.group()))
          .ifPresent(writes::add);
    }
    return writes;
  }

  private CompletionStage<Asked> commit(Commit commit, String done) {
    return store.commit(commit).thenApply(result -> asked(result, done));
  }

  private static Asked asked(CommitResult result, String done) {
    if (result instanceof CommitResult.OutcomeUnknown unknown) {
      return new Asked.Refused(
          Asked.Reason.UNCERTAIN,
          "etcd did not answer, so it is not known whether it was done: "
              + unknown.cause().getMessage());
    }
    return new Asked.Done(
        result instanceof CommitResult.Refused ? "somebody else did it just now" : done);
  }

  private static CompletionStage<Asked> done(String message) {
    return CompletableFuture.completedFuture(new Asked.Done(message));
  }

  private static CompletionStage<Asked> unknown(NodeName node, Members members) {
    List<String> known = members.nodes().stream().map(Members.Member::node).toList();
    return CompletableFuture.completedFuture(
        new Asked.Refused(
            Asked.Reason.NO_SUCH_NODE, "there is no node " + node + "; living nodes: " + known));
  }

  private static Asked unavailable(@Nullable Throwable failure) {
    return new Asked.Refused(Asked.Reason.UNAVAILABLE, "etcd does not answer: " + failure);
  }
}
