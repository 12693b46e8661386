package dev.tenure.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import dev.tenure.config.CatchUpConfig.Policy;
import dev.tenure.model.Dst;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobAlerts;
import dev.tenure.model.Retention;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads what a job inherits where it does not say otherwise: the defaults of all jobs themselves,
 * or one job's own values over them.
 */
final class InheritedReader {

  private static final ValueParser<Optional<Duration>> TIMEOUT =
      Values.orNone(Values.duration(Duration.ofMillis(1), Duration.ofDays(365)));
  private static final ValueParser<Duration> WINDOW =
      Values.duration(Duration.ofSeconds(1), Duration.ofDays(3650));
  private static final ValueParser<Duration> BACK_OFF =
      Values.duration(Duration.ofMillis(1), Duration.ofDays(30));
  private static final ValueParser<Duration> SPREAD =
      Values.duration(Duration.ZERO, Duration.ofDays(1));
  private static final ValueParser<Duration> WITHIN =
      Values.duration(Duration.ofSeconds(1), Duration.ofDays(3650));
  private static final ValueParser<Duration> AGE =
      Values.duration(Duration.ofMinutes(1), Duration.ofDays(3650));

  private final ConfigReader reader;
  private final Optional<JobDefaults> defaults;

  /** Without defaults every key must be there, or stand in {@code reference.conf}. */
  InheritedReader(ConfigReader reader, Optional<JobDefaults> defaults) {
    this.reader = reader;
    this.defaults = defaults;
  }

  JobDefaults read() {
    return new JobDefaults(
        value(reader, "group", Values.text().as(GroupName::new), JobDefaults::group),
        value(reader, "time-zone", Values.zone(), JobDefaults::zone),
        section("dst", JobDefaults::dst, this::dst),
        value(reader, "spread", SPREAD, JobDefaults::spread),
        policy());
  }

  private Dst dst(ConfigReader dst) {
    return new Dst(
        value(dst, "gap", Values.oneOf(Dst.Gap.class), d -> d.dst().gap()),
        value(dst, "overlap", Values.oneOf(Dst.Overlap.class), d -> d.dst().overlap()));
  }

  private JobPolicy policy() {
    return new JobPolicy(
        catchUp(),
        value(
            reader, "concurrency", Values.oneOf(Concurrency.class), d -> d.policy().concurrency()),
        reader
            .optional("timeout", TIMEOUT)
            .orElseGet(() -> defaults.flatMap(d -> d.policy().timeout())),
        value(reader, "when-stuck", Values.oneOf(WhenStuck.class), d -> d.policy().whenStuck()),
        section("retry", d -> d.policy().retry(), this::retry),
        value(
            reader,
            "on-leader-loss",
            Values.oneOf(OnLeaderLoss.class),
            d -> d.policy().onLeaderLoss()),
        value(reader, "priority", Values.integer(-1000, 1000), d -> d.policy().priority()),
        section("retention", d -> d.policy().retention(), this::retention),
        alerts());
  }

  /** A job may say it in one word. */
  private CatchUpConfig catchUp() {
    Optional<ConfigValue> written = reader.raw("catch-up");
    if (defaults.isPresent() && !(written.orElse(null) instanceof ConfigObject)) {
      CatchUpConfig base = defaults.get().policy().catchUp();
      return reader
          .optional("catch-up", Values.oneOf(Policy.class))
          .map(policy -> new CatchUpConfig(policy, base.max(), base.window()))
          .orElse(base);
    }
    return section("catch-up", d -> d.policy().catchUp(), this::catchUp);
  }

  private CatchUpConfig catchUp(ConfigReader catchUp) {
    return new CatchUpConfig(
        value(catchUp, "policy", Values.oneOf(Policy.class), d -> d.policy().catchUp().policy()),
        value(catchUp, "max", Values.integer(1, 100_000), d -> d.policy().catchUp().max()),
        value(catchUp, "window", WINDOW, d -> d.policy().catchUp().window()));
  }

  private RetryConfig retry(ConfigReader retry) {
    Duration backOff = value(retry, "back-off", BACK_OFF, d -> d.policy().retry().backOff());
    Duration max = value(retry, "max-back-off", BACK_OFF, d -> d.policy().retry().maxBackOff());
    if (max.compareTo(backOff) < 0) {
      if (retry.isSet("max-back-off")) {
        retry.problem(
            "max-back-off",
            "is " + Durations.text(max) + ", less than back-off, " + Durations.text(backOff),
            "not less than back-off");
      }
      max = backOff;
    }
    return new RetryConfig(
        value(retry, "attempts", Values.integer(1, 1000), d -> d.policy().retry().attempts()),
        backOff,
        max,
        value(retry, "jitter", Values.fraction(), d -> d.policy().retry().jitter()));
  }

  private JobAlerts alerts() {
    JobAlerts said = section("alerts", d -> d.policy().alerts(), this::alerts);
    Optional<Duration> within = reader.optional("expect-success-within", WITHIN);
    return new JobAlerts(
        said.enabled(),
        said.channels(),
        within.or(() -> defaults.flatMap(d -> d.policy().alerts().expectSuccessWithin())));
  }

  private JobAlerts alerts(ConfigReader alerts) {
    Optional<List<Located<String>>> channels = alerts.list("channels", Values.text());
    return new JobAlerts(
        value(alerts, "enabled", Values.bool(), d -> d.policy().alerts().enabled()),
        channels
            .map(list -> list.stream().map(Located::value).toList())
            .or(() -> defaults.map(d -> d.policy().alerts().channels()))
            .orElse(List.of()),
        Optional.empty());
  }

  private Retention retention(ConfigReader retention) {
    return new Retention(
        value(retention, "runs", Values.integer(1, 100_000), d -> d.policy().retention().runs()),
        value(retention, "age", AGE, d -> d.policy().retention().age()));
  }

  private <T> T value(
      ConfigReader from, String key, ValueParser<T> parser, Function<JobDefaults, T> inherited) {
    return defaults
        .map(base -> from.optional(key, parser).orElseGet(() -> inherited.apply(base)))
        .orElseGet(() -> from.value(key, parser));
  }

  private <T> T section(
      String key, Function<JobDefaults, T> inherited, Function<ConfigReader, T> read) {
    return defaults
        .map(
            base ->
                reader.child(key).map(c -> whole(c, read)).orElseGet(() -> inherited.apply(base)))
        .orElseGet(() -> whole(reader.section(key), read));
  }

  private static <T> T whole(ConfigReader section, Function<ConfigReader, T> read) {
    T value = read.apply(section);
    section.finish();
    return value;
  }
}
