package dev.tenure.server.chaos.workload;

import dev.tenure.definition.DefinitionView;
import dev.tenure.definition.TriggerMode;
import dev.tenure.model.JobName;
import dev.tenure.model.TriggerName;
import dev.tenure.server.chaos.workload.Action.Kind;
import dev.tenure.server.chaos.workload.Action.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Somebody who triggers, pauses, resumes, interrupts, edits, removes and adds jobs all the time.
 * What is tried follows from the seed; what comes of it does not.
 */
public final class Operator implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Operator.class);

  private final Random random;
  private final Epoch epoch;
  private final Stage stage;
  private final JobFile file;
  private final Desk desk;
  private final Supplier<List<String>> openRuns;
  private final List<Action> actions = new CopyOnWriteArrayList<>();
  private final Map<String, FileJob> takenOut = new TreeMap<>();
  private final Map<String, ApiJob> api = new TreeMap<>();
  private final Map<String, ApiJob> removed = new TreeMap<>();
  private final Thread thread = new Thread(this::work, "operator-at-work");
  private volatile boolean done;

  /**
   * Nothing is asked yet.
   *
   * @param openRuns the ids of runs in progress
   */
  public Operator(
      long seed,
      Epoch epoch,
      Stage stage,
      JobFile file,
      Desk desk,
      Supplier<List<String>> openRuns) {
    random = new Random(seed ^ 0x5DEECE66DL);
    this.epoch = epoch;
    this.stage = stage;
    this.file = file;
    this.desk = desk;
    this.openRuns = openRuns;
  }

  /** Defines the jobs of programs; tries until they are there. */
  public void define(List<ApiJob> jobs) throws InterruptedException {
    for (ApiJob job : jobs) {
      api.put(job.name(), job);
      while (note(desk.define(Kind.DEFINE, job)).outcome() != Outcome.ACKNOWLEDGED) {
        TimeUnit.MILLISECONDS.sleep(200);
      }
    }
  }

  /** Begins to ask. */
  public void start() {
    thread.start();
  }

  /** Ends it, and resumes what is paused; tries until that is done. */
  public void settle() throws InterruptedException {
    done = true;
    thread.join();
    DefinitionView view = desk.view();
    for (JobName job : List.copyOf(view.jobNames())) {
      while (paused(view, job)
          && note(desk.resume(job.value())).outcome() != Outcome.ACKNOWLEDGED) {
        TimeUnit.MILLISECONDS.sleep(200);
      }
    }
  }

  private static boolean paused(DefinitionView view, JobName job) {
    for (TriggerName name : view.triggersOf(job)) {
      if (view.trigger(name)
          .filter(trigger -> trigger.value().mode() == TriggerMode.PAUSED)
          .isPresent()) {
        return true;
      }
    }
    return false;
  }

  /** What was asked so far. */
  public List<Action> actions() {
    return List.copyOf(actions);
  }

  /** The triggers that have slots whenever this is asked, as they are defined now by this hand. */
  public List<String> endlessTriggers() {
    List<String> names = new ArrayList<>();
    file.jobs().values().stream()
        .filter(job -> job.timing().endless())
        .forEach(job -> names.add(job.name()));
    api.values().stream()
        .filter(ApiJob::endless)
        .forEach(job -> job.triggers().forEach(trigger -> names.add(trigger.name().value())));
    return names;
  }

  private void work() {
    try {
      while (!done) {
        TimeUnit.MILLISECONDS.sleep(300 + random.nextInt(1200));
        act();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.error("the operator gave up", e);
      throw e;
    }
  }

  private void act() {
    String job = any(List.copyOf(file.jobs().keySet()));
    switch (random.nextInt(12)) {
      case 0, 1 -> note(desk.trigger(job, Map.of("by", "hand")));
      case 2 -> note(desk.trigger(any(List.copyOf(api.keySet())), Map.of()));
      case 3 -> note(desk.pause(job));
      case 4, 5 -> resumeOne();
      case 6 -> interruptOne();
      case 7 -> {
        FileJob old = file.jobs().get(job);
        edit(Kind.EDIT_FILE, old.withTiming(Timing.draw(random, epoch)));
      }
      case 8 -> {
        FileJob old = file.jobs().get(job);
        edit(Kind.EDIT_FILE, old.withPolicy(Policies.draw(random)));
      }
      case 9 -> takeOutOrPutBack(job);
      case 10 -> reschedule();
      default -> removeOrDefine();
    }
  }

  private void resumeOne() {
    DefinitionView view = desk.view();
    List<JobName> paused =
        List.copyOf(view.jobNames()).stream().filter(job -> paused(view, job)).sorted().toList();
    if (!paused.isEmpty()) {
      note(desk.resume(any(paused).value()));
    }
  }

  private void interruptOne() {
    List<String> open = openRuns.get();
    if (!open.isEmpty()) {
      note(desk.interrupt(any(open)));
    }
  }

  private void edit(Kind kind, FileJob job) {
    Instant asked = Instant.now();
    file.put(job);
    note(written(kind, job.name(), asked));
  }

  private void takeOutOrPutBack(String job) {
    if (takenOut.size() < 3 || random.nextBoolean()) {
      Instant asked = Instant.now();
      takenOut.put(job, file.jobs().get(job));
      file.remove(job);
      note(written(Kind.REMOVE_FROM_FILE, job, asked));
    } else {
      FileJob back = takenOut.remove(any(List.copyOf(takenOut.keySet())));
      edit(Kind.ADD_TO_FILE, back);
    }
  }

  private static Action written(Kind kind, String job, Instant asked) {
    return new Action(kind, job, Outcome.UNKNOWN, "the file is written", asked, Instant.now());
  }

  private void reschedule() {
    String name = any(List.copyOf(api.keySet()));
    ApiJob fresh = ApiJob.draw(name, random, epoch, stage);
    if (note(desk.define(Kind.RESCHEDULE, fresh)).outcome() != Outcome.REFUSED) {
      // One of two triggers may stay from before.
      api.put(name, fresh);
    }
  }

  private void removeOrDefine() {
    if (removed.isEmpty() || (random.nextBoolean() && api.size() > 2)) {
      String name = any(List.copyOf(api.keySet()));
      if (note(desk.remove(name)).outcome() == Outcome.ACKNOWLEDGED) {
        removed.put(name, api.remove(name));
      }
    } else {
      String name = any(List.copyOf(removed.keySet()));
      if (note(desk.define(Kind.DEFINE, removed.get(name))).outcome() == Outcome.ACKNOWLEDGED) {
        api.put(name, removed.remove(name));
      }
    }
  }

  private Action note(Action action) {
    actions.add(action);
    log.debug("{}", action);
    return action;
  }

  private <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  @Override
  public void close() {
    done = true;
    thread.interrupt();
  }
}
