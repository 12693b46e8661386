package dev.tenure.server.chaos.workload;

import dev.tenure.definition.Change;
import dev.tenure.definition.ChangeResult;
import dev.tenure.definition.Changes;
import dev.tenure.definition.DefinitionScope;
import dev.tenure.definition.DefinitionView;
import dev.tenure.definition.Definitions;
import dev.tenure.definition.InterruptRequest;
import dev.tenure.definition.RunRequest;
import dev.tenure.etcd.EtcdSettings;
import dev.tenure.etcd.EtcdStore;
import dev.tenure.loop.ThreadEventLoop;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.NodeName;
import dev.tenure.model.RunId;
import dev.tenure.server.chaos.workload.Action.Kind;
import dev.tenure.server.chaos.workload.Action.Outcome;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Asks as a program would that stands for no election, through a connection of its own. Every call
 * blocks for a while at most.
 */
public final class Desk implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 20;
  private static final String WHO = "operator";

  private final GroupName group;
  private final EtcdStore store;
  private final ThreadEventLoop loop = new ThreadEventLoop("operator");
  private final Definitions definitions;

  /** Opens a connection. */
  public Desk(List<String> endpoints, String root, String group) {
    this.group = new GroupName(group);
    store = EtcdStore.open(EtcdSettings.of(endpoints));
    DefinitionScope scope = new DefinitionScope(new KeyLayout(root), this.group, new NodeName(WHO));
    definitions = new Definitions(store, scope, loop, Clock.systemUTC(), new Random());
    definitions.follow();
  }

  DefinitionView view() {
    return definitions.view();
  }

  Action trigger(String job, Map<String, Object> data) {
    Instant asked = Instant.now();
    RunRequest request =
        RunRequest.of(definitions.ids().request(), new JobName(job), data, WHO, asked);
    Action answer = answer(Kind.TRIGGER, job, asked, definitions.submit(request));
    String run = request.run(group).toString();
    return new Action(answer.kind(), job, answer.outcome(), run, answer.asked(), answer.answered());
  }

  Action interrupt(String run) {
    Instant asked = Instant.now();
    RunId id = RunId.parse(run);
    InterruptRequest request = new InterruptRequest(definitions.ids().request(), id, WHO, asked);
    return answer(Kind.INTERRUPT, run, asked, definitions.submit(request));
  }

  Action pause(String job) {
    return change(Kind.PAUSE, job, c -> c.pauseTriggers(c.view().triggersOf(new JobName(job))));
  }

  Action resume(String job) {
    return change(Kind.RESUME, job, c -> c.resumeTriggers(c.view().triggersOf(new JobName(job))));
  }

  Action define(Kind kind, ApiJob asDrawn) {
    // What is replaced starts anew, and would run its past again.
    ApiJob job = asDrawn.since(Instant.now());
    return change(
        kind, job.name(), c -> c.storeJobsAndTriggers(Map.of(job.job(), job.triggers()), true));
  }

  Action remove(String job) {
    return change(Kind.REMOVE, job, c -> c.removeJobs(List.of(new JobName(job))));
  }

  private Action change(Kind kind, String subject, Function<Changes, Change> builder) {
    return answer(kind, subject, Instant.now(), definitions.decide(builder));
  }

  private static Action answer(
      Kind kind, String subject, Instant asked, CompletionStage<ChangeResult> stage) {
    Outcome outcome;
    String detail;
    try {
      ChangeResult result = stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      outcome = outcome(result);
      detail = result.message();
    } catch (ExecutionException e) {
      outcome = Outcome.REFUSED;
      detail = String.valueOf(e.getCause().getMessage());
    } catch (TimeoutException e) {
      outcome = Outcome.UNKNOWN;
      detail = "no answer in " + PATIENCE_SECONDS + " s";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      outcome = Outcome.UNKNOWN;
      detail = "not waited for";
    }
    return new Action(kind, subject, outcome, detail, asked, Instant.now());
  }

  private static Outcome outcome(ChangeResult result) {
    if (result instanceof ChangeResult.Changed) {
      return Outcome.ACKNOWLEDGED;
    }
    boolean doubtful =
        result instanceof ChangeResult.Unknown
            || (result instanceof ChangeResult.Conflict conflict && conflict.perhapsMade());
    return doubtful ? Outcome.UNKNOWN : Outcome.REFUSED;
  }

  @Override
  public void close() {
    definitions.close();
    loop.close();
    store.close();
  }
}
