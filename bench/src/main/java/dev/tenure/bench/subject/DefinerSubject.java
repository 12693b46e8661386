package dev.tenure.bench.subject;

import dev.tenure.definition.Change;
import dev.tenure.definition.ChangeResult;
import dev.tenure.definition.Changes;
import dev.tenure.definition.DefinitionScope;
import dev.tenure.definition.Definitions;
import dev.tenure.definition.JobSpec;
import dev.tenure.definition.TriggerSpec;
import dev.tenure.etcd.EtcdSettings;
import dev.tenure.etcd.EtcdStore;
import dev.tenure.loop.ThreadEventLoop;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.NodeName;
import dev.tenure.model.TriggerName;
import dev.tenure.schedule.ScheduleSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Defines more jobs than a file can hold, as programs define them: {@code define BACKLOG}. */
final class DefinerSubject implements Subject {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String DEFINE = "define ";
  private static final int AT_ONCE = 20_000;

  private final EtcdStore store;
  private final ThreadEventLoop loop = new ThreadEventLoop("definer");
  private final Definitions definitions;

  DefinerSubject(Map<String, String> settings) {
    List<String> endpoints = List.of(Subjects.value(settings, "endpoints").split(",", -1));
    store = EtcdStore.open(EtcdSettings.of(endpoints).withTimeouts(PATIENCE, PATIENCE));
    DefinitionScope scope =
        new DefinitionScope(
            new KeyLayout(Subjects.value(settings, "root")),
            new GroupName("default"),
            new NodeName("definer"));
    definitions = new Definitions(store, scope, loop, Clock.systemUTC(), new SplittableRandom());
  }

  @Override
  public void start() {
    definitions.follow().toCompletableFuture().join();
  }

  @Override
  public String ask(String command) {
    if (!command.startsWith(DEFINE)) {
      throw new IllegalArgumentException("unknown command " + command);
    }
    Backlog backlog = Backlog.of(command.substring(DEFINE.length()));
    long defined = 0;
    for (int from = 0; from < backlog.jobs(); from += AT_ONCE) {
      Changes changes = new Changes(definitions.view(), definitions.ids());
      List<Change> some = new ArrayList<>();
      for (int i = from; i < Math.min(backlog.jobs(), from + AT_ONCE); i++) {
        some.add(job(changes, backlog, i));
      }
      defined +=
          definitions.apply(some).toCompletableFuture().join().stream()
              .filter(ChangeResult.Changed.class::isInstance)
              .count();
    }
    return Long.toString(defined);
  }

  private static Change job(Changes changes, Backlog backlog, int number) {
    String name = backlog.name(number);
    JobName job = new JobName(name);
    Instant start = backlog.start(number);
    ScheduleSpec schedule = new ScheduleSpec.Every(backlog.period(number), start);
    TriggerSpec trigger =
        TriggerSpec.of(new TriggerName(name), job, schedule, start.minusMillis(1));
    return changes.storeJobsAndTriggers(
        Map.of(JobSpec.of(job, CountedJob.class.getName()), List.of(trigger)), false);
  }

  @Override
  public void close() {
    definitions.close();
    loop.close();
    store.close();
  }
}
