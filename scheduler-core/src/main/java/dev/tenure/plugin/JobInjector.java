package dev.tenure.plugin;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.quartz.Job;

/**
 * Builds jobs: the public constructor without parameters, then one setter for each key of the data
 * that has one. Key {@code max-items}, or {@code maxItems}, means {@code setMaxItems}; upper and
 * lower case and hyphens make no difference. A key without a setter is left to the job, which finds
 * it in Quartz's merged {@code JobDataMap}.
 *
 * <p>Values may be what HOCON gives ({@code String, Integer, Long, Double, Boolean, List, Map}) or
 * instances of what the setter takes. They become primitives and their wrappers (within range; from
 * text too, as environment variables are text), {@code String}, {@code BigInteger} and {@code
 * BigDecimal}, enums, {@code Duration} ({@code 10s}, {@code 5 minutes}, {@code PT10S}), {@code
 * Instant} and the local date and time types, {@code ZoneId}, {@code URI}, {@code Path}, {@code
 * Charset}, {@code UUID}, and arrays, {@code List}, {@code Set} and {@code Map} of all these,
 * nested as deep as one likes. This is stricter than Quartz's own factory, which drops silently
 * what does not fit.
 *
 * <p>Thread-safe; holds no state.
 */
public final class JobInjector {

  private static final ClassValue<Setters> SETTERS =
      new ClassValue<>() {
        @Override
        protected Setters computeValue(Class<?> type) {
          return Setters.of(type);
        }
      };

  /**
   * Builds a job. Runs the class's constructor and setters, so call it on the worker thread, with
   * the class's loader as the context class loader.
   *
   * @param data the merged data of job and trigger
   * @throws JobBuildException if a value does not fit, or if the job's own code throws; nothing is
   *     wrong with the runtime then, the run has failed
   */
  public <T extends Job> T build(Class<T> type, Map<String, ?> data) throws JobBuildException {
    List<DataProblem> problems = new ArrayList<>();
    List<Assignment> assignments = assignments(type, data, problems);
    if (!problems.isEmpty()) {
      throw new JobBuildException(
          "the data do not fit job class "
              + type.getName()
              + ": "
              + problems.stream().map(DataProblem::toString).collect(Collectors.joining("; ")),
          null);
    }
    T job = construct(type);
    for (Assignment assignment : assignments) {
      assign(job, assignment);
    }
    return job;
  }

  /** The values that {@link #build} would refuse. Runs none of the job's code. */
  public List<DataProblem> check(Class<? extends Job> type, Map<String, ?> data) {
    List<DataProblem> problems = new ArrayList<>();
    assignments(type, data, problems);
    return List.copyOf(problems);
  }

  /** The same as {@link #check}, as text. */
  public List<String> problems(Class<? extends Job> type, Map<String, ?> data) {
    return check(type, data).stream().map(DataProblem::toString).toList();
  }

  private record Assignment(String key, Setter setter, @Nullable Object argument) {}

  private static List<Assignment> assignments(
      Class<? extends Job> type, Map<String, ?> data, List<DataProblem> problems) {
    Setters setters = SETTERS.get(type);
    Map<String, String> keyOfProperty = new HashMap<>();
    List<Assignment> assignments = new ArrayList<>();
    for (Map.Entry<String, ?> entry : data.entrySet()) {
      String key = entry.getKey();
      List<Setter> candidates = setters.forKey(key);
      if (candidates.isEmpty()) {
        continue;
      }
      String other = keyOfProperty.putIfAbsent(Setters.property(key), key);
      if (other != null) {
        problems.add(
            new DataProblem(
                key, "means the same setter as key " + other + "; keep one of the two"));
        continue;
      }
      choose(key, entry.getValue(), candidates, problems).ifPresent(assignments::add);
    }
    return assignments;
  }

  private static Optional<Assignment> choose(
      String key, @Nullable Object value, List<Setter> candidates, List<DataProblem> problems) {
    List<String> refusals = new ArrayList<>();
    for (Setter setter : inOrderOfFit(candidates, value)) {
      try {
        return Optional.of(new Assignment(key, setter, Conversion.convert(value, setter.type())));
      } catch (DoesNotFitException e) {
        refusals.add(setter + " " + e.getMessage());
      }
    }
    problems.add(
        new DataProblem(
            key, Conversion.describe(value) + " does not fit: " + String.join("; ", refusals)));
    return Optional.empty();
  }

  /** An overload that takes the value as it is comes before those that need a conversion. */
  private static List<Setter> inOrderOfFit(List<Setter> candidates, @Nullable Object value) {
    List<Setter> ordered = new ArrayList<>(candidates);
    ordered.sort((a, b) -> Boolean.compare(!a.takes(value), !b.takes(value)));
    return ordered;
  }

  private static <T extends Job> T construct(Class<T> type) throws JobBuildException {
    try {
      return type.getConstructor().newInstance();
    } catch (InvocationTargetException e) {
      throw failed("the constructor of job class " + type.getName(), e.getCause());
    } catch (LinkageError e) {
      throw failed("the initialisation of job class " + type.getName(), e);
    } catch (ReflectiveOperationException e) {
      throw new JobBuildException(
          "job class " + type.getName() + " cannot be built: " + e.getMessage(), e);
    }
  }

  private static void assign(Job job, Assignment assignment) throws JobBuildException {
    String what = assignment.setter() + " of job class " + job.getClass().getName();
    try {
      assignment.setter().method().invoke(job, assignment.argument());
    } catch (InvocationTargetException e) {
      throw failed(what + ", called for data." + assignment.key() + ",", e.getCause());
    } catch (IllegalAccessException e) {
      throw new JobBuildException(what + " cannot be called: " + e.getMessage(), e);
    }
  }

  private static JobBuildException failed(String what, @Nullable Throwable cause) {
    return new JobBuildException(what + " threw " + cause, cause);
  }
}
