package dev.tenure.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes one JSON text from the front to the back, on one line, as UTF-8: for what is written
 * often. Confined to one thread; writes to memory only.
 */
public final class JsonWriter {

  private static final JsonFactory FACTORY = new JsonFactory();

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
  private final JsonGenerator json;

  /** An empty text. */
  public JsonWriter() {
    try {
      json = FACTORY.createGenerator(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Write {
    void to(JsonGenerator json) throws IOException;
  }

  private JsonWriter write(Write write) {
    try {
      write.to(json);
      return this;
    } catch (IOException e) {
      throw new IllegalArgumentException("not writable as JSON: " + e.getMessage(), e);
    }
  }

  /** Begins an object: the whole text, or an element of a list. */
  public JsonWriter object() {
    return write(JsonGenerator::writeStartObject);
  }

  /** Begins a member that is an object. */
  public JsonWriter object(String name) {
    return write(
        to -> {
          to.writeFieldName(name);
          to.writeStartObject();
        });
  }

  /** Ends the object. */
  public JsonWriter end() {
    return write(JsonGenerator::writeEndObject);
  }

  /** Begins a member that is a list. */
  public JsonWriter list(String name) {
    return write(
        to -> {
          to.writeFieldName(name);
          to.writeStartArray();
        });
  }

  /** Ends the list. */
  public JsonWriter endList() {
    return write(JsonGenerator::writeEndArray);
  }

  /** A member that is text. */
  public JsonWriter text(String name, String value) {
    return write(to -> to.writeStringField(name, value));
  }

  /** A member that is a number. */
  public JsonWriter number(String name, long value) {
    return write(to -> to.writeNumberField(name, value));
  }

  /** An element of a list that is a number. */
  public JsonWriter number(long value) {
    return write(to -> to.writeNumber(value));
  }

  /** A member that is a truth value. */
  public JsonWriter bool(String name, boolean value) {
    return write(to -> to.writeBooleanField(name, value));
  }

  /** A member that is an instant, as {@link Instant#toString} writes it, without microseconds. */
  public JsonWriter instant(String name, long epochMillis) {
    return text(name, InstantText.write(epochMillis));
  }

  /** As {@link #instant(String, long)}. */
  public JsonWriter instant(String name, Instant value) {
    return instant(name, value.toEpochMilli());
  }

  /**
   * A member that is a tree of maps, lists, strings, numbers, booleans and nulls.
   *
   * @throws IllegalArgumentException for anything else in it
   */
  public JsonWriter tree(String name, Map<String, ?> value) {
    return write(
        to -> {
          to.writeFieldName(name);
          tree(to, value);
        });
  }

  private static void tree(JsonGenerator to, @Nullable Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      to.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        to.writeFieldName(String.valueOf(entry.getKey()));
        tree(to, entry.getValue());
      }
      to.writeEndObject();
    } else if (value instanceof Iterable<?> list) {
      to.writeStartArray();
      for (Object element : list) {
        tree(to, element);
      }
      to.writeEndArray();
    } else if (value == null
        || value instanceof String
        || value instanceof Number
        || value instanceof Boolean) {
      to.writeObject(value);
    } else {
      throw new IllegalArgumentException(value.getClass().getName() + " has no form in JSON");
    }
  }

  /** How many bytes it is so far, at least about. */
  public int size() {
    return bytes.size() + json.getOutputBuffered();
  }

  /** The text, which is complete. */
  public byte[] toBytes() {
    write(JsonGenerator::flush);
    return bytes.toByteArray();
  }
}
