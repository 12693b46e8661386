package dev.tenure.server.alert;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tenure.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntUnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A receiver of webhooks on loopback, which keeps what it got. */
public final class Receiver implements AutoCloseable {

  /** What a test signs with. */
  public static final String SECRET = "open sesame";

  private static final Duration LONG = Duration.ofSeconds(60);

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Hit> hits = new CopyOnWriteArrayList<>();
  private volatile IntUnaryOperator status = number -> 204;

  /**
   * A request.
   *
   * @param headers by their names in small letters
   */
  public record Hit(Map<String, String> headers, String body) {

    /** The body. */
    public JsonObject json() {
      return JsonObject.parse(body);
    }

    /** Whether the signature is that of the documentation. */
    public boolean isGenuine() throws Exception {
      String[] parts = headers.get("tenure-signature").split(",", -1);
      String time = parts[0].replace("t=", "");
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] sum = mac.doFinal((time + "." + body).getBytes(StandardCharsets.UTF_8));
      return parts[1].equals("v1=" + HexFormat.of().formatHex(sum));
    }
  }

  /** Listens on a free port. */
  public Receiver() throws IOException {
    this(0);
  }

  /** Listens on this port. */
  public Receiver(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/", this::take);
    server.setExecutor(threads);
    server.start();
  }

  private void take(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new TreeMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    int number;
    synchronized (hits) {
      hits.add(new Hit(headers, body));
      number = hits.size();
    }
    int answer = status.applyAsInt(number);
    exchange.sendResponseHeaders(answer, -1);
    exchange.close();
  }

  /** From now on answers so, by the number of the request from 1 on; may block. */
  public void answers(IntUnaryOperator newStatus) {
    status = newStatus;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public String url() {
    return "http://127.0.0.1:" + port() + "/hook";
  }

  /** What has come so far. */
  public List<Hit> hits() {
    return List.copyOf(hits);
  }

  /** Waits until so many have come. */
  public List<Hit> awaits(int number) {
    await("webhooks").atMost(LONG).until(() -> hits.size() >= number);
    return hits();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
