package dev.tenure.config;

import com.typesafe.config.ConfigValue;
import dev.tenure.config.ChannelConfig.Delivery;
import dev.tenure.config.ChannelConfig.Login;
import dev.tenure.config.ChannelConfig.Security;
import dev.tenure.model.AlertKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a channel of the type {@code email}. */
final class EmailReader {

  private static final String ADDRESS_FORM = "an address such as ops@example.org";

  private final ConfigReader channel;
  private final Paths paths;

  EmailReader(ConfigReader channel, Paths paths) {
    this.channel = channel;
    this.paths = paths;
  }

  Optional<ChannelConfig> read(String name, Set<AlertKind> kinds, Delivery delivery) {
    Optional<Security> security = channel.optional("security", Values.oneOf(Security.class));
    Security how = security.orElse(Security.STARTTLS);
    Optional<String> host = needed("host", EmailReader::host, "the name of the SMTP server");
    int port = channel.optional("port", Values.integer(1, 65_535)).orElse(how.port());
    Optional<String> from = needed("from", EmailReader::address, ADDRESS_FORM);
    List<String> to =
        channel.list("to", EmailReader::address).orElse(List.of()).stream()
            .map(Located::value)
            .toList();
    if (!channel.isSet("to")) {
      channel.missing("to", "one address or more");
    }
    Optional<Login> login = login(how);
    Optional<Path> ca = AlertsReader.ca(channel, paths);
    return host.flatMap(
        server ->
            from.filter(sender -> !to.isEmpty())
                .map(
                    sender ->
                        new ChannelConfig.Email(
                            name,
                            kinds,
                            delivery,
                            new HostPort(server, port),
                            how,
                            login,
                            ca,
                            sender,
                            to)));
  }

  private Optional<String> needed(String key, ValueParser<String> parser, String allowed) {
    Optional<String> value = channel.optional(key, parser);
    if (!channel.isSet(key)) {
      channel.missing(key, allowed);
    }
    return value;
  }

  private Optional<Login> login(Security how) {
    Optional<String> user = channel.optional("user", Values.text());
    Optional<Secret> password = new SecretReader(channel, paths).read("password");
    if (user.isPresent() && !channel.isSet("password", "password-file")) {
      channel.problem("user", "has no password", "password-file, or password = ${?SOME_VARIABLE}");
    }
    if (user.isEmpty() && password.isPresent()) {
      channel.problem("password", "belongs to no user", "set user too");
    }
    if (user.isPresent() && how == Security.NONE) {
      channel.problem(
          "security", "is none, and the password would travel in clear", "starttls, tls");
    }
    return user.flatMap(name -> password.map(secret -> new Login(name, secret)));
  }

  private static String host(ConfigValue value) throws BadValue {
    String text = Values.text().parse(value);
    if (!text.matches("[A-Za-z0-9._:-]+")) {
      throw new BadValue("is \"" + text + "\", not the name of a machine", "a name or an address");
    }
    return text;
  }

  /** Neither white space nor line breaks: an address becomes a header. */
  private static String address(ConfigValue value) throws BadValue {
    String text = Values.text().parse(value);
    if (!text.matches("[^\\s@<>(),;:\\\\\"]+@[A-Za-z0-9._-]+")) {
      throw new BadValue("is \"" + text + "\", not an address", ADDRESS_FORM);
    }
    return text;
  }
}
