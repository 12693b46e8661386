package dev.tenure.server.http;

import java.time.Duration;
import java.time.Instant;

/** Hears of each request that was answered. Thread-safe; must not block. */
public interface HttpMeter {

  /** Counts nothing. */
  HttpMeter NONE =
      new HttpMeter() {
        @Override
        public void onAnswered(String route, String method, int status, Duration took) {}

        @Override
        public void onStreamed(String route, String method, int status) {}
      };

  /**
   * A request was answered.
   *
   * @param route the pattern of its path; empty for one that is on no route
   * @param method as it was sent, which may be any word
   * @param took from when it was received to when the answer was made
   */
  void onAnswered(String route, String method, int status, Duration took);

  /** The certificate that is shown was looked at; it is valid until then. */
  default void onCertificate(Instant until) {}

  /** A stream of events has ended. */
  void onStreamed(String route, String method, int status);

  /**
   * Somebody showed a token that is not admitted.
   *
   * @param reason the code of the problem
   */
  default void onDenied(String reason) {}
}
