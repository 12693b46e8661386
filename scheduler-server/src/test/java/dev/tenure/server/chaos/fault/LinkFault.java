package dev.tenure.server.chaos.fault;

import dev.tenure.testing.FaultProxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** The way from a node to etcd, or to one member of it, is bad in one of several manners. */
final class LinkFault implements Fault {

  /** How long a connection is waited for that can be broken. */
  private static final Duration RECONNECT = Duration.ofSeconds(10);

  private final Catalogue catalogue;
  private final Planned planned;
  private List<FaultProxy> links = List.of();
  private long harmedBefore;

  LinkFault(Catalogue catalogue, Planned planned) {
    this.catalogue = catalogue;
    this.planned = planned;
  }

  @Override
  public Effect begin() throws Exception {
    List<ChaosNode> nodes =
        planned.pick() % 7 == 6
            ? catalogue.cluster().nodes()
            : List.of(catalogue.mostlyLeader(planned.pick()));
    if (planned.kind() != FaultKind.LINK_REFUSED) {
      awaitConnection(nodes);
    }
    int members = catalogue.cluster().options().etcdMembers();
    boolean one = members > 1 && planned.pick() / 7 % 3 == 0;
    int member = connected(nodes.get(0), planned.pick() / 21 % members);
    links =
        nodes.stream()
            .flatMap(
                node -> (one ? node.links().subList(member, member + 1) : node.links()).stream())
            .toList();
    harmedBefore = harmed();
    int connections = links.stream().mapToInt(FaultProxy::connections).sum();
    String way = one ? " to etcd-" + (member + 1) : " to etcd";
    String target = String.join(" ", nodes.stream().map(ChaosNode::name).toList()) + way;
    String detail = inflict() + ", for " + planned.lasts().toMillis() + " ms";
    return seen(target, detail, connections);
  }

  @Override
  public Effect end(Effect begun) {
    long harmed = harmed() - harmedBefore;
    links.forEach(FaultProxy::pass);
    return switch (planned.kind()) {
      case LINK_RESET, LINK_REFUSED -> begun;
      case LINK_LOST -> begun.and(true, harmed + " pieces were lost");
      default -> begun.and(harmed > 0, harmed + " pieces were held back");
    };
  }

  /** A node whose connections were refused a moment ago makes new ones after a while only. */
  private static void awaitConnection(List<ChaosNode> nodes) throws InterruptedException {
    long end = System.nanoTime() + RECONNECT.toNanos();
    while (nodes.stream()
            .flatMap(node -> node.links().stream())
            .allMatch(link -> link.connections() == 0)
        && System.nanoTime() - end < 0) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /** The drawn member, or else one that the node has a connection to: a node needs only one. */
  private static int connected(ChaosNode node, int drawn) {
    List<FaultProxy> ways = node.links();
    return IntStream.range(0, ways.size())
        .map(i -> (drawn + i) % ways.size())
        .filter(member -> ways.get(member).connections() > 0)
        .findFirst()
        .orElse(drawn);
  }

  private String inflict() {
    switch (planned.kind()) {
      case LINK_RESET -> links.forEach(FaultProxy::cut);
      case LINK_REFUSED -> links.forEach(FaultProxy::refuse);
      case LINK_LOST -> links.forEach(FaultProxy::lose);
      case LINK_REQUESTS -> links.forEach(FaultProxy::stallRequests);
      case LINK_ANSWERS -> links.forEach(FaultProxy::stallAnswers);
      case LINK_SLOW -> {
        Duration delay = Duration.ofMillis(20 + Math.round(planned.amount() * 1500));
        links.forEach(link -> link.delay(delay));
        return "each piece " + delay.toMillis() + " ms late";
      }
      default -> throw new IllegalStateException("no fault of a link: " + planned.kind());
    }
    return planned.kind().word();
  }

  private Effect seen(String target, String detail, int connections) throws InterruptedException {
    return switch (planned.kind()) {
      case LINK_REFUSED ->
          new Effect(target, detail, Ports.refused(links), "new connections are refused");
      case LINK_RESET ->
          new Effect(target, detail, connections > 0, connections + " connections were reset");
      default -> new Effect(target, detail, connections > 0, connections + " connections");
    };
  }

  private long harmed() {
    return links.stream().mapToLong(FaultProxy::harmed).sum();
  }
}
