package dev.tenure.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.testing.Certificates;
import dev.tenure.testing.LoggedErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks by hand at files that openssl makes; nothing here waits. */
final class WatchedPemIT {

  @TempDir private Path folder;
  private Certificates ours;
  private Path cert;
  private Path key;
  private final List<TlsIdentity> renewed = new ArrayList<>();

  @BeforeEach
  void certificates() throws IOException {
    ours = Certificates.authority(folder, "our-ca").sign("first", "DNS:first");
    ours.sign("second", "DNS:second");
    cert = folder.resolve("used.pem");
    key = folder.resolve("used.key");
    use("first");
  }

  private void use(String owner) throws IOException {
    Files.copy(ours.certificate(owner), cert, StandardCopyOption.REPLACE_EXISTING);
    Files.copy(ours.key(owner), key, StandardCopyOption.REPLACE_EXISTING);
  }

  private WatchedPem<TlsIdentity> watched() throws PemException {
    return new WatchedPem<>(
        "http",
        List.of(cert, key),
        () -> TlsIdentity.read(cert, key),
        TlsIdentity::validUntil,
        renewed::add);
  }

  private static String owner(TlsIdentity identity) {
    return identity.chain().get(0).getSubjectX500Principal().getName();
  }

  @Test
  void aRenewedPairReplacesTheOneBefore() throws Exception {
    WatchedPem<TlsIdentity> watched = watched();
    watched.check();
    assertThat(renewed).as("nothing has changed").isEmpty();
    use("second");
    watched.check();
    assertThat(renewed).extracting(WatchedPemIT::owner).containsExactly("CN=second");
    assertThat(owner(watched.now())).isEqualTo("CN=second");
    watched.check();
    assertThat(renewed).hasSize(1);
  }

  @Test
  void halfAPairIsRefusedAtTheSecondLookAndOnce() throws Exception {
    WatchedPem<TlsIdentity> watched = watched();
    Files.copy(ours.certificate("second"), cert, StandardCopyOption.REPLACE_EXISTING);
    try (LoggedErrors errors = LoggedErrors.taken()) {
      watched.check();
      assertThat(errors.containing("refused")).as("the other half may follow").isEmpty();
      watched.check();
      watched.check();
      assertThat(errors.containing("does not belong to the certificate " + cert)).hasSize(1);
      assertThat(owner(watched.now())).isEqualTo("CN=first");
      Files.copy(ours.key("second"), key, StandardCopyOption.REPLACE_EXISTING);
      watched.check();
      assertThat(owner(watched.now())).isEqualTo("CN=second");
    }
  }

  @Test
  void aFileThatIsCutOffAndOneThatIsGoneAreRefused() throws Exception {
    WatchedPem<TlsIdentity> watched = watched();
    String whole = Files.readString(ours.certificate("second"));
    try (LoggedErrors errors = LoggedErrors.taken()) {
      Files.writeString(cert, whole.substring(0, whole.length() / 2));
      watched.check();
      watched.check();
      assertThat(errors.containing(cert + " holds")).hasSize(1);
      Files.delete(cert);
      watched.check();
      watched.check();
      assertThat(errors.containing(cert + " cannot be read")).hasSize(1);
    }
    assertThat(owner(watched.now())).isEqualTo("CN=first");
    assertThat(renewed).isEmpty();
  }

  @Test
  void whatCannotBeUsedAtTheStartIsSaidByItsFile() throws Exception {
    Files.copy(ours.key("second"), key, StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(this::watched)
        .isInstanceOf(PemException.class)
        .hasMessageStartingWith(key + " does not belong to the certificate");
    Files.writeString(key, "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n");
    assertThatThrownBy(this::watched).hasMessageContaining("openssl pkcs8 -topk8 -nocrypt");
    Files.writeString(cert, "nothing");
    assertThatThrownBy(this::watched).hasMessageStartingWith(cert + " holds no certificate");
  }

  @Test
  void aKeyOfAnotherKindIsRefused() throws Exception {
    ours.openssl("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out " + key);
    assertThatThrownBy(this::watched).hasMessageContaining("is not a key of the kind EC");
  }

  @Test
  void anEndThatIsNearIsWarnedOfOnceADay() throws Exception {
    WatchedPem<TlsIdentity> watched = watched();
    Instant until = watched.validUntil();
    List<Instant> told = new ArrayList<>();
    try (LoggedErrors lines = LoggedErrors.taken()) {
      Moved clock = new Moved(until.minus(Duration.ofDays(30)));
      try (CertificateWatch watch =
          new CertificateWatch(watched, Duration.ofDays(21), clock, told::add)) {
        watch.look();
        assertThat(lines.containing("runs out")).isEmpty();
        clock.now = until.minus(Duration.ofDays(20));
        watch.look();
        watch.look();
        assertThat(lines.containing("runs out at " + until + ", in 20 days")).hasSize(1);
        clock.now = until.minus(Duration.ofDays(19));
        watch.look();
        assertThat(lines.containing("in 19 days")).hasSize(1);
        clock.now = until.plusSeconds(1);
        watch.look();
        clock.now = until.plus(Duration.ofHours(2));
        watch.look();
        assertThat(lines.containing("has run out at " + until)).hasSize(1);
        clock.now = until.plus(Duration.ofHours(25));
        watch.look();
        assertThat(lines.containing("has run out at " + until)).hasSize(2);
      }
    }
    assertThat(told).containsOnly(until).hasSize(7);
  }

  private static final class Moved extends Clock {
    private Instant now;

    Moved(Instant now) {
      this.now = now;
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }
  }
}
