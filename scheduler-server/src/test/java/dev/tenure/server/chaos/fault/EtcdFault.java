package dev.tenure.server.chaos.fault;

import dev.tenure.etcd.LocalEtcd;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Members of etcd are killed, frozen, restarted, or lose the lead of etcd. */
final class EtcdFault implements Fault {

  private final Catalogue catalogue;
  private final Planned planned;
  private final LocalEtcd etcd;
  private final List<Integer> struck = new ArrayList<>();

  EtcdFault(Catalogue catalogue, Planned planned) {
    this.catalogue = catalogue;
    this.planned = planned;
    etcd = catalogue.cluster().etcd();
  }

  @Override
  public Effect begin() throws Exception {
    return switch (planned.kind()) {
      case ETCD_KILL -> strike(Blow.KILL, 1);
      case ETCD_PAUSE -> strike(Blow.PAUSE, 1);
      case ETCD_RESTART -> strike(Blow.STOP, 1);
      case QUORUM_LOSS -> strike(planned.amount() < 0.5 ? Blow.KILL : Blow.PAUSE, majority());
      default -> moveLeader();
    };
  }

  @Override
  public Effect end(Effect begun) {
    for (int member : struck) {
      Members.revive(etcd, member);
    }
    return begun;
  }

  private enum Blow {
    KILL,
    PAUSE,
    STOP
  }

  /** Every second time the member that leads etcd is the first to be struck. */
  private Effect strike(Blow blow, int count) throws Exception {
    int members = members();
    int first =
        planned.pick() % 2 == 0
            ? EtcdStatus.of(catalogue.cluster().etcdctl())
                .leaderIndex()
                .orElse(planned.pick() % members)
            : planned.pick() / 2 % members;
    List<String> seen = new ArrayList<>();
    boolean bit = true;
    for (int member : IntStream.range(first, first + count).map(m -> m % members).toArray()) {
      long pid = etcd.pid(member);
      struck.add(member);
      switch (blow) {
        case KILL -> etcd.kill(member);
        case PAUSE -> etcd.pause(member);
        case STOP -> etcd.stop(member);
      }
      boolean gone = blow != Blow.PAUSE && !Members.running(etcd, member);
      bit = bit && (gone || FreezeFault.awaitStop(pid) == 'T');
      seen.add("process " + pid + (gone ? " is gone" : " is in state " + Signals.state(pid)));
    }
    String names = struck.stream().map(m -> "etcd-" + (m + 1)).collect(Collectors.joining(" "));
    String detail =
        "%s of %d of %d for %d ms".formatted(blow, count, members, planned.lasts().toMillis());
    return new Effect(names, detail, bit, String.join("; ", seen));
  }

  private Effect moveLeader() throws Exception {
    Etcdctl etcdctl = catalogue.cluster().etcdctl();
    EtcdStatus before = EtcdStatus.of(etcdctl);
    int from = before.leaderIndex().orElseThrow(() -> new NotInjected("no member leads etcd"));
    int to = (from + 1 + planned.pick() % (members() - 1)) % members();
    Etcdctl.Answer moved = etcdctl.on(etcd.endpoint(from), "move-leader", before.ids().get(to));
    if (!moved.fine()) {
      throw new NotInjected(moved.output());
    }
    boolean leads = EtcdStatus.of(etcdctl).leader().equals(before.ids().get(to));
    return new Effect(
        "etcd-" + (from + 1), "to etcd-" + (to + 1), leads, "the members name the new leader");
  }

  private int majority() {
    return members() / 2 + 1;
  }

  private int members() {
    return catalogue.cluster().options().etcdMembers();
  }
}
