package dev.tenure.config;

import com.typesafe.config.ConfigValue;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Relative paths belong to the folder of the file that names them.
 *
 * @param nodeFolder for paths that {@code reference.conf} names
 * @param workingDirectory for paths from the environment or the command line
 */
record Paths(Path nodeFolder, Path workingDirectory) {

  ValueParser<Path> path() {
    return value -> {
      String text = Values.text().parse(value);
      try {
        return folder(value).resolve(text).toAbsolutePath().normalize();
      } catch (InvalidPathException e) {
        throw new BadValue("is \"" + text + "\", not a path: " + e.getReason(), "a path");
      }
    };
  }

  private Path folder(ConfigValue value) {
    String file = value.origin().filename();
    Path parent = file == null ? null : Path.of(file).toAbsolutePath().getParent();
    if (parent != null) {
      return parent;
    }
    return Reference.holds(value.origin()) ? nodeFolder : workingDirectory;
  }
}
