package dev.tenure.server;

import dev.tenure.server.cli.TenureCommand;
import java.io.IOException;
import java.nio.file.Path;

/** Writes the manual pages of all commands; the build runs it. */
public final class ManualPages {

  private ManualPages() {}

  /**
   * Writes them.
   *
   * @param args the folder, made where it is not there, and the version of the program
   */
  public static void main(String... args) throws IOException {
    TenureCommand.writeManual(HttpFace::open, Path.of(args[0]), args[1]);
  }
}
