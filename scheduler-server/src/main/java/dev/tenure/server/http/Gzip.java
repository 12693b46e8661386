package dev.tenure.server.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/**
 * What is sent compressed: text of some size, to clients that say that they understand it.
 *
 * <p>The size of a compressed answer tells something of its content. Who can make a browser ask,
 * put text of his own into the answer and see how long it is, guesses a secret in it letter by
 * letter (BREACH). A request that a page of another site had a browser send is therefore never
 * answered compressed.
 */
final class Gzip {

  private static final int WORTH_IT = 1024;
  private static final Set<String> OWN_SITES = Set.of("same-origin", "none");
  private static final List<String> TEXTS = List.of("json", "javascript", "svg", "openmetrics");

  private Gzip() {}

  /** Whether there is any sense in compressing what has this media type. */
  static boolean fits(String mediaType) {
    String type = mediaType.toLowerCase(Locale.ROOT);
    return type.startsWith("text/") || TEXTS.stream().anyMatch(type::contains);
  }

  /** Whether an answer of this size is to be compressed for whoever sent these headers. */
  static boolean wanted(HttpFields request, int bytes) {
    String site = request.get("Sec-Fetch-Site");
    return bytes >= WORTH_IT
        && (site == null || OWN_SITES.contains(site))
        && understands(request.get(HttpHeader.ACCEPT_ENCODING));
  }

  private static boolean understands(@Nullable String accepted) {
    return accepted != null
        && Arrays.stream(accepted.toLowerCase(Locale.ROOT).split(",", -1))
            .map(each -> each.replace(" ", ""))
            .anyMatch(each -> each.matches("(x-)?gzip(;q=(1(\\.0*)?|0?\\.\\d*[1-9]\\d*))?"));
  }

  static byte[] compress(byte[] content) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream(content.length / 4);
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException("memory can always be written to", e);
    }
    return compressed.toByteArray();
  }
}
