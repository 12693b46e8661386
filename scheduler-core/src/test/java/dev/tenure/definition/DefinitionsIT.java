package dev.tenure.definition;

import static dev.tenure.definition.Specs.durable;
import static dev.tenure.definition.Specs.job;
import static dev.tenure.definition.Specs.jobName;
import static dev.tenure.definition.Specs.trigger;
import static dev.tenure.definition.Specs.triggerName;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.election.Leadership;
import dev.tenure.election.LeadershipFixture;
import dev.tenure.etcd.EtcdSettings;
import dev.tenure.etcd.EtcdStore;
import dev.tenure.etcd.LocalEtcd;
import dev.tenure.loop.ThreadEventLoop;
import dev.tenure.model.GroupName;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.NodeName;
import dev.tenure.store.Commit;
import dev.tenure.store.CommitResult;
import dev.tenure.time.NanoClock;
import io.etcd.jetcd.Client;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Definitions on a real etcd with its default limits, which is also stopped and started again. */
final class DefinitionsIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static LocalEtcd etcd;
  private static int roots;

  private final KeyLayout layout = new KeyLayout("/definitions/" + ++roots);
  private final GroupName group = new GroupName("g");
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final Definitions one = open("node-1");
  private final Definitions two = open("node-2");

  @BeforeAll
  static void start() {
    etcd = LocalEtcd.start(LocalEtcd.Options.single());
  }

  @AfterAll
  static void stop() {
    etcd.close();
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable resource : opened) {
      resource.close();
    }
  }

  private EtcdStore store() {
    EtcdStore store = EtcdStore.open(EtcdSettings.of(etcd.endpoints()));
    opened.add(store);
    return store;
  }

  private Definitions open(String name) {
    ThreadEventLoop loop = new ThreadEventLoop("definitions-" + name);
    Definitions definitions =
        new Definitions(
            store(),
            new DefinitionScope(layout, group, new NodeName(name)),
            loop,
            Clock.systemUTC(),
            new Random(roots));
    opened.add(0, definitions);
    opened.add(loop);
    get(definitions.follow());
    return definitions;
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }

  private static void eventually(ThrowingRunnable assertion) {
    Awaitility.await().atMost(LIMIT).untilAsserted(assertion);
  }

  private static List<Change> jobs(Definitions definitions, int from, int to) {
    Changes changes = new Changes(definitions.view(), definitions.ids());
    return IntStream.range(from, to)
        .mapToObj(
            i ->
                changes.storeJobsAndTriggers(
                    Map.of(job("j" + i), List.of(trigger("j" + i, "j" + i))), false))
        .toList();
  }

  private static void assertSame(Definitions definitions, Definitions other) {
    DefinitionView view = definitions.view();
    assertThat(other.view().jobNames()).isEqualTo(view.jobNames());
    assertThat(other.view().triggerNames()).isEqualTo(view.triggerNames());
    assertThat(view.jobNames())
        .allSatisfy(name -> assertThat(other.view().job(name)).isEqualTo(view.job(name)));
    assertThat(view.triggerNames())
        .allSatisfy(name -> assertThat(other.view().trigger(name)).isEqualTo(view.trigger(name)));
  }

  @Test
  void tenThousandJobsAreLoadedAndReadByAll() {
    List<ChangeResult> results = get(one.apply(jobs(one, 0, 10_000)));

    assertThat(results).hasSize(10_000).allMatch(ChangeResult.Changed.class::isInstance);
    Definitions late = open("node-3");
    eventually(() -> assertThat(two.view().triggerNames()).hasSize(10_000));
    assertSame(one, late);
    assertSame(one, two);
  }

  @Test
  void twoNodesThatChangeTheSameJobLoseNoChange() {
    get(one.decide(changes -> changes.storeJob(durable("counter"), false)));
    eventually(() -> assertThat(two.view().job(jobName("counter"))).isPresent());
    List<CompletionStage<ChangeResult>> all = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      all.add((i % 2 == 0 ? one : two).decide(DefinitionsIT::increment));
    }

    int made = (int) all.stream().map(DefinitionsIT::get).filter(DefinitionsIT::isChanged).count();

    assertThat(made).isPositive();
    eventually(
        () -> {
          assertThat(count(one)).isEqualTo(made);
          assertThat(count(two)).isEqualTo(made);
        });
  }

  private static int count(Definitions definitions) {
    JobSpec counter = definitions.view().job(jobName("counter")).orElseThrow().value();
    return (Integer) counter.data().getOrDefault("count", 0);
  }

  private static boolean isChanged(ChangeResult result) {
    return result instanceof ChangeResult.Changed;
  }

  private static Change increment(Changes changes) {
    JobSpec counter = changes.view().job(jobName("counter")).orElseThrow().value();
    int count = (Integer) counter.data().getOrDefault("count", 0);
    return changes.storeJob(counter.withData(Map.of("count", count + 1)), true);
  }

  @Test
  void aCompactionAndARestartOfEtcdAreSurvived() {
    get(one.apply(jobs(one, 0, 200)));
    eventually(() -> assertThat(two.view().triggerNames()).hasSize(200));

    etcd.stop(0);
    CompletionStage<ChangeResult> meanwhile =
        one.decide(changes -> changes.storeJob(durable("meanwhile"), false));
    etcd.restart(0);
    etcd.awaitHealthy();
    ChangeResult result = get(meanwhile);
    if (!isChanged(result)) {
      // It may have been refused in time; that nothing was half made is what counts.
      get(one.decide(changes -> changes.storeJob(durable("meanwhile"), true)));
    }
    get(one.decide(changes -> changes.removeJobs(List.of(jobName("j7")))));
    compact(((ChangeResult.Changed) get(one.apply(jobs(one, 200, 201))).get(0)).revision());

    eventually(
        () -> {
          assertThat(two.view().job(jobName("meanwhile"))).isPresent();
          assertThat(two.view().job(jobName("j200"))).isPresent();
          assertThat(two.view().job(jobName("j7"))).isEmpty();
        });
    assertSame(one, two);
  }

  private static void compact(long revision) {
    try (Client client = Client.builder().endpoints(etcd.endpoint(0)).waitForReady(false).build()) {
      get(client.getKVClient().compact(revision));
    }
  }

  @Test
  void aViewWhoseHistoryWasCompactedAwayWhileItWasCutOffIsReadAgain() {
    get(one.apply(jobs(one, 0, 50)));
    eventually(() -> assertThat(two.view().triggerNames()).hasSize(50));
    etcd.pause(0);
    // Long enough for the watches to break; the store's own limits decide when.
    Awaitility.await().pollDelay(Duration.ofSeconds(12)).atMost(LIMIT).until(() -> true);
    etcd.resume(0);
    etcd.awaitHealthy();
    get(one.decide(changes -> changes.removeJobs(List.of(jobName("j1")))));
    ChangeResult last = get(one.apply(jobs(one, 50, 51))).get(0);
    compact(((ChangeResult.Changed) last).revision());

    eventually(() -> assertSame(one, two));
    assertThat(two.view().job(jobName("j1"))).isEmpty();
    assertThat(two.view().job(jobName("j50"))).isPresent();
  }

  @Test
  void aFullChangeFitsIntoEtcdsLimitsAndALargerOneIsRefused() {
    List<Change.Op> ops = new ArrayList<>();
    for (int i = 0; i < Change.MAX_OPS; i++) {
      ops.add(new Change.PutJob(durable("j" + i).withIdentity("i", "e"), Expectation.ABSENT));
    }
    assertThat(get(one.change(new Change(ops)))).isInstanceOf(ChangeResult.Changed.class);
    assertThat(get(one.change(new Change(ops)))).isInstanceOf(ChangeResult.Conflict.class);

    Map<String, Object> large = Map.of("k", "x".repeat(250_000));
    List<Change.Op> tooMuch = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      tooMuch.add(new Change.PutJob(durable("large" + i).withData(large), Expectation.ABSENT));
    }
    assertThat(get(one.change(new Change(tooMuch))).message()).contains("make it in several parts");
    assertThat(get(one.change(new Change(tooMuch.subList(0, 5)))))
        .isInstanceOf(ChangeResult.Changed.class);
  }

  @Test
  void aTakeOverIsFencedAndARequestIsTakenUnderIt() {
    EtcdStore store = store();
    String key = layout.election(group) + "/a";
    CommitResult.Committed put =
        (CommitResult.Committed)
            get(store.commit(new Commit(List.of(), List.of(Commit.Put.unleased(key, "x")))));
    Leadership leadership = LeadershipFixture.held(key, put.revision(), NanoClock.system());
    get(
        two.decide(
            c -> c.storeJobsAndTriggers(Map.of(job("a"), List.of(trigger("t", "a"))), true)));

    assertThat(get(one.takeOver(leadership))).isTrue();
    assertThat(one.view().trigger(triggerName("t"))).isPresent();

    RunRequest request =
        RunRequest.of(two.ids().request(), jobName("a"), Map.of(), "me", Specs.SINCE);
    assertThat(get(two.submit(request))).isInstanceOf(ChangeResult.Changed.class);
    eventually(() -> assertThat(one.view().requests()).hasSize(1));
    assertThat(get(one.forget(leadership, List.copyOf(one.view().requests()))))
        .isInstanceOf(ChangeResult.Changed.class);
    eventually(() -> assertThat(two.view().requests()).isEmpty());

    get(store.commit(new Commit(List.of(), List.of(new Commit.Delete(key)))));
    assertThat(get(one.takeOver(leadership))).isFalse();
    assertThat(get(one.decide(c -> c.storeJob(durable("late"), false).under(leadership))))
        .isInstanceOf(ChangeResult.Fenced.class);
  }
}
