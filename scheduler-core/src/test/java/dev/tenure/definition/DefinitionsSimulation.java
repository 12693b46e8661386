package dev.tenure.definition;

import static dev.tenure.definition.Specs.durable;
import static dev.tenure.definition.Specs.job;
import static dev.tenure.definition.Specs.jobName;
import static dev.tenure.definition.Specs.trigger;
import static dev.tenure.definition.Specs.triggerName;

import dev.tenure.definition.Cluster.Node;
import dev.tenure.model.NodeName;
import dev.tenure.store.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Three nodes that change the same few jobs at the same time, over networks that lose, delay and
 * cut, while history is compacted away.
 *
 * <p>Looked at after every commit: no job that is not durable is without a trigger. At the end: a
 * counter that all of them incremented has lost no increment; every view is what the store has; and
 * the store has no trigger without a job.
 */
final class DefinitionsSimulation {

  private static final int JOBS = 4;
  private static final int TRIGGERS = 3;

  private final Cluster cluster;
  private final Random random;
  private final List<Node> nodes = new ArrayList<>();
  private final List<String> broken = new ArrayList<>();
  private final Codec codec = new Codec();
  private final DefinitionScope scope;
  private int sure;
  private int perhaps;
  private int open;
  private int changed;

  DefinitionsSimulation(long seed) {
    cluster = new Cluster(seed);
    random = new Random(seed);
    scope = new DefinitionScope(Cluster.LAYOUT, Cluster.GROUP, new NodeName("observer"));
  }

  /** What went wrong; empty for nothing. */
  List<String> run() {
    for (int i = 1; i <= 3; i++) {
      nodes.add(cluster.following("node-" + i));
    }
    cluster.await(nodes.get(0).definitions.decide(changes -> changes.storeJob(counter(0), false)));
    cluster.store.witness(commit -> look());
    for (int step = 0; step < 150; step++) {
      act(nodes.get(random.nextInt(nodes.size())));
      if (random.nextInt(4) == 0) {
        trouble(nodes.get(random.nextInt(nodes.size())));
      }
      cluster.time.pass(Duration.ofMillis(random.nextInt(60)));
    }
    nodes.forEach(DefinitionsSimulation::heal);
    cluster.time.pass(Duration.ofMinutes(2));
    finish();
    return broken;
  }

  /** How many changes were made. */
  int changed() {
    return changed;
  }

  private void act(Node node) {
    String job = "j" + random.nextInt(JOBS);
    String trigger = job + "-t" + random.nextInt(TRIGGERS);
    int action = random.nextInt(10);
    if (action < 3) {
      increment(node);
    } else if (action < 5) {
      decide(
          node,
          c -> c.storeJobsAndTriggers(Map.of(job(job), List.of(trigger(trigger, job))), false));
    } else if (action < 7) {
      decide(node, c -> c.storeTrigger(trigger(trigger, job), random.nextBoolean()));
    } else if (action < 9) {
      decide(node, c -> c.removeTriggers(List.of(triggerName(trigger))));
    } else if (random.nextBoolean()) {
      decide(node, c -> c.removeJobs(List.of(jobName(job))));
    } else {
      decide(node, c -> c.pauseTriggers(List.of(triggerName(trigger))));
    }
  }

  private static JobSpec counter(int count) {
    return durable("counter").withData(Map.of("count", count));
  }

  private void increment(Node node) {
    CompletionStage<ChangeResult> result =
        decide(
            node,
            changes ->
                changes.storeJob(
                    counter(count(changes.view().job(jobName("counter")).orElseThrow()) + 1),
                    true));
    result.whenComplete(
        (outcome, thrown) -> {
          if (outcome instanceof ChangeResult.Changed) {
            sure++;
          } else if (outcome instanceof ChangeResult.Unknown
              || (outcome instanceof ChangeResult.Conflict conflict && conflict.perhapsMade())) {
            perhaps++;
          }
        });
  }

  private static int count(Kept<JobSpec> counter) {
    return (Integer) counter.value().data().getOrDefault("count", 0);
  }

  private CompletionStage<ChangeResult> decide(Node node, Function<Changes, Change> builder) {
    open++;
    CompletionStage<ChangeResult> result = node.definitions.decide(builder);
    result.whenComplete(
        (outcome, thrown) -> {
          open--;
          changed += outcome instanceof ChangeResult.Changed ? 1 : 0;
        });
    return result;
  }

  private void trouble(Node node) {
    heal(node);
    switch (random.nextInt(8)) {
      case 0 -> node.client.network().lostAnswers = 0.4;
      case 1 -> node.client.network().lostRequests = 0.4;
      case 2 -> node.client.network().silentWatches = true;
      case 3 -> node.client.network().slowest = Duration.ofMillis(300);
      case 4 -> {
        cluster.store.tellProgress();
        node.client.breakWatches();
      }
      case 5 -> {
        node.client.network().cut = true;
        node.client.breakWatches();
      }
      case 6 -> cluster.store.compact();
      default -> {}
    }
  }

  private static void heal(Node node) {
    // What a silent watch has missed is lost to it: only a break, or silence noticed, mends that.
    if (node.client.network().silentWatches) {
      node.client.network().silentWatches = false;
      node.client.breakWatches();
    }
    node.client.network().lostAnswers = 0;
    node.client.network().lostRequests = 0;
    node.client.network().slowest = Duration.ofMillis(5);
    node.client.network().cut = false;
  }

  private Map<Thing, Kept<?>> stored() {
    Map<Thing, Kept<?>> stored = new HashMap<>();
    for (Entry entry : cluster.store.entries(Cluster.LAYOUT.definitions(Cluster.GROUP))) {
      Thing thing = scope.thing(entry.key());
      stored.put(thing, codec.read(thing, entry));
    }
    return stored;
  }

  private void look() {
    Map<Thing, Kept<?>> stored = stored();
    Set<String> withTriggers = new HashSet<>();
    stored.forEach(
        (thing, kept) -> {
          if (kept.value() instanceof TriggerSpec trigger) {
            withTriggers.add(trigger.job() + " " + trigger.jobIncarnation());
          }
        });
    stored.forEach(
        (thing, kept) -> {
          if (kept.value() instanceof JobSpec job
              && !job.durable()
              && !withTriggers.contains(job.name() + " " + job.incarnation())) {
            broken.add(job.name() + " is not durable and has no trigger");
          }
        });
  }

  private void finish() {
    Map<Thing, Kept<?>> stored = stored();
    int count = count(cast(stored.get(new Thing.Job(jobName("counter")))));
    if (count < sure || count > sure + perhaps) {
      broken.add("the counter is " + count + ", not " + sure + " to " + (sure + perhaps));
    }
    if (open != 0) {
      broken.add(open + " changes have no result");
    }
    stored.forEach(
        (thing, kept) -> {
          if (kept.value() instanceof TriggerSpec trigger && isDead(trigger, stored)) {
            broken.add(thing + " has no job");
          }
        });
    for (Node node : nodes) {
      compare(node, stored);
    }
  }

  private static boolean isDead(TriggerSpec trigger, Map<Thing, Kept<?>> stored) {
    Kept<?> job = stored.get(new Thing.Job(trigger.job()));
    return job == null || !((JobSpec) job.value()).incarnation().equals(trigger.jobIncarnation());
  }

  private void compare(Node node, Map<Thing, Kept<?>> stored) {
    Map<Thing, Kept<?>> shown = new HashMap<>();
    DefinitionView view = node.view();
    view.jobNames().forEach(name -> shown.put(new Thing.Job(name), view.job(name).orElseThrow()));
    view.triggerNames()
        .forEach(name -> shown.put(new Thing.Trigger(name), view.trigger(name).orElseThrow()));
    Set<Thing> things = new HashSet<>(stored.keySet());
    things.addAll(shown.keySet());
    for (Thing thing : things) {
      if (!Objects.equals(shown.get(thing), stored.get(thing))) {
        broken.add("a view shows " + shown.get(thing) + ", the store has " + stored.get(thing));
      }
    }
    view.triggerNames()
        .forEach(
            name -> {
              TriggerSpec trigger = view.trigger(name).orElseThrow().value();
              if (!view.triggersOf(trigger.job()).contains(name)) {
                broken.add("a view does not list " + name + " with its job");
              }
            });
  }

  @SuppressWarnings("unchecked") // a job's key holds a job
  private static Kept<JobSpec> cast(Kept<?> kept) {
    return (Kept<JobSpec>) kept;
  }
}
