package dev.tenure.server.alert;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.KeyStore;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** The least of an SMTP server that knows STARTTLS, which the test library's does not. */
final class StartTlsServer implements AutoCloseable {

  private final ServerSocket listener;
  private final SSLContext tls;
  private final List<String> clear = new CopyOnWriteArrayList<>();
  private final List<String> secured = new CopyOnWriteArrayList<>();

  StartTlsServer(ServerCertificate certificate) throws Exception {
    listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    char[] password = ServerCertificate.PASSWORD.toCharArray();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(certificate.store())) {
      keys.load(in, password);
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, password);
    tls = SSLContext.getInstance("TLS");
    tls.init(managers.getKeyManagers(), null, null);
    Thread thread = new Thread(this::serve, "starttls");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return listener.getLocalPort();
  }

  /** What was said in clear. */
  List<String> clear() {
    return List.copyOf(clear);
  }

  /** What was said on the secured connection. */
  List<String> secured() {
    return List.copyOf(secured);
  }

  private void serve() {
    try (Socket socket = listener.accept()) {
      socket.getOutputStream().write("220 here\r\n".getBytes(StandardCharsets.US_ASCII));
      talk(socket, clear, "250-here\r\n250 STARTTLS");
      SSLSocket safe =
          (SSLSocket) tls.getSocketFactory().createSocket(socket, "127.0.0.1", port(), true);
      safe.setUseClientMode(false);
      talk(safe, secured, "250-here\r\n250 AUTH PLAIN LOGIN");
    } catch (IOException e) {
      clear.add("ended: " + e);
    }
  }

  /** Until the connection ends, or is to be secured. */
  private static void talk(Socket socket, List<String> said, String hello) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    PrintStream out = new PrintStream(socket.getOutputStream(), true, StandardCharsets.US_ASCII);
    String line = in.readLine();
    while (line != null) {
      said.add(line);
      String verb = line.toUpperCase(Locale.ROOT).split(" ", 2)[0];
      out.print(
          switch (verb) {
                case "EHLO" -> hello;
                case "STARTTLS" -> "220 go on";
                case "AUTH" -> "235 welcome";
                case "DATA" -> "354 end with a dot";
                case "QUIT" -> "221 bye";
                default -> "250 yes";
              }
              + "\r\n");
      out.flush();
      if (verb.equals("STARTTLS") || verb.equals("QUIT")) {
        return;
      }
      if (verb.equals("DATA")) {
        line = in.readLine();
        while (line != null && !line.equals(".")) {
          said.add(line);
          line = in.readLine();
        }
        out.print("250 taken\r\n");
        out.flush();
      }
      line = in.readLine();
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
