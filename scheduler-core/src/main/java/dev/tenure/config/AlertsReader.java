package dev.tenure.config;

import com.typesafe.config.ConfigValue;
import dev.tenure.config.AlertsConfig.StoreLimit;
import dev.tenure.config.ChannelConfig.Delivery;
import dev.tenure.model.AlertKind;
import dev.tenure.time.Backoff;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code tenure.alerts { … }}, with the files that it names. */
final class AlertsReader {

  private static final ValueParser<Duration> TIMEOUT =
      Values.duration(Duration.ofMillis(100), Duration.ofMinutes(5));
  private static final ValueParser<Duration> BACK_OFF =
      Values.duration(Duration.ofMillis(10), Duration.ofHours(1));
  private static final ValueParser<Integer> ATTEMPTS = Values.integer(1, 100);
  private static final String NAME_FORM = "letters, digits, '.', '_' or '-', at most 100";

  private final ConfigReader alerts;
  private final Paths paths;

  AlertsReader(ConfigReader alerts, Paths paths) {
    this.alerts = alerts;
    this.paths = paths;
  }

  private enum Type {
    WEBHOOK,
    EMAIL
  }

  AlertsConfig read() {
    ConfigReader delivery = alerts.section("delivery");
    Delivery usual =
        delivery(
            delivery,
            delivery.value("timeout", TIMEOUT),
            delivery.value("attempts", ATTEMPTS),
            delivery.value("back-off", BACK_OFF),
            delivery.value("max-back-off", BACK_OFF));
    int queue = delivery.value("queue", Values.integer(1, 100_000));
    delivery.finish();
    AlertsConfig config =
        new AlertsConfig(
            alerts.value("enabled", Values.bool()),
            alerts.value(
                "repeat-every", Values.duration(Duration.ofMinutes(1), Duration.ofDays(30))),
            alerts.value(
                "no-leader-after", Values.duration(Duration.ofSeconds(1), Duration.ofDays(1))),
            store(alerts.section("store")),
            queue,
            channels(alerts.section("channels"), usual));
    alerts.finish();
    return config;
  }

  private static StoreLimit store(ConfigReader store) {
    long quota = store.value("quota", Values.bytes(1 << 20, 1L << 40));
    double threshold = store.value("threshold", Values.fraction());
    if (threshold == 0) {
      store.problem("threshold", "is 0", "a part of the quota, above 0 and at most 1");
    }
    store.finish();
    return new StoreLimit(quota, threshold);
  }

  private static Delivery delivery(
      ConfigReader where, Duration timeout, int attempts, Duration first, Duration longest) {
    if (longest.compareTo(first) < 0) {
      where.problem(
          "max-back-off",
          "is " + Durations.text(longest) + ", less than back-off, " + Durations.text(first),
          "not less than back-off");
    }
    Duration max = longest.compareTo(first) < 0 ? first : longest;
    return new Delivery(timeout, attempts, new Backoff(first, max));
  }

  private List<ChannelConfig> channels(ConfigReader channels, Delivery usual) {
    List<ChannelConfig> read = new ArrayList<>();
    for (String name : channels.keys()) {
      if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
        channels.problem(name, "is no name of a channel", NAME_FORM);
      }
      channels.child(name).flatMap(channel -> channel(name, channel, usual)).ifPresent(read::add);
    }
    channels.finish();
    return read;
  }

  private Optional<ChannelConfig> channel(String name, ConfigReader channel, Delivery usual) {
    Optional<Type> type = channel.optional("type", Values.oneOf(Type.class));
    if (type.isEmpty()) {
      if (!channel.isSet("type")) {
        channel.missing("type", "webhook, email");
      }
      return Optional.empty();
    }
    Set<AlertKind> kinds = kinds(channel);
    Delivery delivery =
        delivery(
            channel,
            channel.optional("timeout", TIMEOUT).orElse(usual.timeout()),
            channel.optional("attempts", ATTEMPTS).orElse(usual.attempts()),
            channel.optional("back-off", BACK_OFF).orElse(usual.backoff().first()),
            channel.optional("max-back-off", BACK_OFF).orElse(usual.backoff().max()));
    Optional<ChannelConfig> read =
        type.get() == Type.WEBHOOK
            ? webhook(name, channel, kinds, delivery)
            : new EmailReader(channel, paths).read(name, kinds, delivery);
    channel.finish();
    return read;
  }

  private static Set<AlertKind> kinds(ConfigReader channel) {
    Set<AlertKind> kinds = EnumSet.noneOf(AlertKind.class);
    channel
        .list("kinds", Values.oneOf(AlertKind.class))
        .ifPresent(list -> list.forEach(kind -> kinds.add(kind.value())));
    return kinds.isEmpty() ? EnumSet.allOf(AlertKind.class) : kinds;
  }

  private Optional<ChannelConfig> webhook(
      String name, ConfigReader channel, Set<AlertKind> kinds, Delivery delivery) {
    Optional<URI> url = channel.optional("url", AlertsReader::url);
    if (!channel.isSet("url")) {
      channel.missing("url", "where the message goes, http://… or https://…");
    }
    Optional<Secret> secret = new SecretReader(channel, paths).read("secret");
    if (!channel.isSet("secret", "secret-file")) {
      channel.missing("secret", "secret-file, or secret = ${?SOME_VARIABLE}; messages are signed");
    }
    Optional<Path> ca = ca(channel, paths);
    return url.flatMap(
        to -> secret.map(with -> new ChannelConfig.Webhook(name, kinds, delivery, to, with, ca)));
  }

  private static URI url(ConfigValue value) throws BadValue {
    String text = Values.text().parse(value);
    String form = "http://host/path or https://host/path";
    try {
      URI uri = new URI(text);
      boolean scheme = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (uri.getUserInfo() != null) {
        throw new BadValue("holds a user", "a URL without one; messages are signed");
      }
      if (scheme && uri.getHost() != null && uri.getFragment() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw new BadValue("is not a URL: " + e.getReason(), form);
    }
    throw new BadValue("is not the URL of a receiver", form);
  }

  private static boolean holdsCertificates(ConfigReader channel, Path file) {
    try {
      if (Files.readString(file, StandardCharsets.ISO_8859_1)
          .contains("-----BEGIN CERTIFICATE-----")) {
        return true;
      }
      channel.problem("ca", "names " + file + ", which holds no certificate", "a PEM file");
    } catch (IOException e) {
      channel.problem("ca", "names " + file + ", which cannot be read", "a readable PEM file");
    }
    return false;
  }

  static Optional<Path> ca(ConfigReader channel, Paths paths) {
    Optional<Path> file = channel.optional("ca", paths.path());
    return file.filter(it -> holdsCertificates(channel, it));
  }
}
