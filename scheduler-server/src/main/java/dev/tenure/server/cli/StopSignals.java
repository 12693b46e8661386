package dev.tenure.server.cli;

import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * SIGTERM and SIGINT as events, instead of the JVM's own way, which begins to shut down at once and
 * cannot tell a second signal from the first.
 *
 * <p>The JDK has no public interface to signals; {@code sun.misc.Signal} is exported by the
 * supported module {@code jdk.unsupported}, but the compiler warns about each mention of it, so it
 * is called by reflection.
 */
final class StopSignals {

  /** 128 and the number of SIGTERM: how a shell sees a process that a signal ended. */
  private static final int KILLED = 143;

  private StopSignals() {}

  /**
   * From now on the first signal completes the future, on a thread of the JVM, and the second one
   * ends the process at once.
   */
  static CompletableFuture<Void> first() {
    CompletableFuture<Void> first = new CompletableFuture<>();
    AtomicInteger count = new AtomicInteger();
    handle(
        () -> {
          if (count.incrementAndGet() == 1) {
            first.complete(null);
          } else {
            Runtime.getRuntime().halt(KILLED);
          }
        });
    return first;
  }

  private static void handle(Runnable reaction) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              StopSignals.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, args) -> {
                if (method.getName().equals("handle")) {
                  reaction.run();
                }
                return null;
              });
      for (String name : new String[] {"TERM", "INT"}) {
        signal
            .getMethod("handle", signal, handler)
            .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JVM does not let programs handle signals", e);
    }
  }
}
