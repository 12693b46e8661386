package dev.tenure.server.http;

/**
 * A path that is read with GET or HEAD, and what answers it.
 *
 * @param path an absolute path without parameters
 * @param handler what answers; called on a thread of the server, several at a time
 */
public record Route(String path, Handler handler) {

  /** A plain function from request to response; thread-safe; what it throws becomes a 500. */
  @FunctionalInterface
  public interface Handler {
    /** Answers one request; may block for a moment, not for long. */
    Response handle(Request request);
  }
}
