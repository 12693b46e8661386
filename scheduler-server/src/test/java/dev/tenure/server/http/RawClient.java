package dev.tenure.server.http;

import dev.tenure.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A connection that sends and reads what it likes, when it likes. */
final class RawClient implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 60_000;
  private static final int SMALL = 4096;

  private final Socket socket;

  RawClient(int port) throws IOException {
    socket = new Socket();
    // Before it is connected, so that the other side is told of so little room.
    socket.setReceiveBufferSize(SMALL);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
    socket.setSoTimeout(PATIENCE_MILLIS);
  }

  /** Sends text; false if the other side has ended the connection. */
  boolean send(String text) {
    try {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The head of an answer; empty if the connection ended before. */
  String head() {
    StringBuilder head = new StringBuilder();
    try {
      while (head.indexOf("\r\n\r\n") < 0) {
        int next = socket.getInputStream().read();
        if (next < 0) {
          return "";
        }
        head.append((char) next);
      }
      return head.toString();
    } catch (IOException e) {
      return "";
    }
  }

  /** Reads up to the next line that starts so; empty if the connection ended before. */
  String line(String start) throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        return "";
      }
      if (next != '\n') {
        line.append((char) next);
      } else if (line.indexOf(start) == 0) {
        return line.toString();
      } else {
        line.setLength(0);
      }
    }
  }

  /** Everything up to the end of the connection. */
  String rest() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
  }

  /** The code of the problem that follows a head. */
  String code() {
    StringBuilder body = new StringBuilder();
    try {
      while (body.indexOf("}") < 0) {
        int next = socket.getInputStream().read();
        if (next < 0) {
          return "";
        }
        body.append((char) next);
      }
      return JsonObject.parse(body.toString()).requiredText("code");
    } catch (IOException e) {
      return "";
    }
  }

  /** Whether the other side ends the connection, after whatever it may still send. */
  boolean ends() {
    byte[] bytes = new byte[SMALL];
    try {
      while (socket.getInputStream().read(bytes) >= 0) {
        // Only the end counts.
      }
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed all the same.
    }
  }
}
