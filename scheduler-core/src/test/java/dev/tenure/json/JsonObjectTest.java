package dev.tenure.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonObjectTest {

  private static final JsonObject OBJECT =
      JsonObject.parse(
          """
          {"text":"x","number":7,"fraction":1.5,"truth":true,"time":"2026-01-01T00:00:00Z",
           "object":{"in":1},"objects":[{"a":1},{"b":2}],"mixed":[{"a":1},2],"nothing":null}
          """);

  @Test
  void membersAreReadByTheirKind() {
    assertThat(OBJECT.requiredText("text")).isEqualTo("x");
    assertThat(OBJECT.requiredNumber("number")).isEqualTo(7);
    assertThat(OBJECT.requiredNumber("fraction")).isEqualTo(1);
    assertThat(OBJECT.requiredBool("truth")).isTrue();
    assertThat(OBJECT.requiredInstant("time")).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(OBJECT.requiredObject("object").number("in")).contains(1L);
    assertThat(OBJECT.requiredObjects("objects")).hasSize(2);
  }

  @Test
  void textIsQuotedSoThatItIsReadBackUnchanged() {
    String text = "a \"path\" of C:\\temp, two\nlines, \u0001 and \u00e4";
    assertThat(JsonObject.parse("{\"text\":" + Json.quoted(text) + "}").text("text"))
        .contains(text);
  }

  @Test
  void membersOfAnotherKindCountAsAbsent() {
    assertThat(OBJECT.text("number")).isEmpty();
    assertThat(OBJECT.number("text")).isEmpty();
    assertThat(OBJECT.bool("number")).isEmpty();
    assertThat(OBJECT.instant("text")).isEmpty();
    assertThat(OBJECT.object("objects")).isEmpty();
    assertThat(OBJECT.objects("object")).isEmpty();
    assertThat(OBJECT.objects("mixed")).hasSize(1);
    assertThat(OBJECT.text("none")).isEmpty();
    assertThat(OBJECT.has("nothing")).isFalse();
    assertThat(OBJECT.has("text")).isTrue();
  }

  @Test
  void aRequiredMemberIsNamedWhenItIsMissingOrOfAnotherKind() {
    refused(o -> o.requiredText("none"), "\"none\" is missing; it should be text");
    refused(o -> o.requiredText("nothing"), "\"nothing\" is missing; it should be text");
    refused(o -> o.requiredText("number"), "\"number\" is not text");
    refused(o -> o.requiredNumber("text"), "\"text\" is not a number");
    refused(o -> o.requiredBool("text"), "\"text\" is not true or false");
    refused(
        o -> o.requiredInstant("text"), "\"text\" is not a time such as \"2026-01-01T00:00:00Z\"");
    refused(o -> o.requiredObject("objects"), "\"objects\" is not an object");
    refused(o -> o.requiredObjects("mixed"), "\"mixed\" is not a list of objects");
    refused(o -> o.requiredObjects("none"), "\"none\" is missing; it should be a list of objects");
  }

  private static void refused(Function<JsonObject, ?> read, String message) {
    assertThatThrownBy(() -> read.apply(OBJECT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "{", "[]", "null", "7", "{} {}", "{\"a\":NaN}"})
  void textThatIsNotOneObjectIsRefused(String text) {
    assertThat(JsonObject.find(text)).isEmpty();
    assertThatThrownBy(() -> JsonObject.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not");
  }

  @Test
  void numbersKeepTheirValue() {
    assertThat(
            JsonObject.parse(
                    "{\"i\":2147483647,\"l\":9007199254740993,\"d\":0.1,\"b\":18446744073709551616}")
                .members())
        .isEqualTo(
            Map.of("i", 2147483647, "l", 9007199254740993L, "d", 0.1, "b", BigInteger.TWO.pow(64)));
  }

  @Test
  void treesAreWrittenOnOneLineInOrder() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("time", Instant.EPOCH);
    tree.put("some", Optional.of(1));
    tree.put("none", Optional.empty());
    tree.put("null", null);
    tree.put("list", Arrays.asList("a\nb", null, List.of()));

    String text = Json.write(tree);

    assertThat(text)
        .isEqualTo(
            "{\"time\":\"1970-01-01T00:00:00Z\",\"some\":1,\"null\":null,"
                + "\"list\":[\"a\\nb\",null,[]]}");
    assertThat(JsonObject.parse(text)).hasToString(text);
  }
}
