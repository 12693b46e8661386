package dev.tenure.server.cli;

import dev.tenure.json.JsonObject;
import java.util.Optional;

/**
 * What a node answered.
 *
 * @param server who answered, as a URL
 * @param status the HTTP status
 * @param etag the edition of what was read, if it has one
 * @param body the body as it came, empty when there is none
 */
record NodeAnswer(String server, int status, Optional<String> etag, String body) {

  /** The body; {@link CommandFailure} when it is not a JSON object. */
  JsonObject json() {
    try {
      return JsonObject.parse(body);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(
          ExitCode.UNREACHABLE,
          server + ": the answer is " + e.getMessage(),
          "is a Tenure node there?",
          e);
    }
  }

  /** The sentence of an answer to something that was asked for. */
  String message(String otherwise) {
    return JsonObject.find(body).flatMap(json -> json.text("message")).orElse(otherwise);
  }
}
