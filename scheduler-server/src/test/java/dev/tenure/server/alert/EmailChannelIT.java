package dev.tenure.server.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.tenure.config.ChannelConfig;
import dev.tenure.config.ChannelConfig.Security;
import dev.tenure.config.HostPort;
import dev.tenure.config.Secret;
import dev.tenure.model.AlertKind;
import dev.tenure.server.alert.DeliveryException.Hope;
import dev.tenure.time.Backoff;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail, and a server for it. */
final class EmailChannelIT {

  private static final Message MESSAGE =
      new Message("u-1", "opened", "{}", "[tenure] opened: run-failed/g/ä", "it failed: ä\n");

  @TempDir private static Path folder;

  private GreenMail server;

  @BeforeEach
  void listen() throws Exception {
    ServerCertificate.in(folder).useForMail();
    server =
        new GreenMail(
            new ServerSetup[] {
              new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP),
              new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS)
            });
    server.setUser("tenure@here", "tenure", "open sesame");
    server.start();
  }

  @AfterEach
  void close() {
    server.stop();
  }

  private static Channel channel(
      int port, Security security, Optional<ChannelConfig.Login> login, Optional<Path> ca) {
    return new EmailChannel(
        new ChannelConfig.Email(
            "people",
            EnumSet.allOf(AlertKind.class),
            new ChannelConfig.Delivery(
                Duration.ofSeconds(20), 3, new Backoff(Duration.ofMillis(1), Duration.ofMillis(1))),
            new HostPort("127.0.0.1", port),
            security,
            login,
            ca,
            "tenure@example.org",
            List.of("ops@example.org", "boss@example.org")),
        Clock.systemUTC());
  }

  private static Optional<ChannelConfig.Login> login(String password) {
    return Optional.of(new ChannelConfig.Login("tenure", new Secret(password)));
  }

  private static DeliveryException failure(Channel channel) {
    return catchThrowableOfType(DeliveryException.class, () -> channel.send(MESSAGE));
  }

  private MimeMessage received() {
    assertThat(server.waitForIncomingEmail(30_000, 2)).isTrue();
    return server.getReceivedMessages()[0];
  }

  @Test
  void allRecipientsGetTheSameMessageWithItsKey() throws Exception {
    channel(server.getSmtp().getPort(), Security.NONE, Optional.empty(), Optional.empty())
        .send(MESSAGE);
    MimeMessage mail = received();
    assertThat(mail.getSubject()).isEqualTo(MESSAGE.subject());
    assertThat(mail.getContent().toString()).contains("it failed: ä");
    assertThat(mail.getFrom()[0]).hasToString("tenure@example.org");
    assertThat(mail.getAllRecipients()).hasSize(2);
    assertThat(mail.getMessageID()).isEqualTo("<u-1@alerts.tenure>");
    assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(mail.getHeader("Tenure-Event")).containsExactly("opened");
  }

  @Test
  void aSecuredServerThatIsTrustedGetsThePassword() throws Exception {
    channel(
            server.getSmtps().getPort(),
            Security.TLS,
            login("open sesame"),
            Optional.of(ServerCertificate.in(folder).pem()))
        .send(MESSAGE);
    assertThat(received().getSubject()).isEqualTo(MESSAGE.subject());
  }

  @Test
  void aWrongPasswordIsForAPerson() throws Exception {
    DeliveryException e =
        failure(
            channel(
                server.getSmtps().getPort(),
                Security.TLS,
                login("open barley"),
                Optional.of(ServerCertificate.in(folder).pem())));
    assertThat(e.hope()).isEqualTo(Hope.NEVER);
    assertThat(e).hasMessageContaining("refuses the user tenure").hasMessageNotContaining("barley");
  }

  @Test
  void aServerThatIsNotTrustedGetsNothing() {
    DeliveryException e =
        failure(
            channel(
                server.getSmtps().getPort(), Security.TLS, login("open sesame"), Optional.empty()));
    assertThat(e).isNotNull();
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @Test
  void theConnectionIsSecuredBeforeThePasswordIsSaid() throws Exception {
    ServerCertificate certificate = ServerCertificate.in(folder);
    try (StartTlsServer secured = new StartTlsServer(certificate)) {
      channel(
              secured.port(),
              Security.STARTTLS,
              login("open sesame"),
              Optional.of(certificate.pem()))
          .send(MESSAGE);
      assertThat(secured.clear()).hasSize(2).last().isEqualTo("STARTTLS");
      assertThat(secured.secured())
          .anyMatch(line -> line.startsWith("AUTH "))
          .anyMatch(line -> line.startsWith("RCPT TO:<boss@example.org>"))
          .contains("Message-ID: <u-1@alerts.tenure>");
    }
  }

  @Test
  void nothingIsSentInClearWhereSecurityIsAskedFor() {
    DeliveryException e =
        failure(
            channel(
                server.getSmtp().getPort(),
                Security.STARTTLS,
                login("open sesame"),
                Optional.empty()));
    assertThat(e).isNotNull();
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @Test
  void aServerThatIsGoneIsAskedAgainLater() throws Exception {
    int port = server.getSmtp().getPort();
    server.stop();
    DeliveryException e = failure(channel(port, Security.NONE, Optional.empty(), Optional.empty()));
    assertThat(e.hope()).isEqualTo(Hope.LATER);
  }
}
