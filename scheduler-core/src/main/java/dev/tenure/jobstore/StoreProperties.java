package dev.tenure.jobstore;

import dev.tenure.etcd.EtcdSettings;
import dev.tenure.model.GroupName;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.NodeName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.quartz.SchedulerConfigException;

/**
 * The properties of a job store as text, and what they mean. What is wrong with one is said with
 * its name, what it is, and what is allowed. Not thread-safe.
 */
final class StoreProperties {

  private static final Pattern DURATION = Pattern.compile("(\\d{1,12})(ms|s|m|h)");
  private static final Pattern UNFIT = Pattern.compile("[^A-Za-z0-9._-]");
  private static final int LONGEST_NAME = 100;

  private final Map<String, String> values = new TreeMap<>();
  private String schedulerName = "";
  private String instanceId = "";

  void set(String name, String value) {
    values.put(name, value.strip());
  }

  /** The scheduler's name, the same on all of its nodes. */
  void schedulerName(String name) {
    schedulerName = name;
  }

  /** The scheduler's instance id. */
  void instanceId(String id) {
    instanceId = id;
  }

  StoreSettings settings() throws SchedulerConfigException {
    return new StoreSettings(
        etcd(),
        value("root", "/tenure/quartz", KeyLayout::new),
        value("group", schedulerName, GroupName::new),
        value("nodeName", nodeName(), NodeName::new),
        duration("sessionTtl", "5s", Duration.ofSeconds(2)),
        duration("startTimeout", "30s", Duration.ofMillis(100)),
        duration("grace", "10s", Duration.ZERO),
        duration("beginTimeout", "30s", Duration.ofMillis(100)),
        value("catchUpRate", "100", StoreProperties::positive));
  }

  private EtcdSettings etcd() throws SchedulerConfigException {
    EtcdSettings plain = value("endpoints", "http://127.0.0.1:2379", StoreProperties::endpoints);
    EtcdSettings timed =
        plain.withTimeouts(
            duration("callTimeout", "3s", Duration.ofMillis(100)),
            EtcdSettings.DEFAULT_CONNECT_TIMEOUT);
    return withTls(withCredentials(timed));
  }

  private static EtcdSettings endpoints(String text) {
    List<String> urls =
        Arrays.stream(text.split(",")).map(String::strip).filter(url -> !url.isEmpty()).toList();
    return EtcdSettings.of(urls);
  }

  private EtcdSettings withCredentials(EtcdSettings etcd) throws SchedulerConfigException {
    Optional<String> user = find("user");
    Optional<String> file = find("passwordFile");
    if (user.isEmpty() && file.isEmpty()) {
      return etcd;
    }
    if (user.isEmpty() || file.isEmpty()) {
      throw wrong(
          user.isEmpty() ? "user" : "passwordFile", "is missing; set both or neither", null);
    }
    try {
      return etcd.withCredentials(user.get(), Files.readString(Path.of(file.get())).strip());
    } catch (IOException e) {
      throw wrong("passwordFile", "cannot be read: " + file.get(), e);
    } catch (IllegalArgumentException e) {
      throw wrong("passwordFile", e.getMessage(), e);
    }
  }

  private EtcdSettings withTls(EtcdSettings etcd) throws SchedulerConfigException {
    Optional<Path> ca = find("tlsCa").map(Path::of);
    Optional<Path> certificate = find("tlsCert").map(Path::of);
    Optional<Path> key = find("tlsKey").map(Path::of);
    if (ca.isEmpty() && certificate.isEmpty() && key.isEmpty()) {
      return etcd;
    }
    try {
      return etcd.withTls(
          new EtcdSettings.Tls(ca.orElse(null), certificate.orElse(null), key.orElse(null)));
    } catch (IllegalArgumentException e) {
      throw wrong("tlsCa", e.getMessage(), e);
    }
  }

  /** Quartz's default id is the same everywhere; then the host and the process tell nodes apart. */
  private String nodeName() {
    boolean own = !instanceId.isEmpty() && !instanceId.equals("NON_CLUSTERED");
    String name = own ? instanceId : host() + "-" + ProcessHandle.current().pid();
    String fit = UNFIT.matcher(name).replaceAll("-");
    String begun = Character.isLetterOrDigit(fit.charAt(0)) ? fit : "n" + fit;
    return begun.substring(0, Math.min(LONGEST_NAME, begun.length()));
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "node";
    }
  }

  private Duration duration(String name, String otherwise, Duration least)
      throws SchedulerConfigException {
    return value(
        name,
        otherwise,
        text -> {
          Matcher matcher = DURATION.matcher(text);
          if (!matcher.matches()) {
            throw new IllegalArgumentException(
                "\"" + text + "\" is not a duration such as 500ms, 5s, 2m or 1h");
          }
          Duration duration = duration(Long.parseLong(matcher.group(1)), matcher.group(2));
          if (duration.compareTo(least) < 0) {
            throw new IllegalArgumentException(
                "must be at least " + least.toMillis() + "ms, is " + text);
          }
          return duration;
        });
  }

  private static Duration duration(long count, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      default -> Duration.ofHours(count);
    };
  }

  private static int positive(String text) {
    if (!text.matches("[1-9]\\d{0,8}")) {
      throw new IllegalArgumentException("\"" + text + "\" is not a positive number");
    }
    return Integer.parseInt(text);
  }

  private Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name)).filter(text -> !text.isEmpty());
  }

  private <T> T value(String name, String otherwise, Function<String, T> meaning)
      throws SchedulerConfigException {
    try {
      return meaning.apply(find(name).orElse(otherwise));
    } catch (IllegalArgumentException e) {
      throw wrong(name, e.getMessage(), e);
    }
  }

  private static SchedulerConfigException wrong(
      String name, @Nullable String what, @Nullable Throwable cause) {
    String message = "org.quartz.jobStore." + name + ": " + what;
    return cause == null
        ? new SchedulerConfigException(message)
        : new SchedulerConfigException(message, cause);
  }
}
