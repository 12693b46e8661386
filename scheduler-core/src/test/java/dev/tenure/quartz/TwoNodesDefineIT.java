package dev.tenure.quartz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tenure.definition.DefinitionScope;
import dev.tenure.definition.Definitions;
import dev.tenure.loop.ThreadEventLoop;
import dev.tenure.model.GroupName;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.NodeName;
import dev.tenure.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quartz.Job;
import org.quartz.JobDetail;
import org.quartz.JobPersistenceException;
import org.quartz.ObjectAlreadyExistsException;
import org.quartz.Trigger;
import org.quartz.Trigger.TriggerState;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;
import org.quartz.spi.JobStore;

/** Two nodes that change the same definitions through Quartz's interface. */
final class TwoNodesDefineIT {

  private static final Instant T = JobStoreContract.T;

  private final MemoryStore memory = new MemoryStore();
  private final List<Runnable> closes = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private JobStore a;
  private JobStore b;

  @BeforeEach
  void open() throws Exception {
    a = node("a");
    b = node("b");
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    closes.forEach(Runnable::run);
  }

  private JobStore node(String name) throws Exception {
    ThreadEventLoop loop = new ThreadEventLoop("definitions-" + name);
    Definitions definitions =
        new Definitions(
            memory,
            new DefinitionScope(new KeyLayout("/t"), new GroupName("g"), new NodeName(name)),
            loop,
            Clock.systemUTC(),
            new Random(name.hashCode()));
    definitions.follow().toCompletableFuture().get(20, TimeUnit.SECONDS);
    closes.add(definitions::close);
    closes.add(loop::close);
    DefinitionSide side =
        DefinitionSide.of(
            new DefinitionSide.Sources(
                definitions,
                Map::of,
                "g",
                type -> Class.forName(type).asSubclass(Job.class),
                job -> false,
                new NodeName(name),
                Duration.ofSeconds(20)),
            Clock.systemUTC(),
            job -> {});
    return new SketchedFires(side, definitions, SketchedFires.emptyLedger());
  }

  private static JobDetail passing() {
    return JobStoreContract.passing("p", "g");
  }

  private static JobDetail job() {
    return JobStoreContract.job("j", "g");
  }

  @Test
  void whatOneNodeDefinesTheOtherOneSees() throws Exception {
    a.storeJobAndTrigger(job(), JobStoreContract.hourly("t", "h", job(), T));
    await().until(() -> b.checkExists(JobStoreContract.key("t", "h")));
    b.pauseTriggers(GroupMatcher.triggerGroupEquals("h"));
    await().until(() -> a.getTriggerState(JobStoreContract.key("t", "h")) == TriggerState.PAUSED);
    b.removeJob(job().getKey());

    await().until(() -> a.getNumberOfTriggers() == 0);
    assertThat(a.retrieveJob(job().getKey())).isNull();
  }

  @Test
  void ofTwoThatStoreTheSameJobOneIsToldThatItIsThere() throws Exception {
    for (int i = 0; i < 100; i++) {
      JobDetail same = JobStoreContract.job("same" + i, "g");
      List<Boolean> stored =
          both(
              () -> attempt(() -> a.storeJob(same, false)),
              () -> attempt(() -> b.storeJob(same, false)));

      assertThat(stored).containsExactlyInAnyOrder(true, false);
    }
  }

  @FunctionalInterface
  private interface Storing {
    void run() throws JobPersistenceException;
  }

  private static boolean attempt(Storing storing) throws JobPersistenceException {
    try {
      storing.run();
      return true;
    } catch (ObjectAlreadyExistsException e) {
      return false;
    }
  }

  @Test
  void aPassingJobIsThereExactlyAsLongAsATriggerIs() throws Exception {
    for (int i = 0; i < 30; i++) {
      a.storeJobAndTrigger(passing(), JobStoreContract.hourly("old", "g", passing(), T));
      await().until(() -> b.checkExists(JobStoreContract.key("old", "g")));
      both(
          () -> a.removeTrigger(JobStoreContract.key("old", "g")),
          () -> {
            try {
              b.storeTrigger(JobStoreContract.hourly("new", "g", passing(), T), false);
            } catch (JobPersistenceException e) {
              assertThat(e).hasMessageContaining("g.p");
            }
            return true;
          });

      await()
          .untilAsserted(
              () -> assertThat(a.getNumberOfTriggers()).isEqualTo(b.getNumberOfTriggers()));
      assertThat(a.getNumberOfJobs()).isEqualTo(a.getNumberOfTriggers());
      a.removeJob(passing().getKey());
      await().until(() -> b.getNumberOfJobs() == 0);
    }
  }

  private List<Boolean> both(Callable<Boolean> one, Callable<Boolean> other) throws Exception {
    Future<Boolean> first = threads.submit(one);
    Future<Boolean> second = threads.submit(other);
    return List.of(first.get(20, TimeUnit.SECONDS), second.get(20, TimeUnit.SECONDS));
  }

  @Test
  void aStoreThatRefusesIsToldAndNothingIsChanged() throws Exception {
    memory.refuse(
        Optional.of(new StoreException(StoreException.Kind.LIMIT, "etcd has no space left", null)));

    assertThatThrownBy(() -> a.storeJob(job(), false))
        .isInstanceOf(JobPersistenceException.class)
        .hasMessageContaining("no space");
    assertThat(a.checkExists(job().getKey())).isFalse();
    memory.refuse(Optional.empty());
    a.storeJob(job(), false);
    await().until(() -> b.checkExists(job().getKey()));
  }

  @Test
  void moreThanFitsIntoOneChangeIsRefusedAsAWhole() throws Exception {
    Map<JobDetail, Set<? extends Trigger>> many = new HashMap<>();
    for (int i = 0; i < 100; i++) {
      JobDetail job = JobStoreContract.job("many" + i, "g");
      many.put(job, Set.of(JobStoreContract.hourly("many" + i, "g", job, T)));
    }

    assertThatThrownBy(() -> a.storeJobsAndTriggers(many, false))
        .isInstanceOf(JobPersistenceException.class)
        .hasMessageContaining("120");
    assertThat(a.getNumberOfJobs()).isZero();
    assertThat(a.getNumberOfTriggers()).isZero();
  }

  @Test
  void pausingAJobPausesHoweverManyTriggersItHas() throws Exception {
    a.storeJob(job(), false);
    for (int i = 0; i < 150; i++) {
      a.storeTrigger(JobStoreContract.hourly("t" + i, "g", job(), T), false);
    }
    a.pauseJob(job().getKey());
    assertThat(a.getTriggersForJob(job().getKey()))
        .hasSize(150)
        .allMatch(trigger -> isPaused(trigger.getKey()));
    assertThat(a.removeJob(job().getKey())).isTrue();
    assertThat(a.getNumberOfTriggers()).isZero();
  }

  private boolean isPaused(TriggerKey key) {
    try {
      return a.getTriggerState(key) == TriggerState.PAUSED;
    } catch (JobPersistenceException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aJobThatIsTooLargeIsRefused() throws Exception {
    JobDetail large = job();
    large.getJobDataMap().put("text", "x".repeat(300 * 1024));

    assertThatThrownBy(() -> a.storeJob(large, false))
        .isInstanceOf(JobPersistenceException.class)
        .hasMessageContaining("262144");
    assertThat(a.getNumberOfJobs()).isZero();
  }
}
