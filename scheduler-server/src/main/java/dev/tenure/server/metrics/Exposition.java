package dev.tenure.server.metrics;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * All metrics at one moment, as text.
 *
 * @param contentType which form of text it is
 * @param text UTF-8 when it is sent
 */
public record Exposition(String contentType, String text) {

  private static final ExpositionFormats FORMATS = ExpositionFormats.init();

  /** In the form that the request accepts: OpenMetrics where it is named, else Prometheus's own. */
  static Exposition of(PrometheusRegistry registry, String accept) {
    ExpositionFormatWriter openMetrics = FORMATS.getOpenMetricsTextFormatWriter();
    ExpositionFormatWriter writer =
        openMetrics.accepts(accept) ? openMetrics : FORMATS.getPrometheusTextFormatWriter();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      writer.write(bytes, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Exposition(writer.getContentType(), bytes.toString(StandardCharsets.UTF_8));
  }
}
