package dev.tenure.lifeline;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Lifelines on TCP: this process listens for those of others, and calls others. One daemon thread.
 *
 * <p>Thread-safe. {@link #call} returns at once; {@link #listen} and {@link #close} may block for a
 * moment.
 */
public final class SocketLifelines implements Lifelines, AutoCloseable {

  private static final Duration END = Duration.ofSeconds(1);
  private static final int BACKLOG = 128;

  private final LineLoop loop;
  private final ServedLines served;
  private final int port;
  private final String incarnation;
  private final Optional<LocalProcess> self = LocalProcess.self();

  private SocketLifelines(LineLoop loop, ServerSocketChannel listening, String node)
      throws IOException {
    this.loop = loop;
    port = ((InetSocketAddress) listening.getLocalAddress()).getPort();
    incarnation = UUID.randomUUID().toString().replace("-", "");
    served = new ServedLines(loop, listening, incarnation, node, self);
  }

  /**
   * Listens from now on, until it is closed.
   *
   * @param host where to listen: a name or an address of this machine
   * @param port 0 for any free one
   * @param node the name of the node, for whoever looks at the connections
   * @throws IOException when that address cannot be had
   */
  public static SocketLifelines listen(String host, int port, String node) throws IOException {
    ServerSocketChannel listening = ServerSocketChannel.open();
    try {
      listening.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      listening.bind(new InetSocketAddress(InetAddress.getByName(host), port), BACKLOG);
      LineLoop loop = new LineLoop();
      SocketLifelines lifelines = new SocketLifelines(loop, listening, node);
      loop.start();
      return lifelines;
    } catch (IOException | RuntimeException e) {
      ServedLines.closeQuietly(listening);
      throw new IOException("cannot listen on " + host + ":" + port + ": " + e.getMessage(), e);
    }
  }

  /**
   * What to tell others of this process.
   *
   * @param host where they reach it
   * @param advertised the port that they are to use; 0 for that on which it listens
   */
  public Endpoint endpoint(String host, int advertised) {
    return new Endpoint(host, advertised == 0 ? port : advertised, incarnation);
  }

  @Override
  public Line call(Endpoint endpoint, Optional<Acquaintance> known, Consumer<LineEvent> listener) {
    Call call = new Call();
    if (known.isPresent()) {
      loop.execute(() -> call.open(endpoint, known.get().address(), known, listener));
    } else {
      // A name service may take its time.
      CompletableFuture.supplyAsync(() -> resolve(endpoint))
          .thenAccept(
              address ->
                  loop.execute(
                      () -> {
                        if (address.isPresent()) {
                          call.open(endpoint, address.get(), known, listener);
                        } else {
                          listener.accept(new LineEvent.Failed("unknown host " + endpoint.host()));
                        }
                      }));
    }
    return () -> loop.execute(call::close);
  }

  private static Optional<InetSocketAddress> resolve(Endpoint endpoint) {
    try {
      return Optional.of(
          new InetSocketAddress(InetAddress.getByName(endpoint.host()), endpoint.port()));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /** Says good-bye to everybody, so that nobody takes the end for a death, and listens no more. */
  @Override
  public void close() {
    loop.execute(served::sayGoodbye);
    loop.end(END);
  }

  /** A call that may be hung up before it was opened. Belongs to the loop. */
  private final class Call {
    private Optional<CalledLine> line = Optional.empty();
    private boolean closed;

    void open(
        Endpoint endpoint,
        InetSocketAddress address,
        Optional<Acquaintance> known,
        Consumer<LineEvent> listener) {
      if (!closed) {
        CalledLine opened = new CalledLine(loop, endpoint, address, self, known, listener);
        line = Optional.of(opened);
        opened.open();
      }
    }

    void close() {
      closed = true;
      line.ifPresent(CalledLine::close);
    }
  }
}
