package dev.tenure.node;

import dev.tenure.definition.AppliedFiles;
import dev.tenure.definition.Change;
import dev.tenure.definition.ChangeResult;
import dev.tenure.definition.Changes;
import dev.tenure.definition.DefinitionException;
import dev.tenure.definition.DefinitionView;
import dev.tenure.definition.Definitions;
import dev.tenure.definition.Expectation;
import dev.tenure.definition.Kept;
import dev.tenure.election.Leadership;
import dev.tenure.model.JobName;
import dev.tenure.node.FilePlan.Kind;
import dev.tenure.node.FilePlan.Step;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Makes a group's definitions say what the leader's job files say: calendars first, then jobs, the
 * record of it last, all under the leader's fence. Cut off in the middle, it is done again as a
 * whole, and finds most of it done.
 */
final class FileApply {

  /** Others may change jobs at the same time; each round leaves only what they changed. */
  private static final int ROUNDS = 5;

  private final Definitions definitions;
  private final Executor planning;
  private final Clock clock;

  /**
   * For one group.
   *
   * @param planning where plans are made; that takes a while for many jobs
   */
  FileApply(Definitions definitions, Executor planning, Clock clock) {
    this.definitions = definitions;
    this.planning = planning;
    this.clock = clock;
  }

  /** Never fails; completes on the definitions' loop or that of the planning. */
  CompletionStage<FilesApplied> apply(GroupFiles files, Leadership leadership) {
    return CompletableFuture.supplyAsync(() -> new Round(files, leadership), planning)
        .thenCompose(round -> round.begin())
        .exceptionally(failure -> new FilesApplied.Failed(String.valueOf(failure.getMessage())));
  }

  /** One application, which may need several goes. */
  private final class Round {
    private final GroupFiles files;
    private final Leadership leadership;
    private final Set<JobName> added = new TreeSet<>();
    private final Set<JobName> changed = new TreeSet<>();
    private final Set<JobName> removed = new TreeSet<>();
    private final List<String> rejected = new ArrayList<>();
    private final Set<JobName> hopeless = new HashSet<>();
    private boolean current;
    private int unchanged;
    private int go;

    Round(GroupFiles files, Leadership leadership) {
      this.files = files;
      this.leadership = leadership;
    }

    CompletionStage<FilesApplied> begin() {
      Optional<Kept<AppliedFiles>> applied = definitions.view().applied();
      GroupFiles.Age age =
          applied.map(kept -> files.comparedTo(kept.value())).orElse(GroupFiles.Age.NEWER);
      return switch (age) {
        case OLDER -> done(new FilesApplied.Older(applied.orElseThrow()));
        case SAME -> same(applied.orElseThrow());
        case NEWER -> current ? calendarsThenJobs() : beginAnew();
      };
    }

    /** A view that is a moment old may not know yet that newer files were applied. */
    private CompletionStage<FilesApplied> beginAnew() {
      return definitions
          .takeOver(leadership)
          .thenComposeAsync(
              held -> {
                current = true;
                return held ? begin() : done(new FilesApplied.Over());
              },
              planning);
    }

    private CompletionStage<FilesApplied> calendarsThenJobs() {
      return eachCalendar(
              FilePlan.calendars(files), name -> FilePlan.calendar(changes(), files, name))
          .thenComposeAsync(bad -> bad.isPresent() ? done(bad.get()) : jobs(), planning);
    }

    /** The same jobs under a later number or time: only that is written. */
    private CompletionStage<FilesApplied> same(Kept<AppliedFiles> applied) {
      FilesApplied same = new FilesApplied.Same(files.jobs().size());
      return files.isLaterThan(applied.value())
          ? record().thenApply(result -> bad(result).orElse(same))
          : done(same);
    }

    private CompletionStage<FilesApplied> jobs() {
      FilePlan plan = FilePlan.of(changes(), files, clock.instant());
      if (go == 0) {
        unchanged = plan.unchanged();
      }
      List<Step> steps =
          plan.steps().stream().filter(step -> !hopeless.contains(step.job())).toList();
      List<Change> made = steps.stream().map(step -> step.change().under(leadership)).toList();
      return definitions
          .apply(made)
          .thenComposeAsync(results -> judge(plan, steps, results), planning);
    }

    private CompletionStage<FilesApplied> judge(
        FilePlan plan, List<Step> steps, List<ChangeResult> results) {
      boolean again = false;
      for (int i = 0; i < steps.size(); i++) {
        ChangeResult result = results.get(i);
        Step step = steps.get(i);
        if (result instanceof ChangeResult.Changed) {
          note(step);
        } else if (result instanceof ChangeResult.Rejected) {
          hopeless.add(step.job());
          rejected.add("job " + step.job() + ": " + result.message());
        } else if (result instanceof ChangeResult.Conflict) {
          again = true;
        } else {
          return done(bad(result).orElseThrow());
        }
      }
      if (again) {
        return ++go < ROUNDS
            ? jobs()
            : done(new FilesApplied.Failed("others keep changing the same jobs"));
      }
      return finish(plan);
    }

    private void note(Step step) {
      Set<JobName> noted =
          step.kind() == Kind.ADDED ? added : step.kind() == Kind.CHANGED ? changed : removed;
      // A job that was added in a first go and changed in a second one was added.
      if (!added.contains(step.job())) {
        noted.add(step.job());
      }
    }

    private CompletionStage<FilesApplied> finish(FilePlan plan) {
      List<String> refused = new ArrayList<>(plan.refused());
      refused.addAll(rejected);
      return eachCalendar(formerCalendars(), name -> removal(name, refused))
          .thenCompose(bad -> bad.isPresent() ? done(bad.get()) : recorded(refused));
    }

    private Change removal(String calendar, List<String> refused) {
      try {
        return changes().removeCalendar(calendar);
      } catch (DefinitionException e) {
        refused.add(String.valueOf(e.getMessage()));
        return Change.NONE;
      }
    }

    private CompletionStage<FilesApplied> recorded(List<String> refused) {
      FilesApplied applied =
          new FilesApplied.Done(
              List.copyOf(added), List.copyOf(changed), List.copyOf(removed), unchanged, refused);
      return record().thenApply(result -> bad(result).orElse(applied));
    }

    private Set<String> formerCalendars() {
      Set<String> former = new TreeSet<>();
      definitions.view().applied().ifPresent(kept -> former.addAll(kept.value().calendars()));
      former.removeAll(files.calendars().keySet());
      return former;
    }

    private CompletionStage<ChangeResult> record() {
      DefinitionView view = definitions.view();
      Expectation expected =
          view.applied().<Expectation>map(kept -> Expectation.as(kept)).orElse(Expectation.ABSENT);
      return definitions.change(
          new Change(List.of(new Change.PutApplied(files.applied(), expected))).under(leadership));
    }

    /** One after another, each change built when those before it are made. */
    private CompletionStage<Optional<FilesApplied>> eachCalendar(
        Collection<String> names, Function<String, Change> change) {
      CompletionStage<Optional<FilesApplied>> stage =
          CompletableFuture.completedFuture(Optional.empty());
      for (String name : names) {
        stage =
            stage.thenComposeAsync(
                bad -> bad.isPresent() ? completed(bad) : calendar(change.apply(name)), planning);
      }
      return stage;
    }

    private CompletionStage<Optional<FilesApplied>> calendar(Change change) {
      return change.isEmpty()
          ? completed(Optional.empty())
          : definitions.change(change.under(leadership)).thenApply(FileApply::bad);
    }

    private Changes changes() {
      return new Changes(definitions.view(), definitions.ids());
    }
  }

  private static CompletionStage<FilesApplied> done(FilesApplied result) {
    return completed(result);
  }

  private static <T> CompletionStage<T> completed(T result) {
    return CompletableFuture.completedFuture(result);
  }

  private static Optional<FilesApplied> bad(ChangeResult result) {
    if (result instanceof ChangeResult.Changed) {
      return Optional.empty();
    }
    return Optional.of(
        result instanceof ChangeResult.Fenced
            ? new FilesApplied.Over()
            : new FilesApplied.Failed(result.message()));
  }
}
