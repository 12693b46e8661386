package dev.tenure.testing;

import dev.tenure.etcd.FreePorts;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bad network on the loopback interface: a TCP proxy before one server. It begins by passing
 * everything; each fault stays until {@link #pass}, except {@link #cut}, which is over at once. All
 * methods are thread-safe.
 */
public final class FaultProxy implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(FaultProxy.class);

  private final InetSocketAddress server;
  private final String scheme;
  private final InetAddress own;
  private final int port;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Set<Socket> lost = ConcurrentHashMap.newKeySet();
  private final AtomicLong harmed = new AtomicLong();
  private final Direction requests = new Direction();
  private final Direction answers = new Direction();
  private ServerSocket listening;

  private FaultProxy(URI server, InetAddress own) {
    this.own = own;
    this.server = new InetSocketAddress(server.getHost(), server.getPort());
    this.scheme = server.getScheme();
    // It listens again after it has refused: on a port that nobody else is given meanwhile.
    this.port = FreePorts.one();
    listen(port);
  }

  /** A proxy before the server of a URL such as {@code http://127.0.0.1:2379}. */
  public static FaultProxy to(String endpoint) {
    return new FaultProxy(URI.create(endpoint), InetAddress.getLoopbackAddress());
  }

  /** The same on another address of the harness, such as its end of a cable to a namespace. */
  public static FaultProxy to(String endpoint, String own) {
    try {
      return new FaultProxy(URI.create(endpoint), InetAddress.getByName(own));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(own + " is no address", e);
    }
  }

  /** The URL of the proxy, with the scheme of its server. */
  public String endpoint() {
    return scheme + "://" + own.getHostAddress() + ":" + port;
  }

  /** Heals everything; what was held back is delivered. */
  public synchronized void pass() {
    requests.set(false, Duration.ZERO);
    answers.set(false, Duration.ZERO);
    if (listening.isClosed()) {
      listen(port);
    }
  }

  /** Resets all connections, and refuses new ones from now on: a dead process. */
  public synchronized void refuse() {
    closeQuietly(listening);
    cut();
  }

  /** Resets all connections; new ones pass. */
  public void cut() {
    open.forEach(FaultProxy::reset);
  }

  /**
   * What goes through the present connections is lost from now on, and nobody is told; new ones
   * pass: a peer that was restarted, or a router that forgot.
   */
  public void lose() {
    lost.addAll(open);
  }

  /** Holds everything back in both directions; connections still open: a silent peer. */
  public void stall() {
    stallRequests();
    stallAnswers();
  }

  /** Holds back what goes to the server. */
  public void stallRequests() {
    requests.set(true, Duration.ZERO);
  }

  /** Holds back what comes from the server: it does its work, but nobody hears of it. */
  public void stallAnswers() {
    answers.set(true, Duration.ZERO);
  }

  /** Delivers everything that much later, in both directions. */
  public void delay(Duration time) {
    requests.set(false, time);
    answers.set(false, time);
  }

  /** How often something went through so far that was held back, delayed or lost. */
  public long harmed() {
    return harmed.get();
  }

  /** How many connections to the server are open. */
  public int connections() {
    return open.size() / 2;
  }

  @Override
  public synchronized void close() {
    refuse();
    pass(requests);
    pass(answers);
  }

  private static void pass(Direction direction) {
    direction.set(false, Duration.ZERO);
  }

  private void listen(int wanted) {
    try {
      listening = new ServerSocket();
      listening.setReuseAddress(true);
      listening.bind(new InetSocketAddress(own, wanted));
    } catch (IOException e) {
      throw new UncheckedIOException("the proxy cannot listen on port " + wanted, e);
    }
    ServerSocket accepting = listening;
    start("proxy-accept", () -> accept(accepting));
  }

  private void accept(ServerSocket accepting) {
    while (!accepting.isClosed()) {
      try {
        connect(accepting, accepting.accept());
      } catch (IOException e) {
        log.debug("no connection: refused on purpose, or the server is down", e);
      }
    }
  }

  private void connect(ServerSocket accepting, Socket client) throws IOException {
    Socket upstream = new Socket();
    open.add(client);
    open.add(upstream);
    try {
      // Whoever refuses closes the listener before it resets what is open: one of us sees the
      // other.
      if (accepting.isClosed()) {
        throw new IOException("refused while it was accepted");
      }
      upstream.connect(server, 1000);
      client.setTcpNoDelay(true);
      upstream.setTcpNoDelay(true);
    } catch (IOException e) {
      end(client, upstream);
      throw e;
    }
    start("proxy-requests", () -> pump(client, upstream, requests));
    start("proxy-answers", () -> pump(upstream, client, answers));
  }

  private void pump(Socket from, Socket to, Direction direction) {
    byte[] buffer = new byte[16 * 1024];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (lost.contains(from) || !direction.free()) {
          harmed.incrementAndGet();
        }
        direction.awaitPassage();
        if (!lost.contains(from)) {
          out.write(buffer, 0, n);
        }
      }
      direction.awaitPassage();
    } catch (IOException e) {
      // One side went away; the other learns it below.
      reset(to);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end(from, to);
    }
  }

  private void end(Socket one, Socket other) {
    closeQuietly(one);
    closeQuietly(other);
    open.remove(one);
    open.remove(other);
    lost.remove(one);
    lost.remove(other);
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      log.debug("closed already, which is what is wanted", e);
    } finally {
      closeQuietly(socket);
    }
  }

  private static void closeQuietly(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      throw new IllegalStateException("a socket did not close", e);
    }
  }

  private static void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** The gate of one direction. */
  private static final class Direction {
    private boolean stalled;
    private Duration delay = Duration.ZERO;

    synchronized void set(boolean stall, Duration time) {
      stalled = stall;
      delay = time;
      notifyAll();
    }

    synchronized boolean free() {
      return !stalled && delay.isZero();
    }

    void awaitPassage() throws InterruptedException {
      Duration wait;
      synchronized (this) {
        while (stalled) {
          wait();
        }
        wait = delay;
      }
      TimeUnit.NANOSECONDS.sleep(wait.toNanos());
      synchronized (this) {
        while (stalled) {
          wait();
        }
      }
    }
  }
}
