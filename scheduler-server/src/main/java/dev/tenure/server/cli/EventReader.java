package dev.tenure.server.cli;

import dev.tenure.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Server-sent events from a stream, one after the other. What is not of that form, or holds no JSON
 * object, is passed over. Confined to one thread.
 */
final class EventReader implements AutoCloseable {

  private final BufferedReader lines;
  private String id = "";

  EventReader(InputStream stream) {
    lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
  }

  /** The next event; empty when the stream has ended. Blocks until one of the two. */
  Optional<ServerEvent> next() throws IOException {
    String type = "";
    StringBuilder data = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.isEmpty()) {
        Optional<ServerEvent> event = event(type, data.toString());
        if (event.isPresent()) {
          return event;
        }
        type = "";
        data.setLength(0);
      }
      int colon = line.indexOf(':');
      String field = colon < 0 ? line : line.substring(0, colon);
      String value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
      switch (field) {
        case "id" -> id = value;
        case "event" -> type = value;
        case "data" -> data.append(data.length() == 0 ? "" : "\n").append(value);
        default -> {} // a comment, or of no use here
      }
    }
    return Optional.empty();
  }

  private Optional<ServerEvent> event(String type, String data) {
    return type.isEmpty()
        ? Optional.empty()
        : JsonObject.find(data).map(json -> new ServerEvent(id, type, json));
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
