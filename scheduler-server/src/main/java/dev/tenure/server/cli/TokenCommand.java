package dev.tenure.server.cli;

import dev.tenure.config.ApiToken;
import dev.tenure.config.Role;
import dev.tenure.config.Secret;
import dev.tenure.config.TokenHash;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tenure token}: a new token, and the entry by which nodes know it. */
@Command(
    name = "token",
    description = {
      "Make a token, 256 bits of chance, for the HTTP interface. Prints the token, this once, on",
      "standard error, and the entry for the file that tenure.api.tokens-file names, which holds",
      "only its hash, on standard output."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tenure token grafana --role viewer",
      "  tenure token ci --role operator --expires 90d --secret-file ci.token >> tokens.conf"
    })
final class TokenCommand implements Callable<Integer> {

  private static final Pattern SPAN = Pattern.compile("([0-9]{1,5})([hd])");

  @Spec private @Nullable CommandSpec command;

  @Parameters(
      paramLabel = "NAME",
      description = "Who or what it is for: stands in logs and in the audit trail.")
  private String name = "";

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      required = true,
      description = {
        "viewer reads; operator also triggers, pauses, resumes, interrupts and hands over;",
        "admin also defines and deletes jobs, and reads the audit trail."
      })
  private Role role = Role.VIEWER;

  @Option(
      names = "--expires",
      paramLabel = "WHEN",
      description = "A time such as 2027-01-31T00:00:00Z, or a span such as 90d. Default: never.")
  private @Nullable String expires;

  @Option(
      names = "--secret-file",
      paramLabel = "FILE",
      description = "Write the token to this new file, for its owner alone, and do not print it.")
  private @Nullable Path secretFile;

  private final SecureRandom random = new SecureRandom();
  private final Clock clock = Clock.systemUTC();

  @Override
  public Integer call() {
    Secret secret = ApiToken.fresh(random);
    ApiToken token = token(TokenHash.of(secret), end());
    if (secretFile == null) {
      // Not beside the entry: who adds that to the file by >> would add the token, too.
      PrintWriter err = commandLine().getErr();
      err.println("The token, shown this once; whoever has it may do what its role allows:");
      err.println(secret.reveal());
      err.println("The entry, for the file that tenure.api.tokens-file names:");
      err.flush();
    } else {
      write(secretFile, secret);
    }
    PrintWriter out = commandLine().getOut();
    out.println(entry(token));
    out.flush();
    return ExitCode.OK;
  }

  private ApiToken token(TokenHash hash, Optional<Instant> end) {
    try {
      return new ApiToken(name, role, hash, end);
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  private Optional<Instant> end() {
    if (expires == null) {
      return Optional.empty();
    }
    Instant end = expires.contains("T") ? instant(expires) : clock.instant().plus(span(expires));
    if (!end.isAfter(clock.instant())) {
      throw usage("--expires " + expires + " is over already");
    }
    return Optional.of(end.truncatedTo(ChronoUnit.SECONDS));
  }

  private Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw usage("\"" + text + "\" is no time; allowed: 2027-01-31T00:00:00Z, or a span as 90d");
    }
  }

  private Duration span(String text) {
    Matcher matcher = SPAN.matcher(text);
    if (!matcher.matches()) {
      throw usage(
          "\""
              + text
              + "\" is no span; allowed: hours or days such as 12h or 90d, or a time such as"
              + " 2027-01-31T00:00:00Z");
    }
    long number = Long.parseLong(matcher.group(1));
    return matcher.group(2).equals("h") ? Duration.ofHours(number) : Duration.ofDays(number);
  }

  /** A name with a dot would be two keys without quotation marks. */
  private static String entry(ApiToken token) {
    return "tokens.\""
        + token.name()
        + "\" { role = "
        + token.role().word()
        + ", hash = \""
        + token.hash()
        + "\""
        + token.expires().map(end -> ", expires = \"" + end + "\"").orElse("")
        + " }";
  }

  private static void write(Path file, Secret secret) {
    FileAttribute<?> ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try {
      // Empty first, with its permissions, so that nobody opens it before they are set.
      Files.createFile(file, ownerOnly);
      Files.writeString(
          file, secret.reveal() + "\n", StandardCharsets.UTF_8, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw new CommandFailure(
          ExitCode.REFUSED, file + " is there already", "name a file that is not there yet", e);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.FAILED, file + " cannot be written: " + e.getMessage(), "", e);
    }
  }

  private CommandFailure usage(String what) {
    return new CommandFailure(ExitCode.USAGE, what, "`tenure token --help` says more", null);
  }

  private CommandLine commandLine() {
    if (command == null) {
      throw new IllegalStateException("only the command line runs this");
    }
    return command.commandLine();
  }
}
