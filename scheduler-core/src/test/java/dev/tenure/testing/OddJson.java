package dev.tenure.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tenure.json.Json;
import dev.tenure.json.JsonObject;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** JSON that almost is what Tenure writes: for values that anybody may have put into the store. */
public final class OddJson {

  /** A string that stands for text which no tree of ours can hold. */
  private static final String RAW = "raw text comes here";

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "\0",
          "/",
          "..",
          "../../x",
          "a/b",
          "ä€😀",
          "\ud800",
          "\u202e",
          "null",
          "x".repeat(300),
          "default/slow/1/1",
          "default/slow/other/-1/0",
          "9223372036854775807-9999999999",
          "-1--1",
          "7-11",
          "SUCCEEDED",
          "STARTED",
          "2026-01-01T00:00:00Z",
          "2026-01-01T00:00:00.123456789123Z",
          "-1000000000-01-01T00:00:00Z",
          "+1000000000-12-31T23:59:59.999999999Z",
          "+292278994-08-17T07:12:55.807Z",
          "2026-13-41T25:61:61Z",
          "9999-12-31T24:00:00Z",
          "PT-1S",
          "PT9223372036854775807S",
          "P999999999D",
          "0 0 0 29 2 ?",
          "* * * * *",
          "0 0 0 31 2 ? 2099",
          "America/Ciudad_Juarez",
          "+25:99",
          "java.lang.Runtime",
          "${jndi:ldap://127.0.0.1/a}");

  private static final List<Object> NUMBERS =
      List.of(
          0,
          1,
          -1,
          2,
          63,
          1000,
          Integer.MAX_VALUE,
          Integer.MIN_VALUE,
          1L + Integer.MAX_VALUE,
          Long.MAX_VALUE,
          Long.MIN_VALUE,
          Long.MAX_VALUE - 1,
          BigInteger.ONE.shiftLeft(64),
          0.5,
          -0.0,
          1e308,
          Double.MIN_VALUE);

  private OddJson() {}

  /** Text of a kind that somebody might come to read. */
  public static String text(Random random) {
    return Fuzz.one(random, TEXTS);
  }

  /** A JSON object with a few of its members, at any depth, made odd; at times also its bytes. */
  public static byte[] mutated(Random random, String json) {
    Optional<JsonObject> object = JsonObject.find(json);
    if (object.isEmpty()) {
      return Fuzz.mutated(random, json.getBytes(UTF_8));
    }
    Object tree = copy(object.get().members());
    for (int left = 1 + random.nextInt(3); left > 0; left--) {
      tree = changed(random, tree);
    }
    Map<String, Object> around = new LinkedHashMap<>();
    around.put("tree", tree);
    String text = Json.write(around);
    // Without the object around it, so that the tree need not be one.
    text = text.substring("{\"tree\":".length(), text.length() - 1);
    int raw = text.indexOf('"' + RAW + '"');
    if (raw >= 0) {
      text = text.substring(0, raw) + raw(random) + text.substring(raw + RAW.length() + 2);
    }
    byte[] bytes = text.getBytes(UTF_8);
    return random.nextInt(4) == 0 ? Fuzz.mutated(random, bytes) : bytes;
  }

  private static String raw(Random random) {
    int depth = Fuzz.one(random, 100, 900, 5_000, 200_000);
    return switch (random.nextInt(7)) {
      case 0 -> "[".repeat(depth) + "]".repeat(depth);
      case 1 -> "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
      case 2 -> "[".repeat(depth);
      case 3 -> "1e999999999";
      case 4 -> "9".repeat(5_000);
      case 5 -> "NaN";
      default -> "\"" + "x".repeat(100_000) + "\"";
    };
  }

  private static Object changed(Random random, Object tree) {
    List<Object> containers = new ArrayList<>();
    collect(tree, containers);
    if (containers.isEmpty() || random.nextInt(50) == 0) {
      return odd(random, tree);
    }
    Object chosen = Fuzz.one(random, containers);
    if (chosen instanceof Map<?, ?> map) {
      change(random, cast(map));
    } else if (chosen instanceof List<?> list) {
      change(random, castList(list));
    }
    return tree;
  }

  private static void change(Random random, Map<String, Object> map) {
    List<String> names = new ArrayList<>(map.keySet());
    String name = names.isEmpty() ? text(random) : Fuzz.one(random, names);
    Object value = map.getOrDefault(name, 0);
    switch (random.nextInt(8)) {
      case 0 -> map.remove(name);
      case 1 -> map.put(text(random), copy(value));
      case 2 -> {
        String other = names.isEmpty() ? name : Fuzz.one(random, names);
        map.put(name, copy(map.getOrDefault(other, 0)));
      }
      default -> map.put(name, odd(random, value));
    }
  }

  private static void change(Random random, List<Object> list) {
    int at = list.isEmpty() ? 0 : random.nextInt(list.size());
    switch (list.isEmpty() ? 0 : random.nextInt(5)) {
      case 0 -> list.add(at, odd(random, 0));
      case 1 -> list.remove(at);
      case 2 -> list.add(at, copy(list.get(at)));
      case 3 -> list.add(list.remove(at));
      default -> list.set(at, odd(random, list.get(at)));
    }
  }

  @SuppressWarnings("NullAway") // a JSON null is a null of the tree
  private static Object odd(Random random, @Nullable Object before) {
    return switch (random.nextInt(10)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> new ArrayList<>(List.of(copy(before == null ? 0 : before)));
      case 3 -> new LinkedHashMap<>(Map.of(text(random), copy(before == null ? 0 : before)));
      case 4 -> RAW;
      case 5, 6 -> Fuzz.one(random, NUMBERS);
      case 7 -> new LinkedHashMap<>();
      default -> text(random);
    };
  }

  private static void collect(@Nullable Object node, List<Object> containers) {
    if (node instanceof Map<?, ?> map) {
      containers.add(map);
      map.values().forEach(member -> collect(member, containers));
    } else if (node instanceof List<?> list) {
      containers.add(list);
      list.forEach(member -> collect(member, containers));
    }
  }

  @SuppressWarnings("NullAway") // a JSON null is a null of the tree
  private static Object copy(@Nullable Object node) {
    if (node instanceof Map<?, ?> map) {
      Map<String, Object> copy = new LinkedHashMap<>();
      map.forEach((name, member) -> copy.put(String.valueOf(name), copy(member)));
      return copy;
    }
    if (node instanceof List<?> list) {
      List<Object> copy = new ArrayList<>();
      list.forEach(member -> copy.add(copy(member)));
      return copy;
    }
    return node;
  }

  @SuppressWarnings("unchecked") // copies of ours
  private static Map<String, Object> cast(Map<?, ?> map) {
    return (Map<String, Object>) map;
  }

  @SuppressWarnings("unchecked") // copies of ours
  private static List<Object> castList(List<?> list) {
    return (List<Object>) list;
  }
}
