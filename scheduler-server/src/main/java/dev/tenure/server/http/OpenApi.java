package dev.tenure.server.http;

import dev.tenure.json.JsonObject;
import dev.tenure.node.TenureVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The interface's own description, as OpenAPI 3.1. */
final class OpenApi {

  private static final String FILE = "openapi.json";

  private final Response document = Response.json(document());

  Response answer(Request request) {
    return document;
  }

  private static Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>(JsonObject.parse(text()).members());
    JsonObject info = JsonObject.parse(text()).requiredObject("info");
    Map<String, Object> now = new LinkedHashMap<>(info.members());
    now.put("version", TenureVersion.text());
    document.put("info", now);
    return document;
  }

  private static String text() {
    try (InputStream in = OpenApi.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is missing from the scheduler-server jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(FILE + " cannot be read from the scheduler-server jar", e);
    }
  }
}
