package dev.tenure.etcd;

import static dev.tenure.etcd.Waiting.await;
import static dev.tenure.etcd.Waiting.failure;
import static dev.tenure.etcd.Waiting.mustPut;
import static dev.tenure.etcd.Waiting.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.store.Lease;
import dev.tenure.store.StoreException;
import dev.tenure.store.StoreException.Kind;
import dev.tenure.store.Watch;
import dev.tenure.testing.Certificates;
import dev.tenure.testing.EtcdExtension;
import dev.tenure.testing.StoreContract.Recorder;
import io.etcd.jetcd.Auth;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.auth.Permission;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Users, passwords, permissions, and logins that expire after three seconds. */
class EtcdAuthIT {

  private static final Duration TOKEN_LIFE = Duration.ofSeconds(3);

  @RegisterExtension static final EtcdExtension open = new EtcdExtension();

  @TempDir static Path folder;

  private static LocalEtcd etcd;
  private String root;

  @BeforeAll
  static void start() {
    Certificates keys = new Certificates(folder, "jwt");
    keys.openssl("genrsa -out " + keys.key("jwt") + " 2048");
    keys.openssl("rsa -pubout -in " + keys.key("jwt") + " -out " + keys.certificate("jwt"));
    String token =
        "jwt,sign-method=RS256,ttl=3s,pub-key="
            + keys.certificate("jwt")
            + ",priv-key="
            + keys.key("jwt");
    etcd =
        LocalEtcd.start(
            LocalEtcd.Options.single()
                .withExtraArgs(List.of("--auth-token", token, "--bcrypt-cost", "4")));
    try (Client client = Client.builder().endpoints(etcd.endpoint(0)).build()) {
      Auth auth = client.getAuthClient();
      await(auth.userAdd(bytes("root"), bytes("root secret")));
      await(auth.roleAdd(bytes("root")));
      await(auth.userGrantRole(bytes("root"), bytes("root")));
      await(auth.userAdd(bytes("tenure"), bytes("secret")));
      await(auth.roleAdd(bytes("tenure")));
      await(
          auth.roleGrantPermission(
              bytes("tenure"), bytes("/test/"), bytes("/test0"), Permission.Type.READWRITE));
      await(auth.userGrantRole(bytes("tenure"), bytes("tenure")));
      await(auth.authEnable());
    }
  }

  @AfterAll
  static void stop() {
    etcd.close();
  }

  @BeforeEach
  void freshRoot() {
    root = open.freshRoot();
  }

  @Test
  void aWrongPasswordIsDenied() {
    try (EtcdStore store = login("tenure", "wrong")) {
      StoreException failure = failure(store.get(root));

      assertThat(failure.kind()).isEqualTo(Kind.DENIED);
      assertThat(failure).hasMessageContaining("user or password for etcd is wrong");
      assertThat(failure.getMessage()).doesNotContain("secret");
      assertThatThrownBy(() -> put(store, root + "a", "x"))
          .hasMessageContaining("user or password for etcd is wrong");
    }
  }

  @Test
  void aMissingUserIsDenied() {
    try (EtcdStore store = EtcdStore.open(EtcdSettings.of(etcd.endpoints()))) {
      StoreException failure = failure(store.get(root));

      assertThat(failure.kind()).isEqualTo(Kind.DENIED);
      assertThat(failure).hasMessageContaining("asks for a user and password");
    }
  }

  @Test
  void aUserWhereNoneIsNeededIsNamed() {
    try (EtcdStore store = EtcdStore.open(open.settings().withCredentials("tenure", "secret"))) {
      StoreException failure = failure(store.get(root));

      assertThat(failure.kind()).isEqualTo(Kind.DENIED);
      assertThat(failure).hasMessageContaining("runs without authentication");
    }
  }

  @Test
  void foreignKeysAreDenied() {
    try (EtcdStore store = login("tenure", "secret")) {
      assertThat(failure(store.get("/foreign")).kind()).isEqualTo(Kind.DENIED);
      assertThatThrownBy(() -> put(store, "/foreign", "x"))
          .hasMessageContaining("permission denied");
      Recorder recorder = new Recorder();
      Watch watch = store.watch("/foreign", 1, recorder);
      Awaitility.await().until(() -> recorder.broken.size() == 1);
      assertThat(recorder.broken).extracting(StoreException::kind).containsExactly(Kind.DENIED);
      watch.close();
    }
  }

  @Test
  void everyCallOutlivesItsLogin() {
    try (EtcdStore store = login("tenure", "secret")) {
      Lease lease = await(store.grant(Duration.ofSeconds(60)));
      loginExpires();
      assertThat(await(store.renew(lease.id()))).isEqualTo(lease.ttl());
      loginExpires();
      mustPut(store, root + "a", "x");
      loginExpires();
      assertThat(await(store.get(root + "a"))).isPresent();
      loginExpires();
      await(store.revoke(lease.id()));
      loginExpires();
      assertThat(await(store.list(root)).entries()).hasSize(1);
    }
  }

  @Test
  void aWatchOutlivesItsLoginAndANewOneHeals() {
    try (EtcdStore store = login("tenure", "secret");
        EtcdStore other = login("tenure", "secret")) {
      long from = mustPut(store, root + "w/0", "x");
      Recorder early = new Recorder();
      Watch first = store.watch(root + "w/", from, early);
      Awaitility.await().until(() -> early.events.size() == 1);
      loginExpires();

      Recorder late = new Recorder();
      Watch second = store.watch(root + "w/", from, late);
      Awaitility.await().until(() -> late.events.size() + late.broken.size() == 1);
      assertThat(late.broken)
          .allSatisfy(cause -> assertThat(cause.kind()).isEqualTo(Kind.UNAVAILABLE));
      Recorder again = new Recorder();
      Watch third = store.watch(root + "w/", from, again);
      mustPut(other, root + "w/1", "x");

      Awaitility.await().until(() -> again.events.size() == 2 && early.events.size() == 2);
      assertThat(early.broken).isEmpty();
      List.of(first, second, third).forEach(Watch::close);
    }
  }

  @Test
  void aChangeOfTheUserListIsNoTrouble() {
    try (EtcdStore store = login("tenure", "secret");
        Client client =
            Client.builder()
                .endpoints(etcd.endpoint(0))
                .user(bytes("root"))
                .password(bytes("root secret"))
                .build()) {
      for (int i = 0; i < 3; i++) {
        mustPut(store, root + "a", "before");
        await(client.getAuthClient().userAdd(bytes("user-" + root + i), bytes("x")));
        mustPut(store, root + "a", "after");
        Lease lease = await(store.grant(Duration.ofSeconds(5)));
        await(client.getAuthClient().userDelete(bytes("user-" + root + i)));
        await(store.renew(lease.id()));
        await(store.revoke(lease.id()));
      }
    }
  }

  private static void loginExpires() {
    Awaitility.await().pollDelay(TOKEN_LIFE.plusSeconds(1)).until(() -> true);
  }

  private static EtcdStore login(String user, String password) {
    return EtcdStore.open(EtcdSettings.of(etcd.endpoints()).withCredentials(user, password));
  }

  private static ByteSequence bytes(String text) {
    return Transactions.bytes(text);
  }
}
