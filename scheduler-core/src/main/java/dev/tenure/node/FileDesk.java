package dev.tenure.node;

import dev.tenure.definition.AppliedFiles;
import dev.tenure.definition.Kept;
import dev.tenure.election.Leadership;
import dev.tenure.loop.EventLoop;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Applies the job files of one group while this node leads it: on a win, when they change, and
 * again when the store did not answer; one application at a time.
 *
 * <p>State belongs to the loop; the methods may be called from anywhere.
 */
final class FileDesk {

  private static final Duration AGAIN = Duration.ofSeconds(5);
  private static final int NAMES = 20;

  private final GroupName group;
  private final Logger log;
  private final EventLoop loop;
  private final Supplier<GroupFiles> files;
  private final BiFunction<GroupFiles, Leadership, CompletionStage<FilesApplied>> apply;
  private @Nullable Leadership led;
  private boolean busy;
  private boolean due;
  private CompletableFuture<FilesApplied> first = new CompletableFuture<>();
  private Optional<String> said = Optional.empty();

  /**
   * For the group of these words.
   *
   * @param files what they say now
   * @param apply does it; {@link FileApply#apply}
   */
  FileDesk(
      GroupLog words,
      EventLoop loop,
      Supplier<GroupFiles> files,
      BiFunction<GroupFiles, Leadership, CompletionStage<FilesApplied>> apply) {
    group = words.group();
    log = words.log();
    this.loop = loop;
    this.files = files;
    this.apply = apply;
  }

  /** What the files say now. */
  GroupFiles files() {
    return files.get();
  }

  /** The term has begun. Completes with what became of the files for the first time in it. */
  CompletionStage<FilesApplied> won(Leadership leadership) {
    CompletableFuture<FilesApplied> result = new CompletableFuture<>();
    loop.execute(
        () -> {
          led = leadership;
          first = result;
          due = true;
          next();
        });
    return result;
  }

  /** The term is over. */
  void over() {
    loop.execute(
        () -> {
          led = null;
          first.complete(new FilesApplied.Over());
        });
  }

  /** The files say something new. */
  void changed() {
    loop.execute(
        () -> {
          due = true;
          next();
        });
  }

  private void next() {
    Leadership leadership = led;
    if (busy || !due || leadership == null || !leadership.held()) {
      return;
    }
    busy = true;
    due = false;
    GroupFiles now = files.get();
    apply.apply(now, leadership).whenCompleteAsync((result, e) -> done(now, result), loop);
  }

  private void done(GroupFiles now, FilesApplied result) {
    busy = false;
    first.complete(result);
    report(now, result);
    if (result instanceof FilesApplied.Failed) {
      due = true;
      loop.schedule(AGAIN, this::next);
    } else {
      next();
    }
  }

  private void report(GroupFiles now, FilesApplied result) {
    if (result instanceof FilesApplied.Done done) {
      log.info(
          "group {}: job files {} applied: {} jobs added, {} changed, {} removed, {} unchanged",
          group,
          now.order(),
          done.added().size(),
          done.changed().size(),
          done.removed().size(),
          done.unchanged());
      names("added", done.added());
      names("changed", done.changed());
      names("removed", done.removed());
      done.refused().forEach(why -> log.warn("group {}: not applied: {}", group, why));
    } else if (result instanceof FilesApplied.Older older) {
      sayOnce(olderWords(now, older.applied()));
    } else if (result instanceof FilesApplied.Failed failed) {
      sayOnce("its job files are not applied yet, trying again: " + failed.reason());
      return;
    }
    if (!(result instanceof FilesApplied.Older)) {
      said = Optional.empty();
    }
  }

  private void names(String what, List<JobName> jobs) {
    if (!jobs.isEmpty()) {
      String more = jobs.size() > NAMES ? " and " + (jobs.size() - NAMES) + " more" : "";
      log.info(
          "group {}: {}: {}{}", group, what, jobs.subList(0, Math.min(NAMES, jobs.size())), more);
    }
  }

  private static String olderWords(GroupFiles now, Kept<AppliedFiles> applied) {
    AppliedFiles there = applied.value();
    boolean numbered = there.version().isPresent();
    return "the job files of this node ("
        + now.order()
        + ") are not newer than those that "
        + applied.written().by()
        + " applied ("
        + GroupFiles.order(there)
        + ") and say something else; the jobs stay as they are. "
        + (numbered
            ? "Give every node the same files, and tenure.jobs.version a higher number"
            : "Give every node the same files; to go back to older ones, touch them");
  }

  /** A node that tries the same again and again stays calm. */
  private void sayOnce(String words) {
    if (!said.equals(Optional.of(words))) {
      said = Optional.of(words);
      log.warn("group {}: {}", group, words);
    }
  }
}
