package dev.tenure.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What may be done through the HTTP interface, and by whom.
 *
 * @param tokensFile the file that says who may come in; empty if everybody may
 * @param openMetrics whether {@code /metrics} needs no token
 * @param classes which classes jobs that are defined through the interface may name
 * @param audit how much is kept of what was done
 */
public record ApiConfig(
    Optional<Path> tokensFile, boolean openMetrics, Classes classes, AuditConfig audit) {

  /**
   * Which classes may be named.
   *
   * @param allowed those that may; empty for all that the plug-ins of the node have
   * @param shell whether those that run commands may
   * @param commands those that run commands
   */
  public record Classes(
      Optional<List<ClassPattern>> allowed, boolean shell, List<ClassPattern> commands) {
    public Classes {
      allowed = allowed.map(List::copyOf);
      commands = List.copyOf(commands);
    }

    /** Whether a class runs commands and may not do so for the interface. */
    public boolean isRefusedShell(String className) {
      return !shell && commands.stream().anyMatch(pattern -> pattern.matches(className));
    }

    /** What is wrong with naming the class; empty if nothing is. */
    public Optional<String> problem(String className) {
      if (isRefusedShell(className)) {
        return Optional.of(
            className
                + " runs commands, which this node lets nobody define through the interface; it"
                + " can be named in a job file, or see tenure.api.shell");
      }
      if (allowed
          .filter(patterns -> patterns.stream().noneMatch(p -> p.matches(className)))
          .isPresent()) {
        return Optional.of(
            className
                + " is none of the classes that may be named through the interface; allowed: "
                + allowed.get().stream().map(ClassPattern::text).toList()
                + ", see tenure.api.allowed-classes");
      }
      return Optional.empty();
    }
  }
}
