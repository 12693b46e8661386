package dev.tenure.lifeline;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The calling side of one line. All of it belongs to the loop. */
final class CalledLine implements LineLoop.Socket {

  /**
   * How long the other end may take to accept. Far less than the second that a kernel waits before
   * it asks again: a connection that fails within it was refused, one that timed out never is.
   */
  private static final Duration CONNECT = Duration.ofMillis(500);

  /** How long it may then take to say who it is. */
  private static final Duration GREETING = Duration.ofSeconds(2);

  private final LineLoop loop;
  private final Endpoint endpoint;
  private final InetSocketAddress address;
  private final Optional<LocalProcess> self;
  private final Optional<Acquaintance> known;
  private final Consumer<LineEvent> listener;
  private final ByteBuffer in = ByteBuffer.allocate(Greeting.MAX_BYTES);
  private @Nullable SocketChannel channel;
  private @Nullable SelectionKey key;
  private Runnable noAlarm = () -> {};
  private long askedNanos;
  private boolean answered;
  private boolean over;

  CalledLine(
      LineLoop loop,
      Endpoint endpoint,
      InetSocketAddress address,
      Optional<LocalProcess> self,
      Optional<Acquaintance> known,
      Consumer<LineEvent> listener) {
    this.loop = loop;
    this.endpoint = endpoint;
    this.address = address;
    this.self = self;
    this.known = known;
    this.listener = listener;
  }

  void open() {
    if (over) {
      return;
    }
    askedNanos = System.nanoTime();
    noAlarm = loop.alarm(CONNECT, () -> end(new LineEvent.Failed("no answer in time")));
    try {
      SocketChannel opened = SocketChannel.open();
      channel = opened;
      opened.configureBlocking(false);
      if (opened.connect(address)) {
        key = loop.register(opened, SelectionKey.OP_READ, this);
        onConnected(opened);
      } else {
        key = loop.register(opened, SelectionKey.OP_CONNECT, this);
      }
    } catch (ConnectException e) {
      onConnectFailed(e);
    } catch (IOException | RuntimeException e) {
      end(new LineEvent.Failed(e.toString()));
    }
  }

  void close() {
    over = true;
    noAlarm.run();
    if (channel != null) {
      ServedLines.closeQuietly(channel);
    }
  }

  @Override
  public void ready() {
    SocketChannel open = channel;
    SelectionKey ready = key;
    if (over || open == null || ready == null) {
      return;
    }
    if (ready.isConnectable()) {
      try {
        open.finishConnect();
        ready.interestOps(SelectionKey.OP_READ);
        onConnected(open);
      } catch (ConnectException e) {
        onConnectFailed(e);
      } catch (IOException e) {
        end(new LineEvent.Failed(e.toString()));
      }
    } else {
      read(open);
    }
  }

  private void onConnectFailed(ConnectException e) {
    boolean inTime = System.nanoTime() - askedNanos < CONNECT.toNanos();
    ProcessSign process = known.map(it -> it.process().get()).orElse(ProcessSign.UNKNOWN);
    end(inTime ? new LineEvent.Refused(process) : new LineEvent.Failed("too late: " + e));
  }

  private void onConnected(SocketChannel open) throws IOException {
    noAlarm.run();
    if (open.getLocalAddress().equals(open.getRemoteAddress())) {
      // TCP lets a socket connect to itself when its own port was drawn from the free ones.
      end(new LineEvent.Failed("connected to itself"));
      return;
    }
    noAlarm = loop.alarm(GREETING, () -> end(new LineEvent.Failed("no greeting in time")));
  }

  private void read(SocketChannel open) {
    try {
      if (open.read(in) < 0) {
        ended("end of stream");
        return;
      }
    } catch (IOException e) {
      ended("reset");
      return;
    }
    in.flip();
    for (Optional<String> line = line(); line.isPresent() && !over; line = line()) {
      onLine(open, line.get());
    }
    in.compact();
    if (!in.hasRemaining()) {
      end(
          new LineEvent
              .Goodbye()); // No process of ours says so much: nothing is to be learnt here.
    }
  }

  private void ended(String how) {
    end(answered ? new LineEvent.Ended(how) : new LineEvent.Failed(how + " before a greeting"));
  }

  private Optional<String> line() {
    for (int i = in.position(); i < in.limit(); i++) {
      if (in.get(i) == '\n') {
        byte[] bytes = new byte[i - in.position()];
        in.get(bytes).get();
        return Optional.of(new String(bytes, StandardCharsets.UTF_8));
      }
    }
    return Optional.empty();
  }

  private void onLine(SocketChannel open, String line) {
    if (answered) {
      if (line.equals(Greeting.GOODBYE)) {
        end(new LineEvent.Goodbye());
      }
      return;
    }
    Optional<Greeting> greeting =
        Greeting.parse(line).filter(it -> it.incarnation().equals(endpoint.incarnation()));
    if (greeting.isEmpty()) {
      end(new LineEvent.Failed("another process answers"));
      return;
    }
    noAlarm.run();
    answered = true;
    listener.accept(new LineEvent.Answered(acquaintance(open, greeting.get())));
  }

  private Acquaintance acquaintance(SocketChannel open, Greeting greeting) {
    boolean direct;
    try {
      direct = greeting.sees((InetSocketAddress) open.getLocalAddress(), address);
    } catch (IOException e) {
      direct = false;
    }
    return new Acquaintance(
        address,
        direct,
        greeting.process().map(it -> it.witness(self)).orElse(() -> ProcessSign.UNKNOWN));
  }

  private void end(LineEvent last) {
    if (!over) {
      close();
      listener.accept(last);
    }
  }
}
