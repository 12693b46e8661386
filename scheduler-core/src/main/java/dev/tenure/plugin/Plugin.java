package dev.tenure.plugin;

import java.nio.file.Path;
import java.util.List;

/**
 * One plug-in that was opened, for people to see.
 *
 * @param name the file name of the jar or of the folder; {@value #CLASS_PATH} for the class path of
 *     an embedding program
 * @param jars what it is made of, in search order; empty for the class path
 */
public record Plugin(String name, List<Path> jars) {

  /** The name under which the class path of an embedding program appears. */
  public static final String CLASS_PATH = "class path";

  public Plugin {
    jars = List.copyOf(jars);
  }
}
