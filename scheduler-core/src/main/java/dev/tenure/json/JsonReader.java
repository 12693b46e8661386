package dev.tenure.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON text from the front to the back: for what is read often. Every method throws
 * {@link IllegalArgumentException} that says what is wrong when the text does not go on as asked.
 * Confined to one thread.
 */
public final class JsonReader {

  private static final JsonFactory FACTORY =
      JsonFactory.builder().streamReadConstraints(Json.LIMITS).build();

  private final JsonParser json;
  private String member = "the text";

  /** A reader at the beginning of the text. */
  public JsonReader(byte[] utf8) {
    try {
      json = FACTORY.createParser(utf8);
      json.nextToken();
    } catch (IOException e) {
      throw notJson(e);
    }
  }

  /** Enters the object that comes next. */
  public JsonReader beginObject() {
    require(JsonToken.START_OBJECT, "an object");
    next();
    return this;
  }

  /** The name of the next member, whose value is to be read then; null at the end of the object. */
  public @Nullable String nextName() {
    if (json.currentToken() == JsonToken.END_OBJECT) {
      next();
      return null;
    }
    try {
      if (json.currentToken() != JsonToken.FIELD_NAME) {
        throw wrong("a member");
      }
      member = json.currentName();
      json.nextToken();
      return member;
    } catch (IOException e) {
      throw notJson(e);
    }
  }

  /** Enters the list that comes next. */
  public JsonReader beginList() {
    require(JsonToken.START_ARRAY, "a list");
    next();
    return this;
  }

  /** Whether another element follows; leaves the list if not. */
  public boolean hasNext() {
    if (json.currentToken() == JsonToken.END_ARRAY) {
      next();
      return false;
    }
    return true;
  }

  /** Text. */
  public String text() {
    require(JsonToken.VALUE_STRING, "text");
    try {
      String text = json.getText();
      json.nextToken();
      return text;
    } catch (IOException e) {
      throw notJson(e);
    }
  }

  /** A whole number. */
  public long number() {
    require(JsonToken.VALUE_NUMBER_INT, "a whole number");
    try {
      long number = json.getLongValue();
      json.nextToken();
      return number;
    } catch (IOException e) {
      throw notJson(e);
    }
  }

  /** A whole number that is an {@code int}. */
  public int smallNumber() {
    String name = member;
    long number = number();
    if (number != (int) number) {
      throw new IllegalArgumentException("\"" + name + "\" is out of range: " + number);
    }
    return (int) number;
  }

  /** A truth value. */
  public boolean bool() {
    JsonToken token = json.currentToken();
    if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
      throw wrong("true or false");
    }
    next();
    return token == JsonToken.VALUE_TRUE;
  }

  /** An instant, in milliseconds since the epoch. */
  public long millis() {
    String name = member;
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw wrong("a time such as \"2026-01-01T00:00:00Z\"");
    }
    try {
      return InstantText.millis(text());
    } catch (DateTimeException | ArithmeticException e) {
      // Years that an Instant can hold do not all fit into milliseconds.
      throw new IllegalArgumentException(
          "\"" + name + "\" is not a time such as \"2026-01-01T00:00:00Z\"", e);
    }
  }

  /** An instant. */
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }

  /** An object as a tree of maps, lists, strings, numbers, booleans and nulls. */
  public Map<String, Object> tree() {
    beginObject();
    Map<String, Object> tree = new LinkedHashMap<>();
    for (String name = nextName(); name != null; name = nextName()) {
      put(tree, name, value());
    }
    return tree;
  }

  @SuppressWarnings("NullAway") // a JSON null is a null of the tree
  private static void put(Map<String, Object> tree, String name, @Nullable Object value) {
    tree.put(name, value);
  }

  @SuppressWarnings("NullAway") // a JSON null is a null of the tree
  private @Nullable Object value() {
    JsonToken token = json.currentToken();
    if (token == JsonToken.START_OBJECT) {
      return tree();
    }
    if (token == JsonToken.START_ARRAY) {
      List<Object> list = new ArrayList<>();
      beginList();
      while (hasNext()) {
        list.add(value());
      }
      return list;
    }
    try {
      Object value =
          switch (json.currentToken()) {
            case VALUE_STRING -> json.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getNumberValue();
            default -> throw wrong("a value");
          };
      json.nextToken();
      return value;
    } catch (IOException e) {
      throw notJson(e);
    }
  }

  /** Passes over the value, whatever it is. */
  public void skip() {
    try {
      json.skipChildren();
      json.nextToken();
    } catch (IOException e) {
      throw notJson(e);
    }
  }

  /** Makes sure that nothing follows. */
  public void end() {
    if (json.currentToken() != null) {
      throw new IllegalArgumentException("more text follows the JSON");
    }
  }

  private void next() {
    try {
      json.nextToken();
    } catch (IOException e) {
      throw notJson(e);
    }
  }

  private void require(JsonToken token, String wanted) {
    if (json.currentToken() != token) {
      throw wrong(wanted);
    }
  }

  private IllegalArgumentException wrong(String wanted) {
    return new IllegalArgumentException(
        json.currentToken() == null
            ? "not JSON, or cut off"
            : "\"" + member + "\" is not " + wanted);
  }

  private static IllegalArgumentException notJson(IOException e) {
    String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return new IllegalArgumentException("not JSON: " + message, e);
  }
}
