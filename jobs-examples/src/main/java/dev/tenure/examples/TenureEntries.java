package dev.tenure.examples;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.quartz.JobExecutionContext;

/**
 * What Tenure puts into the context, read with Quartz alone. Under plain Quartz the entries are
 * absent, and the jobs here work all the same.
 */
final class TenureEntries {

  private TenureEntries() {}

  /** 1 for the first try. */
  static int attempt(JobExecutionContext context) {
    return entry(context, "tenure.attempt") instanceof Integer attempt
        ? attempt
        : context.getRefireCount() + 1;
  }

  /** Tells how far the run is; does nothing under plain Quartz. */
  @SuppressWarnings("unchecked") // the type arguments are part of the protocol
  static void progress(JobExecutionContext context, int percent, String message) {
    if (entry(context, "tenure.progress") instanceof BiConsumer<?, ?> progress) {
      ((BiConsumer<Integer, String>) progress).accept(percent, message);
    }
  }

  /** Takes lines for the run's log, from any thread; does nothing under plain Quartz. */
  @SuppressWarnings("unchecked") // the type argument is part of the protocol
  static Consumer<String> log(JobExecutionContext context) {
    return entry(context, "tenure.log") instanceof Consumer<?> log
        ? (Consumer<String>) log
        : line -> {};
  }

  /** The facts of the run that the outside world can use, such as {@code term}, as text. */
  static Map<String, String> facts(JobExecutionContext context) {
    Map<String, String> facts = new LinkedHashMap<>();
    for (String name : new String[] {"run", "term", "slot", "attempt", "node", "group", "job"}) {
      Object value = entry(context, "tenure." + name);
      if (value != null) {
        facts.put(name, value.toString());
      }
    }
    return facts;
  }

  private static @Nullable Object entry(JobExecutionContext context, String key) {
    return context.get(key);
  }
}
