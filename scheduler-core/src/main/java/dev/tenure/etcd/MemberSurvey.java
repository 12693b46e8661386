package dev.tenure.etcd;

import dev.tenure.store.StoreMember;
import dev.tenure.time.NanoClock;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.cluster.Member;
import io.etcd.jetcd.maintenance.StatusResponse;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * Asks the members of etcd for their status. Calls go round all members that are connected,
 * whatever target they name, and each answer says whose it is: some more calls than there are
 * members reach all of them.
 */
final class MemberSurvey {

  /** Other calls take their turns in between. */
  private static final int CALLS_A_MEMBER = 3;

  private final EtcdCalls calls;
  private final Client client;
  private final String target;
  private final NanoClock clock;

  MemberSurvey(EtcdCalls calls, Client client, String target, NanoClock clock) {
    this.calls = calls;
    this.client = client;
    this.target = target;
    this.clock = clock;
  }

  /** What is known of each member, by name. Fails if none answers. */
  CompletionStage<List<StoreMember>> ask() {
    return calls
        .call("list the members", () -> client.getClusterClient().listMember())
        .thenCompose(
            listed -> {
              List<Member> members = listed.getMembers();
              return answers(members.size()).thenApply(answers -> members(members, answers));
            });
  }

  private CompletableFuture<Map<Long, StoreMember.Answer>> answers(int members) {
    Map<Long, StoreMember.Answer> answers = new HashMap<>();
    List<CompletableFuture<?>> asked = new ArrayList<>();
    for (int i = 0; i < members * CALLS_A_MEMBER; i++) {
      long sent = clock.nanos();
      asked.add(
          calls
              .call("ask for the status", () -> client.getMaintenanceClient().statusMember(target))
              .thenApply(status -> Map.entry(id(status), answer(status, clock.nanos() - sent)))
              .handle((answer, failure) -> failure == null ? keep(answers, answer) : null));
    }
    return CompletableFuture.allOf(asked.toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> answers);
  }

  /** The quickest answer of each: the others have waited behind it. */
  private static Object keep(
      Map<Long, StoreMember.Answer> answers, Map.Entry<Long, StoreMember.Answer> answer) {
    synchronized (answers) {
      return answers.merge(
          answer.getKey(),
          answer.getValue(),
          (one, other) -> one.latency().compareTo(other.latency()) <= 0 ? one : other);
    }
  }

  private static long id(StatusResponse status) {
    return status.getHeader().getMemberId();
  }

  private static StoreMember.Answer answer(StatusResponse status, long nanos) {
    return new StoreMember.Answer(
        Duration.ofNanos(nanos),
        status.getVersion(),
        status.getLeader() == id(status),
        status.getDbSize());
  }

  private static List<StoreMember> members(
      List<Member> members, Map<Long, StoreMember.Answer> answers) {
    return members.stream()
        .map(
            member ->
                new StoreMember(
                    member.getName(),
                    member.getClientURIs().stream()
                        .map(URI::toString)
                        .collect(Collectors.joining(", ")),
                    Optional.ofNullable(answers.get(member.getId()))))
        .sorted(Comparator.comparing(StoreMember::name))
        .toList();
  }
}
