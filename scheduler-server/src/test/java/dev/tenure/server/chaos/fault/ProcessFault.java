package dev.tenure.server.chaos.fault;

import dev.tenure.server.cli.Launched;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Node processes end, at once or in good order, and are started again. */
final class ProcessFault implements Fault {

  /** Who is not ready by then is left to get ready while the next one ends. */
  private static final Duration READY = Duration.ofSeconds(30);

  private final Catalogue catalogue;
  private final Planned planned;
  private final List<ChaosNode> ended = new ArrayList<>();

  ProcessFault(Catalogue catalogue, Planned planned) {
    this.catalogue = catalogue;
    this.planned = planned;
  }

  @Override
  public Effect begin() throws Exception {
    return switch (planned.kind()) {
      case KILL_LEADER -> end("KILL", List.of(catalogue.leader()));
      case KILL_FOLLOWER -> end("KILL", List.of(catalogue.follower(planned.pick())));
      case KILL_ALL -> end("KILL", catalogue.cluster().nodes());
      case TERM_LEADER -> end("TERM", List.of(catalogue.leader()));
      default -> roll();
    };
  }

  @Override
  public Effect end(Effect begun) {
    ended.forEach(ChaosNode::start);
    return begun;
  }

  private Effect end(String signal, List<ChaosNode> targets) throws Exception {
    List<String> seen = new ArrayList<>();
    for (ChaosNode node : targets) {
      Optional<Long> pid = node.process().map(Launched::pid);
      ended.add(node);
      int exit = node.end(signal);
      pid.filter(id -> !Launched.alive(id))
          .ifPresent(id -> seen.add("process %d is gone, exit code %d".formatted(id, exit)));
    }
    String names = String.join(" ", targets.stream().map(ChaosNode::name).toList());
    String detail = "SIG" + signal + ", down for " + planned.lasts().toMillis() + " ms";
    return new Effect(names, detail, seen.size() == targets.size(), String.join("; ", seen));
  }

  /** One after another: down in good order, up, and ready before the next one's turn. */
  private Effect roll() throws Exception {
    Effect all = Effect.bit("all nodes", "one after another, SIGTERM", "");
    for (ChaosNode node : catalogue.cluster().nodes()) {
      Effect one = end("TERM", List.of(node));
      node.start();
      String then =
          awaitReady(node) ? "ready again" : "not ready within " + READY.toSeconds() + " s";
      all = all.and(one.bit(), node.name() + ": " + one.evidence() + ", " + then);
    }
    return all;
  }

  private static boolean awaitReady(ChaosNode node) throws InterruptedException {
    long end = System.nanoTime() + READY.toNanos();
    while (System.nanoTime() - end < 0) {
      Optional<Launched> process = node.process();
      if (process.isPresent() && process.get().hasLine("group default: (led by|ready to fire)")) {
        return true;
      }
      Thread.sleep(50);
    }
    return false;
  }
}
