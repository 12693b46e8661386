package dev.tenure.node;

import dev.tenure.config.EtcdConfig;
import dev.tenure.election.Election;
import dev.tenure.election.ElectionName;
import dev.tenure.election.ElectionOptions;
import dev.tenure.election.Elections;
import dev.tenure.election.Observation;
import dev.tenure.etcd.EtcdStore;
import dev.tenure.ledger.FinishedRun;
import dev.tenure.ledger.OpenRun;
import dev.tenure.ledger.RunFeed;
import dev.tenure.loop.EventLoop;
import dev.tenure.loop.ThreadEventLoop;
import dev.tenure.model.GroupName;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.Term;
import dev.tenure.store.Store;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks at a cluster from outside, through the store alone: who leads and what runs. Holds no
 * lease.
 */
public final class ClusterEvents implements AutoCloseable {

  /** Hears what happens; called on one thread, must not block for long. */
  public interface Listener {
    /**
     * The leader of a group has changed.
     *
     * @param leader who leads now; empty if nobody does
     * @param silence how long ago the leader before it gave its last sign, a proclamation or a
     *     record in the ledger; zero if nobody led before, or nobody leads now
     */
    void onLeader(GroupName group, Optional<Leader> leader, Duration silence);

    /** A run was claimed. */
    void onClaimed(OpenRun run);

    /** A run has ended. */
    void onEnded(FinishedRun run);
  }

  /**
   * Who leads a group.
   *
   * @param node its node, or the key of a foreign candidate
   * @param address its HTTP address; empty for a foreign candidate
   * @param pid its process id; 0 for a foreign candidate
   * @param term its term
   */
  public record Leader(String node, String address, long pid, long term) {
    private static Leader of(Observation.Leader seen) {
      long term = seen.term().number();
      return Proclamation.parse(seen.value().utf8())
          .map(p -> new Leader(p.node(), p.address(), p.pid(), term))
          .orElseGet(() -> new Leader(seen.key(), "", 0, term));
    }
  }

  private final Store store;
  private final EventLoop loop = new ThreadEventLoop("cluster-events");
  private final Elections elections;
  private final Map<GroupName, LeaderChanges> changes = new HashMap<>();
  private final List<RunFeed> feeds;

  private ClusterEvents(EtcdConfig etcd, List<GroupName> groups, Listener listener) {
    store = EtcdStore.open(EtcdConnection.settings(etcd));
    elections = Elections.on(store, ElectionOptions.of(Duration.ofSeconds(5)));
    KeyLayout layout = new KeyLayout(etcd.root());
    groups.forEach(group -> changes.put(group, follow(group, layout, listener)));
    feeds =
        groups.stream()
            .map(
                group ->
                    RunFeed.follow(
                        store,
                        layout,
                        group,
                        loop,
                        new RunFeed.Listener() {
                          @Override
                          public void onClaimed(OpenRun run) {
                            sign(group, run.term());
                            listener.onClaimed(run);
                          }

                          @Override
                          public void onEnded(FinishedRun run) {
                            sign(group, run.run().term());
                            listener.onEnded(run);
                          }
                        }))
            .toList();
  }

  /** Follows the groups from now on: the present leaders are told first. */
  public static ClusterEvents follow(EtcdConfig etcd, List<GroupName> groups, Listener listener) {
    return new ClusterEvents(etcd, groups, listener);
  }

  private LeaderChanges follow(GroupName group, KeyLayout layout, Listener listener) {
    Election election = elections.open(new ElectionName(layout.election(group)));
    LeaderChanges ofGroup = new LeaderChanges(group, listener);
    election.observe(observation -> loop.execute(() -> ofGroup.see(observation)));
    return ofGroup;
  }

  private void sign(GroupName group, Term term) {
    LeaderChanges ofGroup = changes.get(group);
    if (ofGroup != null) {
      ofGroup.sign(term.number());
    }
  }

  /** Tells changes of the leader from proclamations of the same one. Belongs to the loop. */
  private final class LeaderChanges {
    private final GroupName group;
    private final Listener listener;
    private long term;
    private long lastSignNanos;
    private boolean toldNobody;

    LeaderChanges(GroupName group, Listener listener) {
      this.group = group;
      this.listener = listener;
    }

    /** The leader of the term has done something. */
    void sign(long ofTerm) {
      if (ofTerm == term) {
        lastSignNanos = loop.clock().nanos();
      }
    }

    void see(Observation observation) {
      if (observation instanceof Observation.Leader seen) {
        if (seen.term().number() != term) {
          Duration silence =
              term == 0 ? Duration.ZERO : Duration.ofNanos(loop.clock().nanos() - lastSignNanos);
          term = seen.term().number();
          toldNobody = false;
          listener.onLeader(group, Optional.of(Leader.of(seen)), silence);
        }
        sign(term);
      } else if (!toldNobody) {
        toldNobody = true;
        listener.onLeader(group, Optional.empty(), Duration.ZERO);
      }
    }
  }

  @Override
  public void close() {
    feeds.forEach(RunFeed::close);
    elections.close();
    loop.close();
    store.close();
  }
}
