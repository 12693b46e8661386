package dev.tenure.server.cli;

import dev.tenure.etcd.EtcdSettings;
import dev.tenure.etcd.EtcdStore;
import dev.tenure.store.Store;
import dev.tenure.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where etcd is, for commands that talk to it without a node's configuration. */
final class EtcdOptions {

  private static final Duration PAUSE = Duration.ofMillis(250);

  @Option(
      names = "--endpoints",
      split = ",",
      paramLabel = "URL",
      defaultValue = "${env:TENURE_ENDPOINTS:-http://127.0.0.1:2379}",
      description = {
        "Client URLs of etcd, divided by commas. Also read from TENURE_ENDPOINTS.",
        "Default: http://127.0.0.1:2379."
      })
  private List<String> endpoints = List.of();

  @Option(names = "--user", paramLabel = "NAME", description = "A user of etcd.")
  private @Nullable String user;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "The first line of this file is the user's password.")
  private @Nullable Path passwordFile;

  @Option(names = "--cacert", paramLabel = "PEM", description = "Whom to trust, for https.")
  private @Nullable Path cacert;

  @Option(names = "--cert", paramLabel = "PEM", description = "Own certificate, for https.")
  private @Nullable Path cert;

  @Option(names = "--key", paramLabel = "PEM", description = "Its private key, PKCS#8.")
  private @Nullable Path key;

  @Option(
      names = "--start-timeout",
      defaultValue = "10s",
      converter = DurationText.class,
      description = "How long to wait for etcd at the start. Default: ${DEFAULT-VALUE}.")
  private Duration startTimeout = Duration.ZERO;

  /** A store on this etcd; does not connect yet. */
  Store open() {
    try {
      EtcdSettings settings = EtcdSettings.of(endpoints);
      if (user != null) {
        settings = settings.withCredentials(user, password());
      }
      if (cacert != null || cert != null || key != null) {
        settings = settings.withTls(new EtcdSettings.Tls(cacert, cert, key));
      }
      return EtcdStore.open(settings);
    } catch (IllegalArgumentException | StoreException | IOException e) {
      throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), "", e);
    }
  }

  /**
   * Blocks until etcd answers, or ends the command; a signal ends it, too.
   *
   * @param key what to ask for; one that this user may read, whether it exists or not
   */
  void awaitReachable(Store store, String key, CompletableFuture<Void> signal) {
    long begun = System.nanoTime();
    while (true) {
      try {
        CompletableFuture.anyOf(signal, store.get(key).toCompletableFuture()).join();
        return;
      } catch (CompletionException e) {
        boolean worthwhile =
            e.getCause() instanceof StoreException cause
                && cause.kind() == StoreException.Kind.UNAVAILABLE
                && System.nanoTime() - begun < startTimeout.toNanos();
        if (!worthwhile) {
          throw unreachable(e);
        }
      }
      pause(signal);
    }
  }

  private static void pause(CompletableFuture<Void> signal) {
    signal.copy().completeOnTimeout(null, PAUSE.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  private CommandFailure unreachable(CompletionException e) {
    boolean away =
        e.getCause() instanceof StoreException cause
            && cause.kind() == StoreException.Kind.UNAVAILABLE;
    return new CommandFailure(
        away ? ExitCode.UNREACHABLE : ExitCode.FAILED,
        "etcd at " + String.join(", ", endpoints) + ": " + Candidacy.reason(e),
        away ? "is etcd running there? --endpoints URL says where it is" : "",
        e);
  }

  private String password() throws IOException {
    if (passwordFile == null) {
      throw new IllegalArgumentException("--user needs --password-file");
    }
    return Files.readAllLines(passwordFile).stream().findFirst().orElse("");
  }
}
