package dev.tenure.server.http;

import dev.tenure.definition.Seen;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a thing must be for a request to change it, as its headers say. */
final class Condition {

  private static final Pattern TAG = Pattern.compile("(?:W/)?\"([0-9]{1,18})\"");

  private Condition() {}

  /** Throws {@link Refusal} for headers that make no sense. */
  static Seen of(Request request) {
    Optional<String> noneMatch = request.header("if-none-match");
    Optional<String> match = request.header("if-match");
    if (noneMatch.isPresent()) {
      if (!noneMatch.get().equals("*") || match.isPresent()) {
        throw new Refusal(
            Problem.badRequest(
                "If-None-Match: allowed with a change: *, and no If-Match beside it"));
      }
      return Seen.NONE;
    }
    if (match.isEmpty()) {
      return Seen.ANYHOW;
    }
    if (match.get().equals("*")) {
      return new Seen.There();
    }
    Matcher tag = TAG.matcher(match.get());
    if (!tag.matches()) {
      throw new Refusal(
          Problem.badRequest(
              "If-Match: allowed: *, or an ETag as the job was read with, such as \"4711\""));
    }
    return new Seen.At(Long.parseLong(tag.group(1)));
  }
}
