package dev.tenure.schedule;

import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;

/**
 * Numbers that hang on a job's name alone, so that they are the same on all nodes and differ from
 * job to job: the first eight bytes, as one number, of the SHA-256 of {@code group/job/purpose} in
 * UTF-8, modulo a bound.
 */
record JobHash(GroupName group, JobName job) {

  /** A number from 0 to {@code bound} - 1. */
  long below(long bound, String purpose) {
    String text = group + "/" + job + "/" + purpose;
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return new BigInteger(1, digest, 0, 8).mod(BigInteger.valueOf(bound)).longValueExact();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** A part of a spread, in whole milliseconds; zero of none. */
  Duration part(Duration spread) {
    return spread.toMillis() == 0
        ? Duration.ZERO
        : Duration.ofMillis(below(spread.toMillis(), "spread"));
  }
}
