package dev.tenure.node;

import dev.tenure.definition.Actor;
import dev.tenure.definition.AuditEntry;
import dev.tenure.definition.Change;
import dev.tenure.definition.Changes;
import dev.tenure.definition.Deed;
import dev.tenure.definition.Definitions;
import dev.tenure.definition.HandOverRequest;
import dev.tenure.definition.InterruptRequest;
import dev.tenure.definition.Request;
import dev.tenure.definition.RunRequest;
import dev.tenure.model.JobName;
import dev.tenure.model.RunId;
import dev.tenure.model.TriggerName;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/**
 * What somebody can ask of a group, through any node. It takes effect on the leader, and survives
 * the leader's end. As thread-safe as {@link GroupFace}, and its stages are of the same kind.
 */
public final class Asking {

  private final GroupFace face;
  private final Definitions definitions;
  private final Notes notes;
  private final String who;
  private final Optional<Actor> actor;
  private final Clock clock;

  Asking(GroupFace face, GroupRecords records, String who, Optional<Actor> actor, Clock clock) {
    this.face = face;
    definitions = records.definitions();
    notes = records.notes();
    this.who = who;
    this.actor = actor;
    this.clock = clock;
  }

  /** Asks whoever leads to hand over to the next in line. */
  public CompletionStage<Asked> handOver() {
    Optional<NodeStatus.Leader> leader = face.status().leader();
    if (leader.isEmpty() || leader.get().pid() == 0) {
      String what =
          leader
              .map(l -> l.node() + " leads, which is no node of Tenure; end it where it runs")
              .orElse("nobody leads; wait until somebody does");
      return refused(Asked.Reason.NO_LEADER, "group " + face.group() + ": " + what);
    }
    Request request =
        new HandOverRequest(definitions.ids().request(), leader.get().term(), who, clock.instant());
    return submit(
        request,
        Deed.of(Deed.What.RESIGN),
        new Asked.Done(
            "node "
                + leader.get().node()
                + ", which leads group "
                + face.group()
                + ", is told to hand over"));
  }

  /**
   * Asks for one run of a job, apart from its slots. Somebody who comes through an interface may
   * not give data to jobs that run commands, unless the configuration says so.
   *
   * @param data given to this run, over the job's own data
   */
  public CompletionStage<Asked> trigger(JobName job, Map<String, ?> data) {
    if (definitions.view().job(job).isEmpty()) {
      return unknown(job);
    }
    if (actor.isPresent() && !data.isEmpty() && face.jobs().takesNoData(job)) {
      return refused(
          Asked.Reason.NOT_ALLOWED,
          "job "
              + job
              + " runs commands, and is given no data through the interface; ask for it without"
              + " data, or see tenure.api.shell");
    }
    RunRequest request =
        RunRequest.of(
            definitions.ids().request(), job, new LinkedHashMap<>(data), who, clock.instant());
    RunId run = request.run(face.group());
    return submit(request, Deed.of(Deed.What.TRIGGER, run), new Asked.Run(run));
  }

  /** Stops the slots of all triggers of the job from being run, until it is resumed. */
  public CompletionStage<Asked> pause(JobName job) {
    return change(
        job,
        Changes::pauseTriggers,
        Deed.What.PAUSE,
        "job " + job + " is paused; runs in progress go on");
  }

  /** Lets the slots of the job's triggers be run again; what was missed is its catch-up's. */
  public CompletionStage<Asked> resume(JobName job) {
    return change(job, Changes::resumeTriggers, Deed.What.RESUME, "job " + job + " is resumed");
  }

  /** Asks for the interrupt of a run that is in progress. */
  public CompletionStage<Asked> interrupt(RunId run) {
    if (!run.group().equals(face.group()) || face.state(run.job()).openRun(run).isEmpty()) {
      return refused(Asked.Reason.UNKNOWN, "no run " + run + " is in progress");
    }
    Request request = new InterruptRequest(definitions.ids().request(), run, who, clock.instant());
    return submit(
        request,
        Deed.of(Deed.What.INTERRUPT, run),
        new Asked.Done("the leader is told to interrupt run " + run));
  }

  private CompletionStage<Asked> submit(Request request, Deed deed, Asked done) {
    return definitions
        .submit(request, notes.of(actor, deed))
        .thenApply(result -> Asked.of(result, done));
  }

  private CompletionStage<Asked> change(
      JobName job,
      BiFunction<Changes, List<TriggerName>, Change> change,
      Deed.What what,
      String done) {
    if (definitions.view().job(job).isEmpty()) {
      return unknown(job);
    }
    Optional<AuditEntry> note = notes.of(actor, Deed.of(what, job));
    return definitions
        .decide(
            changes -> {
              Change made = change.apply(changes, changes.view().triggersOf(job));
              return note.map(made::noted).orElse(made);
            })
        .thenApply(result -> Asked.of(result, new Asked.Done(done)));
  }

  private CompletionStage<Asked> unknown(JobName job) {
    return refused(
        Asked.Reason.UNKNOWN,
        "group " + face.group() + " has no job " + job + "; see its job files");
  }

  private static CompletionStage<Asked> refused(Asked.Reason reason, String message) {
    return CompletableFuture.completedFuture(new Asked.Refused(reason, message));
  }
}
