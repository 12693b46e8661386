package dev.tenure.etcd;

import static dev.tenure.etcd.Waiting.await;
import static dev.tenure.etcd.Waiting.failure;
import static dev.tenure.etcd.Waiting.mustPut;
import static dev.tenure.etcd.Waiting.put;
import static dev.tenure.etcd.Waiting.works;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.store.Bytes;
import dev.tenure.store.CommitResult;
import dev.tenure.store.Lease;
import dev.tenure.store.StoreException;
import dev.tenure.store.StoreException.Kind;
import dev.tenure.store.Watch;
import dev.tenure.store.WatchEvent;
import dev.tenure.testing.EtcdExtension;
import dev.tenure.testing.FaultProxy;
import dev.tenure.testing.StoreContract.Recorder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The store behind a bad network, before a whole etcd. */
class EtcdStoreFaultsIT {

  @RegisterExtension static final EtcdExtension etcd = new EtcdExtension();

  private FaultProxy proxy;
  private EtcdStore direct;
  private EtcdStore store;
  private String root;

  @BeforeEach
  void open() {
    root = etcd.freshRoot();
    proxy = FaultProxy.to(etcd.etcd().endpoint(0));
    direct = etcd.open();
    store = EtcdStore.open(quick(proxy.endpoint()));
    // The first call of a JVM loads many classes, which may take longer than our short limit.
    Awaitility.await().until(() -> works(() -> store.get(root + "warm-up")));
  }

  @AfterEach
  void close() {
    store.close();
    direct.close();
    proxy.close();
  }

  @Test
  void aCommitWhoseAnswerIsHeldBackHasAnUnknownOutcome() {
    proxy.stallAnswers();

    CommitResult result = put(store, root + "a", "done");

    assertThat(unknown(result).kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(await(direct.get(root + "a")).orElseThrow().value()).isEqualTo(Bytes.utf8("done"));
  }

  @Test
  void aCommitWhoseConnectionIsCutHasAnUnknownOutcome() {
    proxy.stallAnswers();
    CompletionStage<CommitResult> commit = commit("a", "done");
    Awaitility.await().until(() -> await(direct.get(root + "a")).isPresent());

    proxy.cut();

    assertThat(unknown(await(commit)).kind()).isEqualTo(Kind.UNAVAILABLE);
  }

  @Test
  void aStalledWriteMayStillHappenAfterItsDeadline() {
    proxy.stallRequests();
    unknown(put(store, root + "late", "zombie"));
    assertThat(await(direct.get(root + "late"))).isEmpty();

    proxy.pass();

    // gRPC sent the request before its deadline; whether etcd still runs it is a race. What is
    // promised is that the store works again and that the outcome was never called definite.
    Awaitility.await().until(() -> works(() -> store.get(root + "late")));
  }

  @Test
  void everyCallEndsByItsDeadlineWhenThePeerIsSilent() {
    Lease lease = await(direct.grant(Duration.ofSeconds(30)));
    proxy.stall();

    assertThat(failure(store.get(root + "a")).kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(failure(store.list(root)).kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(failure(store.grant(Duration.ofSeconds(5))).kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(failure(store.renew(lease.id())).kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(failure(store.revoke(lease.id())).kind()).isEqualTo(Kind.UNAVAILABLE);
    await(direct.revoke(lease.id()));
  }

  @Test
  void aDeadEndpointFailsAtOnceAndSaysWhy() {
    proxy.refuse();
    // The first calls may still meet the reset of the old connection.
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(failure(store.get(root + "a")))
                    .hasMessageContaining("Connection refused")
                    .hasMessageContaining(proxy.endpoint()));

    EtcdStore patient =
        EtcdStore.open(
            EtcdSettings.of(List.of(proxy.endpoint()))
                .withTimeouts(Duration.ofMinutes(5), Duration.ofSeconds(1)));
    assertThat(failure(patient.get(root + "a")).kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(unknown(put(patient, root + "a", "x"))).hasMessageContaining("Connection refused");
    patient.close();
  }

  @Test
  void aCutConnectionHealsByItself() {
    proxy.cut();

    Awaitility.await().until(() -> works(() -> store.get(root + "a")));
    mustPut(store, root + "a", "x");
  }

  @Test
  void aLongOutageIsOverSoonAfterItsCauseIs() {
    proxy.refuse();
    // Then gRPC's own waits have grown to six seconds, and the present one has just begun.
    Awaitility.await()
        .pollInterval(Duration.ofMillis(200))
        .during(Duration.ofSeconds(12))
        .atMost(Duration.ofSeconds(30))
        .until(() -> !works(() -> store.get(root + "a")));

    proxy.pass();

    Awaitility.await()
        .atMost(Duration.ofSeconds(4))
        .until(() -> works(() -> store.get(root + "a")));
  }

  @Test
  void aCutWatchBreaksOnceAndGoesOnWithoutALoss() {
    long from = mustPut(direct, root + "w/0", "0");
    Recorder before = new Recorder();
    Watch first = store.watch(root + "w/", from, before);
    Awaitility.await().until(() -> before.events.size() == 1);

    proxy.cut();
    mustPut(direct, root + "w/1", "1");
    mustPut(direct, root + "w/2", "2");
    Awaitility.await().until(() -> !before.broken.isEmpty());
    Recorder after = new Recorder();
    long next = before.events.get(before.events.size() - 1).revision() + 1;
    Watch second = store.watch(root + "w/", next, after);
    mustPut(direct, root + "w/3", "3");

    Awaitility.await().until(() -> before.events.size() + after.events.size() == 4);
    assertThat(before.broken).extracting(StoreException::kind).containsExactly(Kind.UNAVAILABLE);
    assertThat(after.keys()).endsWith(root + "w/2", root + "w/3");
    first.close();
    second.close();
  }

  @Test
  void aWatchCutBeforeItsFirstEventsLosesNothing() {
    long from = mustPut(direct, root + "w/0", "0");
    mustPut(direct, root + "w/1", "1");
    for (int i = 0; i < 10; i++) {
      Recorder recorder = new Recorder();
      proxy.stallAnswers();
      Watch watch = store.watch(root + "w/", from, recorder);
      mustPut(direct, root + "w/2", "2");
      proxy.cut();
      proxy.pass();
      Awaitility.await().until(() -> !recorder.broken.isEmpty() || recorder.events.size() >= 2);
      watch.close();
      // Either it broke and told nothing behind a gap, or it began at the beginning.
      assertThat(recorder.events.stream().map(WatchEvent::revision).findFirst())
          .satisfiesAnyOf(
              revision -> assertThat(revision).isEmpty(),
              revision -> assertThat(revision).contains(from));
      assertThat(recorder.broken.size()).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void aWatchOfASilentPeerBreaks() {
    long from = mustPut(direct, root + "w/0", "0");
    Recorder recorder = new Recorder();
    Watch watch = store.watch(root + "w/", from, recorder);
    Awaitility.await().until(() -> recorder.events.size() == 1);

    proxy.stall();

    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> recorder.broken.size() == 1);
    watch.close();
  }

  @Test
  void aLostConnectionIsReplacedAfterOneCallTimeout() {
    Lease lease = await(direct.grant(Duration.ofSeconds(30)));
    proxy.lose();

    assertThat(works(() -> store.renew(lease.id()))).isFalse();
    // gRPC itself would take twelve seconds to notice.
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> works(() -> store.renew(lease.id())));
    await(direct.revoke(lease.id()));
  }

  @Test
  void aConnectionThatDiesBeforeItsFirstFrameIsReplaced() {
    proxy.stall();
    try (EtcdStore late = EtcdStore.open(quick(proxy.endpoint()))) {
      assertThat(works(() -> late.get(root + "a"))).isFalse();
      proxy.lose();
      proxy.pass();

      Awaitility.await()
          .atMost(Duration.ofSeconds(5))
          .until(() -> works(() -> late.get(root + "a")));
    }
  }

  @Test
  void aSlowNetworkIsNotAnError() {
    proxy.delay(Duration.ofMillis(100));

    mustPut(store, root + "a", "x");
    Lease lease = await(store.grant(Duration.ofSeconds(5)));
    assertThat(await(store.renew(lease.id()))).isEqualTo(lease.ttl());
    await(store.revoke(lease.id()));
  }

  @Test
  void closingInTheMiddleOfCallsCompletesThem() {
    proxy.stall();
    CompletionStage<?> get = store.get(root + "a");
    CompletionStage<CommitResult> commit = commit("a", "x");

    store.close();

    assertThat(failure(get).kind()).isEqualTo(Kind.UNAVAILABLE);
    unknown(await(commit));
    // One thread is left: that of the other store.
    Awaitility.await().until(() -> threadsNamed("etcd-store").size() == 1);
  }

  private static List<Thread> threadsNamed(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(name))
        .toList();
  }

  private CompletionStage<CommitResult> commit(String key, String value) {
    return store.commit(
        new dev.tenure.store.Commit(
            List.of(), List.of(dev.tenure.store.Commit.Put.unleased(root + key, value))));
  }

  private static StoreException unknown(CommitResult result) {
    assertThat(result).isInstanceOf(CommitResult.OutcomeUnknown.class);
    return ((CommitResult.OutcomeUnknown) result).cause();
  }

  private static EtcdSettings quick(String endpoint) {
    return EtcdSettings.of(List.of(endpoint))
        .withTimeouts(Duration.ofSeconds(1), Duration.ofMillis(500));
  }
}
