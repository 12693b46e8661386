package dev.tenure.etcd;

import static dev.tenure.etcd.Waiting.await;
import static dev.tenure.etcd.Waiting.failure;
import static dev.tenure.etcd.Waiting.mustPut;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.etcd.EtcdSettings.Tls;
import dev.tenure.store.StoreException;
import dev.tenure.store.StoreException.Kind;
import dev.tenure.store.Watch;
import dev.tenure.testing.Certificates;
import dev.tenure.testing.EtcdExtension;
import dev.tenure.testing.StoreContract.Recorder;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Encrypted connections, and what an operator reads when the certificates do not fit. */
class EtcdTlsIT {

  @RegisterExtension static final EtcdExtension plain = new EtcdExtension();

  @TempDir static Path folder;

  private static Certificates ours;
  private static Certificates foreign;
  private static LocalEtcd encrypted;
  private static LocalEtcd mutual;

  @BeforeAll
  static void start() {
    ours = Certificates.authority(folder, "our-ca").sign("server", "IP:127.0.0.1");
    ours.sign("client", "DNS:client").sign("elsewhere", "DNS:elsewhere.example");
    ours.signFor("past", "20200101000000Z", "20200102000000Z");
    ours.signFor("future", "20900101000000Z", "20900102000000Z");
    foreign = Certificates.authority(folder, "foreign-ca").sign("stranger", "DNS:stranger");
    encrypted = LocalEtcd.start(LocalEtcd.Options.single().withExtraArgs(serving("server")));
    List<String> demanding = new java.util.ArrayList<>(serving("server"));
    demanding.addAll(List.of("--client-cert-auth", "--trusted-ca-file", ours.ca().toString()));
    mutual = LocalEtcd.start(LocalEtcd.Options.single().withExtraArgs(demanding));
  }

  @AfterAll
  static void stop() {
    encrypted.close();
    mutual.close();
  }

  @Test
  void aTrustedServerIsUsed() {
    try (EtcdStore store = open(encrypted, new Tls(ours.ca(), null, null))) {
      long from = mustPut(store, "/tls", "x");
      Recorder recorder = new Recorder();
      Watch watch = store.watch("/tls", from, recorder);
      Awaitility.await().until(() -> recorder.events.size() == 1);
      watch.close();
    }
  }

  @Test
  void aClientCertificateOpensAMutualServer() {
    Tls tls = new Tls(ours.ca(), ours.certificate("client"), ours.key("client"));
    try (EtcdStore store = open(mutual, tls)) {
      mustPut(store, "/tls", "x");
      assertThat(await(store.get("/tls"))).isPresent();
    }
  }

  @Test
  void aServerOfAnotherAuthorityIsRefused() {
    try (EtcdStore store = open(encrypted, new Tls(foreign.ca(), null, null))) {
      StoreException failure = failure(store.get("/tls"));

      assertThat(failure).hasMessageContaining("trusted CA file did not sign etcd's certificate");
      assertThat(failure.kind()).isEqualTo(Kind.DENIED);
    }
  }

  @Test
  void theTrustStoreOfTheJvmIsTheDefault() {
    try (EtcdStore store = EtcdStore.open(EtcdSettings.of(encrypted.endpoints()))) {
      assertThat(failure(store.get("/tls"))).hasMessageContaining("did not sign");
    }
  }

  @Test
  void aMissingClientCertificateIsNamed() {
    try (EtcdStore store = open(mutual, new Tls(ours.ca(), null, null))) {
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(failure(store.get("/tls")))
                      .hasMessageContaining("does not accept our client certificate"));
    }
  }

  @Test
  void aClientCertificateOfAnotherAuthorityIsNamed() {
    Tls tls = new Tls(ours.ca(), foreign.certificate("stranger"), foreign.key("stranger"));
    try (EtcdStore store = open(mutual, tls)) {
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(failure(store.get("/tls")))
                      .hasMessageContaining("does not accept our client certificate"));
    }
  }

  @Test
  void aCertificateForAnotherHostIsNamed() {
    try (LocalEtcd etcd =
            LocalEtcd.start(LocalEtcd.Options.single().withExtraArgs(serving("elsewhere")));
        EtcdStore store = open(etcd, new Tls(ours.ca(), null, null))) {
      assertThat(failure(store.get("/tls")))
          .hasMessageContaining("not made for the host in the endpoint");
    }
  }

  @ParameterizedTest
  @CsvSource({"past, has run out; renew it", "future, is not valid yet; is the clock"})
  void aServerCertificateOutOfItsTimeIsNamed(String owner, String said) {
    try (LocalEtcd etcd =
            LocalEtcd.start(LocalEtcd.Options.single().withExtraArgs(serving(owner)));
        EtcdStore store = open(etcd, new Tls(ours.ca(), null, null))) {
      StoreException failure = failure(store.get("/tls"));

      assertThat(failure).hasMessageContaining("etcd's certificate " + said);
      assertThat(failure.kind()).isEqualTo(Kind.DENIED);
    }
  }

  @ParameterizedTest
  @CsvSource({"past, has run out (NotAfter", "future, is not valid yet (NotBefore"})
  void aClientCertificateOutOfItsTimeIsNamedBeforeAnythingIsAsked(String owner, String said) {
    Tls tls = new Tls(ours.ca(), ours.certificate(owner), ours.key(owner));

    assertThatThrownBy(() -> open(mutual, tls))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("client certificate " + ours.certificate(owner) + " " + said);
  }

  @Test
  void plainTextToAnEncryptedPortIsNamed() {
    String url = encrypted.endpoint(0).replace("https", "http");
    try (EtcdStore store = EtcdStore.open(EtcdSettings.of(List.of(url)))) {
      // Now and then the reset of the connection is read before what etcd had to say.
      Awaitility.await()
          .untilAsserted(
              () -> assertThat(failure(store.get("/tls"))).hasMessageContaining("write https://"));
    }
  }

  @Test
  void encryptionToAPlainPortIsNamed() {
    String url = plain.etcd().endpoint(0).replace("http", "https");
    EtcdSettings settings = EtcdSettings.of(List.of(url)).withTls(new Tls(ours.ca(), null, null));
    try (EtcdStore store = EtcdStore.open(settings)) {
      assertThat(failure(store.get("/tls"))).hasMessageContaining("write http://");
    }
  }

  private static List<String> serving(String owner) {
    return List.of(
        "--cert-file",
        ours.certificate(owner).toString(),
        "--key-file",
        ours.key(owner).toString());
  }

  private static EtcdStore open(LocalEtcd etcd, Tls tls) {
    return EtcdStore.open(EtcdSettings.of(etcd.endpoints()).withTls(tls));
  }
}
