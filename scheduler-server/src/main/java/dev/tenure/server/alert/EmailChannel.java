package dev.tenure.server.alert;

import dev.tenure.config.ChannelConfig;
import dev.tenure.config.ChannelConfig.Security;
import dev.tenure.server.alert.DeliveryException.Hope;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Properties;

/** Sends messages by mail, each on a connection of its own. */
final class EmailChannel implements Channel {

  private final ChannelConfig.Email config;
  private final Clock clock;

  EmailChannel(ChannelConfig.Email config, Clock clock) {
    this.config = config;
    this.clock = clock;
  }

  @Override
  public String name() {
    return config.name();
  }

  @Override
  public void send(Message message) throws DeliveryException {
    Session session = Session.getInstance(properties());
    try (Transport transport = session.getTransport("smtp")) {
      if (config.login().isPresent()) {
        ChannelConfig.Login login = config.login().get();
        transport.connect(login.user(), login.password().reveal());
      } else {
        transport.connect();
      }
      MimeMessage mail = mail(session, message);
      transport.sendMessage(mail, mail.getAllRecipients());
    } catch (AuthenticationFailedException e) {
      throw new DeliveryException(
          Hope.NEVER, config.server() + " refuses the user " + user() + ": " + e.getMessage(), e);
    } catch (MessagingException e) {
      throw new DeliveryException(Hope.LATER, config.server() + ": " + e.getMessage(), e);
    }
  }

  private String user() {
    return config.login().map(ChannelConfig.Login::user).orElse("(none)");
  }

  private Properties properties() throws DeliveryException {
    Properties all = new Properties();
    String limit = String.valueOf(config.delivery().timeout().toMillis());
    all.put("mail.smtp.host", config.server().host());
    all.put("mail.smtp.port", String.valueOf(config.server().port()));
    all.put("mail.smtp.connectiontimeout", limit);
    all.put("mail.smtp.timeout", limit);
    all.put("mail.smtp.writetimeout", limit);
    all.put("mail.smtp.auth", String.valueOf(config.login().isPresent()));
    // Required, for otherwise whoever sits in between could talk the client out of it.
    all.put("mail.smtp.starttls.enable", String.valueOf(config.security() == Security.STARTTLS));
    all.put("mail.smtp.starttls.required", String.valueOf(config.security() == Security.STARTTLS));
    all.put("mail.smtp.ssl.enable", String.valueOf(config.security() == Security.TLS));
    all.put("mail.smtp.ssl.checkserveridentity", "true");
    if (config.ca().isPresent()) {
      all.put("mail.smtp.ssl.socketFactory", Trust.in(config.ca().get()).getSocketFactory());
    }
    return all;
  }

  private MimeMessage mail(Session session, Message message) throws MessagingException {
    MimeMessage mail = new Keyed(session, message.key());
    mail.setFrom(new InternetAddress(config.from()));
    List<Address> to = new ArrayList<>();
    for (String address : config.to()) {
      to.add(new InternetAddress(address));
    }
    mail.setRecipients(RecipientType.TO, to.toArray(Address[]::new));
    mail.setSubject(message.subject(), StandardCharsets.UTF_8.name());
    mail.setSentDate(Date.from(clock.instant()));
    // So that nobody's absence is answered to the sender.
    mail.setHeader("Auto-Submitted", "auto-generated");
    mail.setHeader("Tenure-Event", message.event());
    mail.setText(message.text(), StandardCharsets.UTF_8.name());
    mail.saveChanges();
    return mail;
  }

  /** A mail that has the same id whenever it is sent: programs for mail show it once. */
  private static final class Keyed extends MimeMessage {
    private final String key;

    Keyed(Session session, String key) {
      super(session);
      this.key = key;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", "<" + key + "@alerts.tenure>");
    }
  }
}
