package dev.tenure.server;

import dev.tenure.server.cli.TenureCommand;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Where the process begins. */
public final class Main {

  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    // Explicitly: libraries keep threads of their own that would hold the process for a while.
    System.exit(TenureCommand.execute(HttpFace::open, args));
  }
}
