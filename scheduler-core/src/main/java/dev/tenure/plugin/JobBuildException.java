package dev.tenure.plugin;

import org.jspecify.annotations.Nullable;

/** A job could not be built, so none of its {@code execute} has run. */
public final class JobBuildException extends Exception {

  private static final long serialVersionUID = 1L;

  JobBuildException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
