package dev.tenure.etcd;

import static dev.tenure.etcd.Waiting.await;
import static dev.tenure.etcd.Waiting.mustPut;
import static dev.tenure.etcd.Waiting.works;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.etcd.EtcdSettings.Tls;
import dev.tenure.testing.Certificates;
import dev.tenure.testing.FaultProxy;
import dev.tenure.testing.LoggedErrors;
import dev.tenure.tls.TlsIdentity;
import dev.tenure.tls.TrustedAuthorities;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The files of a running client are replaced. What its next connection shows is told by an etcd
 * that takes the certificates of one authority and of no other.
 */
class EtcdRenewalIT {

  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path folder;

  private Certificates ours;
  private Certificates foreign;
  private LocalEtcd etcd;
  private FaultProxy network;
  private EtcdStore store;
  private final List<Instant> told = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() throws IOException {
    ours = Certificates.authority(folder, "our-ca").sign("server", "IP:127.0.0.1");
    ours.sign("client", "DNS:client").sign("renewed", "DNS:client");
    foreign = Certificates.authority(folder, "foreign-ca").sign("stranger", "DNS:stranger");
    etcd =
        LocalEtcd.start(
            LocalEtcd.Options.single()
                .withExtraArgs(
                    List.of(
                        "--cert-file",
                        ours.certificate("server").toString(),
                        "--key-file",
                        ours.key("server").toString(),
                        "--client-cert-auth",
                        "--trusted-ca-file",
                        ours.ca().toString())));
    network = FaultProxy.to(etcd.endpoint(0));
    Files.copy(ours.ca(), file("ca"));
    use(ours, "client");
    store =
        EtcdStore.open(
            EtcdSettings.of(List.of(network.endpoint()))
                .withTls(
                    new Tls(
                        file("ca"),
                        file("cert"),
                        file("key"),
                        Duration.ofMillis(100),
                        Duration.ofDays(1))),
            told::add);
    mustPut(store, "/renewal", "x");
  }

  @AfterEach
  void stop() {
    store.close();
    network.close();
    etcd.close();
  }

  private Path file(String what) {
    return folder.resolve("used-" + what + ".pem");
  }

  private void use(Certificates authority, String owner) throws IOException {
    Files.copy(authority.certificate(owner), file("cert"), StandardCopyOption.REPLACE_EXISTING);
    Files.copy(authority.key(owner), file("key"), StandardCopyOption.REPLACE_EXISTING);
  }

  private boolean reads() {
    return works(() -> store.get("/renewal"));
  }

  /** Whether the next connection is good for anything. */
  private boolean connectsAnew() {
    network.cut();
    return reads();
  }

  @Test
  void aNewConnectionShowsTheCertificateThatCountsThen() throws Exception {
    use(foreign, "stranger");
    Awaitility.await().atMost(LONG).until(() -> !connectsAnew());
    use(ours, "renewed");
    Awaitility.await().atMost(LONG).until(this::connectsAnew);
    assertThat(await(store.get("/renewal"))).isPresent();
  }

  @Test
  void aConnectionThatExistsGoesOn() throws Exception {
    int looks = told.size();
    use(foreign, "stranger");
    Awaitility.await().atMost(LONG).until(() -> told.size() > looks + 2);
    assertThat(reads()).as("nobody has cut it").isTrue();
  }

  @Test
  void whomToTrustIsReadAgainToo() throws Exception {
    Files.copy(foreign.ca(), file("ca"), StandardCopyOption.REPLACE_EXISTING);
    Awaitility.await().atMost(LONG).until(() -> !connectsAnew());
    Files.copy(ours.ca(), file("ca"), StandardCopyOption.REPLACE_EXISTING);
    Awaitility.await().atMost(LONG).until(this::connectsAnew);
  }

  @Test
  void halfAPairIsRefusedAndTheOldOneStays() throws Exception {
    try (LoggedErrors errors = LoggedErrors.taken()) {
      Files.copy(ours.certificate("renewed"), file("cert"), StandardCopyOption.REPLACE_EXISTING);
      Awaitility.await()
          .atMost(LONG)
          .until(() -> errors.containing("renewed certificates for etcd are refused").size() == 1);
      Awaitility.await().atMost(LONG).until(this::connectsAnew);
      assertThat(errors.containing("does not belong to the certificate")).hasSize(1);
    }
  }

  @Test
  void oneThatHasRunOutIsRefused() throws Exception {
    ours.signFor("past", "20200101000000Z", "20200102000000Z");
    try (LoggedErrors errors = LoggedErrors.taken()) {
      use(ours, "past");
      Awaitility.await()
          .atMost(LONG)
          .until(
              () -> errors.containing("has run out").stream().anyMatch(l -> l.contains("refused")));
      Awaitility.await().atMost(LONG).until(this::connectsAnew);
    }
  }

  @Test
  void whoeverAsksIsToldUntilWhenTheyAreValid() throws Exception {
    Instant own = TlsIdentity.read(file("cert"), file("key")).validUntil();
    Instant trusted = TrustedAuthorities.read(file("ca")).validUntil();
    Instant until = own.isBefore(trusted) ? own : trusted;
    Awaitility.await().atMost(LONG).until(() -> told.contains(until));
  }
}
