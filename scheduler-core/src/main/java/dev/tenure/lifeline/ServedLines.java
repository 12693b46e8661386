package dev.tenure.lifeline;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listening side: says who this process is to everybody who connects, and then nothing more
 * until it ends. Whatever callers send is thrown away. All of it belongs to the loop.
 */
final class ServedLines implements LineLoop.Socket {

  private static final Logger log = LoggerFactory.getLogger(ServedLines.class);
  // Whoever is hung up on connects again and is not refused: a limit can give no false sign.
  private static final int MOST = 1024;
  private static final Duration OUT_OF_FILES = Duration.ofMillis(200);

  private final LineLoop loop;
  private final ServerSocketChannel listening;
  private final SelectionKey accepting;
  private final String incarnation;
  private final String node;
  private final Optional<LocalProcess> self;
  private final Set<Served> lines = new HashSet<>();

  ServedLines(
      LineLoop loop,
      ServerSocketChannel listening,
      String incarnation,
      String node,
      Optional<LocalProcess> self) {
    this.loop = loop;
    this.listening = listening;
    this.incarnation = incarnation;
    this.node = node;
    this.self = self;
    accepting = loop.register(listening, SelectionKey.OP_ACCEPT, this);
  }

  @Override
  public void ready() {
    try {
      for (SocketChannel line = listening.accept(); line != null; line = listening.accept()) {
        serve(line);
      }
    } catch (IOException e) {
      // Still bound, so callers wait in the kernel's queue and are not refused.
      log.warn("lifelines: no connection can be taken at the moment: {}", e.toString());
      accepting.interestOps(0);
      loop.alarm(OUT_OF_FILES, this::listenAgain);
    }
  }

  private void listenAgain() {
    if (accepting.isValid()) {
      accepting.interestOps(SelectionKey.OP_ACCEPT);
    }
  }

  private void serve(SocketChannel channel) {
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
      Greeting greeting =
          new Greeting(
              incarnation,
              node,
              self,
              Greeting.text((InetSocketAddress) channel.getLocalAddress()),
              Greeting.text((InetSocketAddress) channel.getRemoteAddress()));
      ByteBuffer bytes = greeting.bytes();
      channel.write(bytes);
      if (bytes.hasRemaining() || lines.size() >= MOST) {
        channel.close();
      } else {
        lines.add(new Served(channel));
      }
    } catch (IOException e) {
      log.debug("lifelines: a caller has hung up: {}", e.toString());
      closeQuietly(channel);
    }
  }

  /** Tells everybody that this is no death, and listens no more. */
  void sayGoodbye() {
    lines.forEach(Served::sayGoodbye);
    lines.clear();
    closeQuietly(listening);
  }

  static void closeQuietly(java.nio.channels.Channel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      log.debug("lifelines: {}", e.toString());
    }
  }

  private final class Served implements LineLoop.Socket {
    private final SocketChannel channel;
    private final ByteBuffer ignored = ByteBuffer.allocate(256);

    Served(SocketChannel channel) {
      this.channel = channel;
      loop.register(channel, SelectionKey.OP_READ, this);
    }

    @Override
    public void ready() {
      boolean ended;
      try {
        ended = channel.read(ignored.clear()) < 0;
      } catch (IOException e) {
        ended = true;
      }
      if (ended) {
        closeQuietly(channel);
        lines.remove(this);
      }
    }

    void sayGoodbye() {
      try {
        channel.write(
            ByteBuffer.wrap((Greeting.GOODBYE + '\n').getBytes(StandardCharsets.US_ASCII)));
      } catch (IOException e) {
        log.debug("lifelines: a caller has hung up: {}", e.toString());
      }
      closeQuietly(channel);
    }
  }
}
