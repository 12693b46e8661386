package dev.tenure.server.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A path of the HTTP interface with a query that grows. Immutable. */
record ApiPath(String text) {

  /** A path whose segments are names of people's choice. */
  static ApiPath of(String... segments) {
    StringBuilder path = new StringBuilder("/v1");
    for (String segment : segments) {
      path.append('/').append(encoded(segment));
    }
    return new ApiPath(path.toString());
  }

  /** The path of a run; its id has slashes. */
  static ApiPath ofRun(String id) {
    StringBuilder path = new StringBuilder("/v1/runs");
    for (String part : id.split("/", -1)) {
      path.append('/').append(encoded(part));
    }
    return new ApiPath(path.toString());
  }

  /** One segment more. */
  ApiPath then(String segment) {
    return new ApiPath(text + "/" + encoded(segment));
  }

  /** With a parameter of the query, if it has a value. */
  ApiPath with(String parameter, Optional<?> value) {
    return value
        .map(
            present ->
                new ApiPath(
                    text
                        + (text.contains("?") ? '&' : '?')
                        + parameter
                        + '='
                        + encoded(present.toString())))
        .orElse(this);
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public String toString() {
    return text;
  }
}
