package dev.tenure.server.http;

import dev.tenure.store.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The page and what it is made of, from the class path. Files of ours are asked for anew each time,
 * and not sent when they are the same; those of others, under {@code vendor/} with a version in
 * their path, never change. Thread-safe; reads a file once.
 */
final class PageFiles {

  private static final String FOLDER = "page/";
  private static final String INDEX = "index.html";

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
          + "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; "
          + "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types lit-html";

  /** Whatever else lies there is not part of the page. */
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "json", "application/json",
          "svg", "image/svg+xml",
          "png", "image/png",
          "ico", "image/vnd.microsoft.icon",
          "woff2", "font/woff2",
          "txt", "text/plain; charset=utf-8");

  /** No part of it begins with a dot, so nothing leads out of the folder. */
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9@._-]*(/[A-Za-z0-9][A-Za-z0-9@._-]*)*");

  private static final Pattern VERSIONED = Pattern.compile("vendor/.*\\d+\\.\\d+\\.\\d+.*");

  private final Map<String, File> known = new ConcurrentHashMap<>();

  private record File(String type, Bytes content, String tag) {}

  /** The page at {@code /}, its parts under {@code /assets/}. */
  List<Route> routes() {
    return List.of(
        Route.get("/", request -> answer(INDEX, request)),
        Route.get("/assets/<file>", request -> answer(request.part("file"), request)));
  }

  private Response answer(String name, Request request) {
    Optional<File> found = file(name);
    if (found.isEmpty()) {
      return Problem.notFound("no-such-path", "there is nothing at " + request.path()).response();
    }
    File file = found.get();
    boolean same = request.header("if-none-match").filter(t -> t.contains(file.tag())).isPresent();
    Response response =
        same ? Response.empty(304) : new Response(200, file.type(), Map.of(), file.content());
    return response
        .with("Content-Security-Policy", POLICY)
        .with("ETag", file.tag())
        .with(
            "Cache-Control",
            VERSIONED.matcher(name).matches() ? "public, max-age=31536000, immutable" : "no-cache");
  }

  private Optional<File> file(String name) {
    File cached = known.get(name);
    if (cached != null) {
      return Optional.of(cached);
    }
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    if (type == null || !NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    Optional<File> read = read(name).map(bytes -> new File(type, Bytes.of(bytes), tag(bytes)));
    read.ifPresent(file -> known.put(name, file));
    return read;
  }

  private static Optional<byte[]> read(String name) {
    try (InputStream in = PageFiles.class.getResourceAsStream(FOLDER + name)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("the page's " + name + " cannot be read from the jar", e);
    }
  }

  private static String tag(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return "\"" + HexFormat.of().formatHex(digest, 0, 12) + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
