package dev.tenure.plugin;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.quartz.Job;

/** The answer to the question which class a job's {@code class} key names. */
public sealed interface JobClass {

  /** The name that was asked for. */
  String className();

  /** What is wrong, for an operator, with what to do next; empty if the class was found. */
  Optional<String> problem();

  /**
   * A class that can be run.
   *
   * @param type loaded, not initialised
   * @param plugin the name of the plug-in that holds it
   */
  record Found(Class<? extends Job> type, String plugin) implements JobClass {
    @Override
    public String className() {
      return type.getName();
    }

    @Override
    public Optional<String> problem() {
      return Optional.empty();
    }
  }

  /**
   * No plug-in holds the class.
   *
   * @param place what was searched, in words; says so when a plug-in folder is absent or empty
   * @param searched the jars that were searched
   * @param similar classes in those jars that have the same simple name
   */
  record Missing(String className, String place, List<Path> searched, List<String> similar)
      implements JobClass {
    public Missing {
      searched = List.copyOf(searched);
      similar = List.copyOf(similar);
    }

    @Override
    public Optional<String> problem() {
      StringBuilder text =
          new StringBuilder("class ").append(className).append(" is not in ").append(place);
      if (!searched.isEmpty()) {
        text.append("; searched ");
        text.append(String.join(", ", searched.stream().map(Path::toString).toList()));
      }
      if (!similar.isEmpty()) {
        text.append("; did you mean ").append(String.join(" or ", similar)).append('?');
      }
      return Optional.of(text.toString());
    }
  }

  /**
   * The class exists but cannot be run as a job.
   *
   * @param plugin the name of the plug-in that holds it
   * @param reason what is wrong with it
   * @param cause the linkage error, if it is one
   */
  record NotAJob(String className, String plugin, String reason, Optional<Throwable> cause)
      implements JobClass {
    @Override
    public Optional<String> problem() {
      return Optional.of("class " + className + " (in " + plugin + ") " + reason);
    }
  }

  /**
   * More than one plug-in holds the class, so which code would run were a matter of luck.
   *
   * @param plugins the names of the plug-ins that hold it
   */
  record Ambiguous(String className, List<String> plugins) implements JobClass {
    public Ambiguous {
      plugins = List.copyOf(plugins);
    }

    @Override
    public Optional<String> problem() {
      return Optional.of(
          "class "
              + className
              + " is in more than one plug-in: "
              + String.join(", ", plugins)
              + "; keep one of them");
    }
  }
}
