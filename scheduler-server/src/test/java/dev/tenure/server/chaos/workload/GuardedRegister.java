package dev.tenure.server.chaos.workload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A protected resource, as the guarantees advise: it knows the greatest term that has written, and
 * refuses a smaller one. A server on a socket of the file system; a connection for each write.
 */
public final class GuardedRegister implements AutoCloseable {

  /**
   * A write, in the order in which they were decided.
   *
   * @param term the token that was shown
   * @param run the run's id
   * @param node where it ran
   * @param what the begin or the end of the run
   * @param nanos when, on the machine's monotonic clock
   * @param accepted or refused
   */
  public record Write(
      long term, String run, String node, String what, long nanos, boolean accepted) {}

  private final Path socket;
  private final ServerSocketChannel server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Write> writes = new ArrayList<>();
  private long greatest;

  private GuardedRegister(Path socket, ServerSocketChannel server) {
    this.socket = socket;
    this.server = server;
  }

  /** Listens; the path of its socket has to be short. */
  public static GuardedRegister open() throws IOException {
    Path socket = Files.createTempDirectory("register").resolve("socket");
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket), 200);
    GuardedRegister register = new GuardedRegister(socket, server);
    register.threads.execute(register::listen);
    return register;
  }

  /** Where it listens. */
  public Path socket() {
    return socket;
  }

  /** All writes so far, in their order. */
  public synchronized List<Write> writes() {
    return List.copyOf(writes);
  }

  synchronized boolean write(long term, String run, String node, String what) {
    boolean accepted = term >= greatest;
    greatest = Math.max(greatest, term);
    writes.add(new Write(term, run, node, what, System.nanoTime(), accepted));
    return accepted;
  }

  private void listen() {
    while (server.isOpen()) {
      try {
        SocketChannel client = server.accept();
        threads.execute(() -> serve(client));
      } catch (IOException e) {
        if (server.isOpen()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void serve(SocketChannel client) {
    try (client;
        Scanner lines = new Scanner(Channels.newInputStream(client), StandardCharsets.UTF_8)) {
      if (lines.hasNextLine()) {
        String[] part = lines.nextLine().split(" ", -1);
        boolean accepted = write(Long.parseLong(part[0]), part[1], part[2], part[3]);
        String answer = accepted ? "accepted\n" : "refused\n";
        client.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
      }
    } catch (IOException e) {
      // The writer was killed.
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      Files.deleteIfExists(socket);
      Files.deleteIfExists(socket.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
