package dev.tenure.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.model.GroupName;
import dev.tenure.model.NodeName;
import dev.tenure.node.FairShare.Advice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Shares become even, with few moves, and stay as they are then. */
final class FairShareTest {

  private static final NodeName A = new NodeName("a");
  private static final NodeName B = new NodeName("b");
  private static final NodeName C = new NodeName("c");

  private static GroupQueue queue(String group, NodeName... nodes) {
    return new GroupQueue(new GroupName(group), List.of(nodes), 0);
  }

  @Test
  void whoLeadsNoMoreThanItsShareStays() {
    List<GroupQueue> even = List.of(queue("g", A, B), queue("h", B, A), queue("i", A, B));
    assertThat(FairShare.advice(even, A)).isEqualTo(new Advice.Stay());
    assertThat(FairShare.advice(even, B)).isEqualTo(new Advice.Stay());
  }

  @Test
  void theGroupInWhichLeastRunsIsHandedToTheNextInLine() {
    List<GroupQueue> uneven =
        List.of(
            new GroupQueue(new GroupName("g"), List.of(A, B), 3),
            new GroupQueue(new GroupName("h"), List.of(A, B), 1));
    assertThat(FairShare.advice(uneven, A)).isEqualTo(new Advice.HandOver(new GroupName("h"), B));
    assertThat(FairShare.advice(uneven, B)).isEqualTo(new Advice.Stay());
  }

  @Test
  void whoStandsBeforeTheOneThatIsToLeadStepsBack() {
    List<GroupQueue> queues = List.of(queue("g", A, B, C), queue("h", A, B, C), queue("i", B, A));
    assertThat(FairShare.advice(queues, A)).isEqualTo(new Advice.Wait(Optional.empty()));
    assertThat(FairShare.advice(queues, B)).isEqualTo(new Advice.StepBack(new GroupName("g"), C));
    assertThat(FairShare.advice(queues, C)).isEqualTo(new Advice.Stay());
  }

  @Test
  void aNodeMakesRoomForWhatItIsToTakeFromAnother() {
    List<GroupQueue> queues = List.of(queue("g", A, B), queue("h", A, B), queue("i", B, C));
    assertThat(FairShare.advice(queues, A)).isEqualTo(new Advice.Stay());
    assertThat(FairShare.advice(queues, B)).isEqualTo(new Advice.HandOver(new GroupName("i"), C));
  }

  @Test
  void withoutThoseThatStepBackTheNextInLineIsBetterThanNothing() {
    List<GroupQueue> queues = new ArrayList<>(List.of(queue("i", B, A, C)));
    for (String group : List.of("e", "f", "g", "h")) {
      queues.add(queue(group, A, B, C));
    }
    assertThat(FairShare.advice(queues, A))
        .isEqualTo(new Advice.Wait(Optional.of(new Advice.HandOver(new GroupName("e"), B))));
  }

  @Test
  void randomClustersBecomeEvenAndStaySoWhateverHappensToTheirNodes() {
    for (int seed = 0; seed < 2000; seed++) {
      RandomCluster cluster = new RandomCluster(seed);
      cluster.settle();
      cluster.kill();
      cluster.settle();
      cluster.comeBack();
      cluster.settle();
    }
  }

  @Test
  void whereAllStandEverywhereNoHandOverIsMoreThanIsNeeded() {
    for (int nodes = 2; nodes < 7; nodes++) {
      for (int groups = 1; groups < 25; groups++) {
        RandomCluster cluster = new RandomCluster(nodes, groups);
        int most = (groups + nodes - 1) / nodes;
        assertThat(cluster.settle()).isEqualTo(groups - most);
      }
    }
  }

  /** Nodes that act one at a time or at once, on what they see now or saw a moment ago. */
  private static final class RandomCluster {
    private final Random random;
    private final String name;
    private final List<NodeName> living = new ArrayList<>();
    private final Map<NodeName, Set<GroupName>> standsIn = new TreeMap<>();
    private final Map<GroupName, List<NodeName>> queues = new TreeMap<>();
    private final Map<NodeName, Integer> waits = new TreeMap<>();
    private Optional<NodeName> dead = Optional.empty();
    private final boolean orderly;

    RandomCluster(int seed) {
      orderly = false;
      random = new Random(seed);
      name = "seed " + seed;
      int nodes = 1 + random.nextInt(7);
      int groups = 1 + random.nextInt(20);
      double density = random.nextBoolean() ? 1 : 0.2 + 0.8 * random.nextDouble();
      for (int node = 0; node < nodes; node++) {
        Set<GroupName> stands = new TreeSet<>();
        for (int group = 0; group < groups; group++) {
          if (random.nextDouble() < density) {
            stands.add(new GroupName("g" + group));
          }
        }
        add(new NodeName("n" + node), stands);
      }
      queues.values().forEach(queue -> Collections.shuffle(queue, random));
    }

    /** All nodes stand everywhere, the first one leads, and each waits for the others. */
    RandomCluster(int nodes, int groups) {
      orderly = true;
      random = new Random(0);
      name = groups + " groups on " + nodes + " nodes";
      Set<GroupName> all = new TreeSet<>();
      for (int group = 0; group < groups; group++) {
        all.add(new GroupName("g" + group));
      }
      for (int node = 0; node < nodes; node++) {
        add(new NodeName("n" + node), all);
      }
    }

    private void add(NodeName node, Set<GroupName> stands) {
      living.add(node);
      standsIn.put(node, stands);
      stands.forEach(group -> queues.computeIfAbsent(group, g -> new ArrayList<>()).add(node));
    }

    void kill() {
      NodeName gone = living.remove(random.nextInt(living.size()));
      queues.values().forEach(queue -> queue.remove(gone));
      dead = Optional.of(gone);
    }

    void comeBack() {
      dead.ifPresent(node -> add(node, standsIn.get(node)));
    }

    private List<GroupQueue> seen() {
      List<GroupQueue> seen = new ArrayList<>();
      queues.forEach((group, nodes) -> seen.add(new GroupQueue(group, nodes, random.nextInt(3))));
      return seen;
    }

    /** Lets the nodes act until none wants to; answers how many hand-overs there were. */
    int settle() {
      int handOvers = 0;
      for (int round = 0; round < 500; round++) {
        List<GroupQueue> seen = seen();
        if (living.stream().allMatch(n -> FairShare.advice(seen, n) instanceof Advice.Stay)) {
          assertNoChainMakesItMoreEven();
          return handOvers;
        }
        List<NodeName> acting = new ArrayList<>(living);
        Collections.shuffle(acting, random);
        int atOnce = !orderly && random.nextInt(10) == 0 ? 2 : 1;
        for (NodeName node : acting.subList(0, Math.min(atOnce, acting.size()))) {
          handOvers += act(node, FairShare.advice(seen, node));
        }
      }
      throw new AssertionError(name + " does not settle: " + queues);
    }

    private int act(NodeName node, Advice advice) {
      if (advice instanceof Advice.Wait wait) {
        boolean patient = orderly || waits.merge(node, 1, Integer::sum) < 3;
        return patient ? 0 : wait.anyway().map(anyway -> act(node, anyway)).orElse(0);
      }
      waits.remove(node);
      if (advice instanceof Advice.HandOver handOver) {
        assertThat(queues.get(handOver.group()).get(0)).as(name).isEqualTo(node);
        assertThat(queues.get(handOver.group()).get(1)).as(name).isEqualTo(handOver.to());
        toTheEnd(handOver.group(), node);
        return 1;
      }
      if (advice instanceof Advice.StepBack back && queues.get(back.group()).indexOf(node) > 0) {
        toTheEnd(back.group(), node);
      }
      return 0;
    }

    private void toTheEnd(GroupName group, NodeName node) {
      queues.get(group).remove(node);
      queues.get(group).add(node);
    }

    /** By the definition of an optimal spread, written another way than the decision is. */
    private void assertNoChainMakesItMoreEven() {
      Map<NodeName, Integer> shares = FairShare.shares(seen());
      for (NodeName rich : shares.keySet()) {
        Set<NodeName> reached = new TreeSet<>(Set.of(rich));
        boolean grew = true;
        while (grew) {
          Set<NodeName> more = new TreeSet<>();
          queues.values().stream()
              .filter(queue -> !queue.isEmpty() && reached.contains(queue.get(0)))
              .forEach(more::addAll);
          grew = reached.addAll(more);
        }
        for (NodeName heir : reached) {
          assertThat(shares.get(rich) - shares.get(heir)).as("%s: %s", name, queues).isLessThan(2);
        }
      }
    }
  }
}
