package dev.tenure.server.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * The parameters of a query as what they stand for. Each method throws {@link Refusal}, which says
 * what is allowed, for a value that stands for nothing.
 */
record Parameters(Request request) {

  int limit(int most, int otherwise) {
    Optional<String> text = request.query("limit");
    if (text.isEmpty()) {
      return otherwise;
    }
    String allowed = "a whole number, 1 to " + most;
    if (!text.get().matches("[0-9]{1,6}")) {
      throw wrong("limit", text.get(), allowed);
    }
    int limit = Integer.parseInt(text.get());
    if (limit < 1 || limit > most) {
      throw wrong("limit", text.get(), allowed);
    }
    return limit;
  }

  /** A whole number. */
  OptionalLong number(String name, long least, long most) {
    Optional<String> text = request.query(name);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    long number = text.get().matches("[0-9]{1,18}") ? Long.parseLong(text.get()) : -1;
    if (number < least || number > most) {
      throw wrong(name, text.get(), "a whole number, " + least + " to " + most);
    }
    return OptionalLong.of(number);
  }

  Optional<Instant> instant(String name) {
    return request
        .query(name)
        .map(
            text -> {
              try {
                return OffsetDateTime.parse(text).toInstant();
              } catch (DateTimeException e) {
                throw wrong(name, text, "an instant such as 2026-01-31T08:00:00Z");
              }
            });
  }

  /** A name; the constructor throws {@link IllegalArgumentException} for what is none. */
  <T> Optional<T> name(String name, Function<String, T> constructor) {
    return request
        .query(name)
        .map(
            text -> {
              try {
                return constructor.apply(text);
              } catch (IllegalArgumentException e) {
                throw new Refusal(Problem.badRequest(name + ": " + e.getMessage()));
              }
            });
  }

  /** Some of the words, in capital letters; none stands for all. */
  Set<String> words(String name, Collection<String> allowed) {
    Set<String> words = new LinkedHashSet<>();
    request
        .query(name)
        .ifPresent(
            text ->
                Arrays.stream(text.split(",", -1))
                    .map(word -> word.strip().toUpperCase(Locale.ROOT).replace('-', '_'))
                    .forEach(words::add));
    for (String word : words) {
      if (!allowed.contains(word)) {
        throw wrong(name, word, "some of " + String.join(", ", allowed) + ", with commas");
      }
    }
    return words;
  }

  static Refusal wrong(String name, String value, String allowed) {
    return new Refusal(
        Problem.badRequest(
            "the query parameter " + name + " is \"" + value + "\"; allowed: " + allowed));
  }
}
