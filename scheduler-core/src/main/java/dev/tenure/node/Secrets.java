package dev.tenure.node;

import dev.tenure.config.SecretsConfig;
import dev.tenure.model.NodeName;
import dev.tenure.model.SecretReference;
import dev.tenure.quartz.JobMaker;
import dev.tenure.quartz.SecretException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.quartz.Job;
import org.quartz.JobDataMap;

/**
 * What the data of jobs may refer to on this node. Read anew for each run, so that a secret that is
 * replaced counts from the next run on.
 *
 * @param config where secrets are
 * @param node for messages
 * @param environment the variables of this process
 */
record Secrets(SecretsConfig config, NodeName node, Map<String, String> environment)
    implements JobMaker {

  private static final int MOST_BYTES = 64 << 10;

  @Override
  public Job make(Class<? extends Job> type, JobDataMap data) throws Exception {
    return JobAssembly.make(type, data);
  }

  /** Why a node with these settings could never follow the reference; empty if it might. */
  static Optional<String> problem(SecretsConfig config, SecretReference reference) {
    if (reference instanceof SecretReference.OfFile && config.dir().isEmpty()) {
      return Optional.of("refers to a " + reference + ", and tenure.secrets.dir is not set");
    }
    if (reference instanceof SecretReference.OfEnvironment variable
        && !variable.name().startsWith(config.environmentPrefix())) {
      return Optional.of(
          "refers to a "
              + reference
              + "; allowed: names that begin with "
              + config.environmentPrefix()
              + ", see tenure.secrets.environment-prefix");
    }
    return Optional.empty();
  }

  @Override
  public String reveal(SecretReference reference) throws SecretException {
    Optional<String> problem = problem(config, reference);
    if (problem.isPresent()) {
      throw new SecretException(problem.get() + " (on node " + node + ")");
    }
    return reference instanceof SecretReference.OfFile file
        ? ofFile(file, config.dir().orElseThrow())
        : ofEnvironment((SecretReference.OfEnvironment) reference);
  }

  private String ofEnvironment(SecretReference.OfEnvironment variable) throws SecretException {
    String value = environment.getOrDefault(variable.name(), "");
    if (value.isEmpty()) {
      throw new SecretException("refers to a " + variable + ", which is not set on node " + node);
    }
    return value;
  }

  private String ofFile(SecretReference.OfFile file, Path dir) throws SecretException {
    try {
      Path found = dir.resolve(file.name()).toRealPath();
      if (!found.startsWith(dir.toRealPath())) {
        throw refused(file, "leads out of the folder " + dir);
      }
      if (!Files.isRegularFile(found)) {
        throw refused(file, "is no file in " + dir);
      }
      if (Files.size(found) > MOST_BYTES) {
        throw refused(file, "is longer than " + MOST_BYTES + " bytes");
      }
      String text = Files.readString(found, StandardCharsets.UTF_8).stripTrailing();
      if (text.isEmpty()) {
        throw refused(file, "is empty");
      }
      return text;
    } catch (NoSuchFileException e) {
      throw refused(file, "does not exist in " + dir);
    } catch (CharacterCodingException e) {
      throw refused(file, "is not text in UTF-8");
    } catch (IOException e) {
      throw refused(file, "cannot be read in " + dir);
    }
  }

  /** Without the environment, which is nobody's business. */
  @Override
  public String toString() {
    return "Secrets[" + config + "]";
  }

  private SecretException refused(SecretReference.OfFile file, String why) {
    return new SecretException("refers to a " + file + ", which " + why + " on node " + node);
  }
}
