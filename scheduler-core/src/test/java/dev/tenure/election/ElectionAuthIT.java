package dev.tenure.election;

import static dev.tenure.election.Peer.await;
import static dev.tenure.election.Peer.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.etcd.EtcdSettings;
import dev.tenure.etcd.LocalEtcd;
import dev.tenure.store.StoreException;
import io.etcd.jetcd.Auth;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.auth.Permission;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Elections with logins that expire after two seconds, and permissions that are taken away. */
class ElectionAuthIT {

  @TempDir static Path folder;

  private static LocalEtcd etcd;

  @BeforeAll
  static void start() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair keys = generator.generateKeyPair();
    String token =
        "jwt,sign-method=RS256,ttl=2s,pub-key="
            + pem("PUBLIC KEY", keys.getPublic().getEncoded())
            + ",priv-key="
            + pem("PRIVATE KEY", keys.getPrivate().getEncoded());
    etcd =
        LocalEtcd.start(
            LocalEtcd.Options.single()
                .withExtraArgs(List.of("--auth-token", token, "--bcrypt-cost", "4")));
    try (Client client = Client.builder().endpoints(etcd.endpoint(0)).build()) {
      Auth auth = client.getAuthClient();
      await(auth.userAdd(bytes("root"), bytes("root secret")));
      await(auth.roleAdd(bytes("root")));
      await(auth.userGrantRole(bytes("root"), bytes("root")));
      await(auth.userAdd(bytes("node"), bytes("secret")));
      await(auth.roleAdd(bytes("node")));
      await(auth.userGrantRole(bytes("node"), bytes("node")));
      grant(auth);
      await(auth.authEnable());
    }
  }

  @AfterAll
  static void stop() {
    etcd.close();
  }

  @Test
  void loginsThatExpireHarmNeitherLeadersNorThoseWhoWait() {
    ElectionName name = new ElectionName("/auth/expiring");
    try (Peer a = peer("node", "secret", name);
        Peer b = peer("node", "secret", name)) {
      a.lead("a");
      b.enqueue("b");
      Leadership leadership = a.leadership().orElseThrow();

      // Three lives of a login.
      Awaitility.await()
          .during(Duration.ofSeconds(6))
          .atMost(Duration.ofSeconds(30))
          .until(leadership::held);
      await(a.election.proclaim("still a"));
      await(a.election.resign());

      until(b::leads);
      assertThat(b.heard.stream().filter(h -> h.startsWith("ERROR"))).isEmpty();
    }
  }

  @Test
  void aCandidateWhosePermissionIsTakenAwaySaysSoAndBlocksNobody() {
    ElectionName name = new ElectionName("/auth/revoked");
    try (Peer leader = peer("root", "root secret", name);
        Peer victim = peer("node", "secret", name);
        Peer last = peer("root", "root secret", name)) {
      leader.lead("leader");
      victim.enqueue("victim");
      last.enqueue("last");

      try (Client root = rootClient()) {
        await(
            root.getAuthClient()
                .roleRevokePermission(bytes("node"), bytes("/auth/"), bytes("/auth0")));
      }
      await(leader.election.resign());

      until(victim::failed);
      Throwable cause = ((ElectionState.Error) victim.election.state()).cause();
      assertThat(cause.getCause())
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.DENIED));
      until(last::leads);
      assertThat(victim.won).isEmpty();
    } finally {
      try (Client root = rootClient()) {
        grant(root.getAuthClient());
      }
    }
  }

  @Test
  void aWrongPasswordIsAnErrorAtOnce() {
    try (Peer stranger = peer("node", "guess", new ElectionName("/auth/stranger"))) {
      stranger.election.campaign("stranger");

      // The listeners hear of a state after it can be read.
      until(() -> stranger.heard.size() == 2);
      assertThat(stranger.heard).containsExactly("FOLLOWER", "ERROR CampaignFailed");
    }
  }

  private static void grant(Auth auth) {
    await(
        auth.roleGrantPermission(
            bytes("node"), bytes("/auth/"), bytes("/auth0"), Permission.Type.READWRITE));
  }

  private static Client rootClient() {
    return Client.builder()
        .endpoints(etcd.endpoint(0))
        .user(bytes("root"))
        .password(bytes("root secret"))
        .build();
  }

  private static Peer peer(String user, String password, ElectionName name) {
    return Peer.open(EtcdSettings.of(etcd.endpoints()).withCredentials(user, password), name);
  }

  private static Path pem(String kind, byte[] encoded) throws IOException {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
    return Files.writeString(
        folder.resolve(kind.replace(' ', '-') + ".pem"),
        "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
  }

  private static ByteSequence bytes(String text) {
    return ByteSequence.from(text, StandardCharsets.UTF_8);
  }
}
