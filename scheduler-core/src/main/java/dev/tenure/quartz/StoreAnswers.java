package dev.tenure.quartz;

import dev.tenure.definition.ChangeResult;
import dev.tenure.definition.DefinitionException;
import dev.tenure.definition.Thing;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.quartz.JobPersistenceException;
import org.quartz.ObjectAlreadyExistsException;

/**
 * Waits for what became of a change, on the thread that asked for it, and says it in Quartz's way.
 *
 * @param names the names of things, for messages
 * @param limit how long is waited
 */
record StoreAnswers(QuartzNames names, Duration limit) {

  /** Blocks until the change is durable and to be seen. */
  void await(CompletionStage<ChangeResult> answer) throws JobPersistenceException {
    ChangeResult result = result(answer);
    if (!(result instanceof ChangeResult.Changed)) {
      throw new JobPersistenceException(result.message());
    }
  }

  private ChangeResult result(CompletionStage<ChangeResult> answer) throws JobPersistenceException {
    try {
      return answer.toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | CompletionException e) {
      throw refused(e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      throw new JobPersistenceException(
          "it is not known whether it was changed: no answer within " + limit.toMillis() + " ms",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JobPersistenceException(
          "it is not known whether it was changed: the caller was interrupted while waiting", e);
    }
  }

  /** What Quartz is told when a change makes no sense, or its parts cannot be stored. */
  JobPersistenceException refused(Throwable cause) {
    if (cause instanceof DefinitionException wrong) {
      return wrong.kind() == DefinitionException.Kind.EXISTS
          ? exists(wrong)
          : new JobPersistenceException(subject(wrong.thing()) + wrong.getMessage(), wrong);
    }
    return new JobPersistenceException(String.valueOf(cause.getMessage()), cause);
  }

  private JobPersistenceException exists(DefinitionException wrong) {
    ObjectAlreadyExistsException exists =
        new ObjectAlreadyExistsException(subject(wrong.thing()) + wrong.getMessage());
    exists.initCause(wrong);
    return exists;
  }

  /** Names as Quartz spells them, before a message that spells them as they are stored. */
  private String subject(Thing thing) {
    if (thing instanceof Thing.Job job) {
      return "job " + names.key(job.name()) + ": ";
    } else if (thing instanceof Thing.Trigger trigger) {
      return "trigger " + names.key(trigger.name()) + ": ";
    }
    return "";
  }
}
