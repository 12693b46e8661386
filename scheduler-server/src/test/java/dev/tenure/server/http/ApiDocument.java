package dev.tenure.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The description of the interface, to hold things against. Members that it does not name fail. */
final class ApiDocument {

  private final JsonObject document;

  private ApiDocument(JsonObject document) {
    this.document = document;
  }

  static ApiDocument ours() {
    Request request = new Request("GET", "/", Map.of(), Map.of(), Map.of(), "");
    return new ApiDocument(JsonObject.parse(new OpenApi().answer(request).body().utf8()));
  }

  /** Each operation as {@code GET /path}, with the parameters of its query. */
  Map<String, Set<String>> operations() {
    return paths().members().keySet().stream()
        .flatMap(
            path ->
                paths().requiredObject(path).members().keySet().stream()
                    .map(method -> Map.entry(method, path)))
        .collect(
            Collectors.toMap(
                entry -> entry.getKey().toUpperCase(Locale.ROOT) + " " + entry.getValue(),
                entry -> query(operation(entry.getKey(), entry.getValue()))));
  }

  private JsonObject paths() {
    return document.requiredObject("paths");
  }

  private JsonObject operation(String method, String path) {
    return paths().requiredObject(path).requiredObject(method);
  }

  private static Set<String> query(JsonObject operation) {
    return operation.objects("parameters").stream()
        .filter(parameter -> parameter.requiredText("in").equals("query"))
        .map(parameter -> parameter.requiredText("name"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Holds an answer against what the document says of its path, method and status. */
  void check(String method, String target, HttpResponse<String> response) {
    String path = target.split("\\?", 2)[0];
    Optional<String> described =
        paths().members().keySet().stream()
            .filter(pattern -> matches(pattern, path))
            .filter(pattern -> paths().requiredObject(pattern).has(method.toLowerCase(Locale.ROOT)))
            .max(Comparator.comparingInt(String::length));
    if (described.isEmpty() || response.body().isEmpty()) {
      return;
    }
    JsonObject responses =
        operation(method.toLowerCase(Locale.ROOT), described.get()).requiredObject("responses");
    String status = Integer.toString(response.statusCode());
    JsonObject answer =
        responses.object(status).orElseGet(() -> responses.requiredObject("default"));
    if (!responses.has(status)) {
      assertThat(response.statusCode()).as(method + " " + target).isGreaterThanOrEqualTo(400);
    }
    String type = response.headers().firstValue("Content-Type").orElse("").split(";", 2)[0];
    JsonObject schema =
        answer.requiredObject("content").requiredObject(type).requiredObject("schema");
    if (type.endsWith("json")) {
      check(
          method + " " + target + " " + status,
          JsonObject.parse(response.body()).members(),
          schema);
    }
  }

  /** Holds a value against a schema by its name. */
  void checkSchema(String name, JsonObject value) {
    check(name, value.members(), named(name));
  }

  private JsonObject named(String name) {
    return document.requiredObject("components").requiredObject("schemas").requiredObject(name);
  }

  private static boolean matches(String pattern, String path) {
    String regex =
        Pattern.compile("\\{([a-z]+)}")
            .matcher(pattern)
            .replaceAll(
                name ->
                    name.group(1).equals("run") || name.group(1).equals("file") ? ".+" : "[^/]+");
    return path.matches(regex);
  }

  private void check(String where, Object value, JsonObject schema) {
    Optional<String> reference = schema.text("$ref");
    if (reference.isPresent()) {
      check(where, value, named(reference.get().substring("#/components/schemas/".length())));
      return;
    }
    if (schema.has("oneOf")) {
      assertThat(schema.objects("oneOf"))
          .as(where)
          .anyMatch(one -> isOf(value, one.requiredText("type")));
      return;
    }
    String type = schema.requiredText("type");
    assertThat(isOf(value, type)).as(where + ": " + value + " is no " + type).isTrue();
    if (schema.members().get("enum") instanceof List<?> words) {
      assertThat(words.stream().map(Object::toString)).as(where).contains(value.toString());
    }
    if (schema.text("format").isPresent()) {
      assertThat(Instant.parse(value.toString())).as(where).isNotNull();
    }
    if (value instanceof List<?> list) {
      for (Object element : list) {
        check(where + "[]", element, schema.requiredObject("items"));
      }
    }
    if (value instanceof Map<?, ?> map && !schema.bool("additionalProperties").orElse(false)) {
      members(where, map, schema);
    }
  }

  private void members(String where, Map<?, ?> map, JsonObject schema) {
    JsonObject properties = schema.requiredObject("properties");
    if (schema.members().get("required") instanceof List<?> required) {
      for (Object name : required) {
        assertThat(map.containsKey(name)).as(where + " has " + name).isTrue();
      }
    }
    map.forEach(
        (name, member) -> {
          assertThat(properties.has(name.toString()))
              .as(where + ": \"" + name + "\" is described")
              .isTrue();
          assertThat(member).as(where + "." + name).isNotNull();
          check(where + "." + name, member, properties.requiredObject(name.toString()));
        });
  }

  private static boolean isOf(Object value, String type) {
    return switch (type) {
      case "string" -> value instanceof String;
      case "integer" -> value instanceof Integer || value instanceof Long;
      case "number" -> value instanceof Number;
      case "boolean" -> value instanceof Boolean;
      case "array" -> value instanceof List;
      case "object" -> value instanceof Map;
      default -> false;
    };
  }
}
