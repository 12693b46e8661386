package dev.tenure.server.cli;

import dev.tenure.election.ElectionState;
import dev.tenure.election.Leadership;
import dev.tenure.election.Observation;
import java.io.PrintWriter;

/**
 * What {@code tenure elect} prints: one line per change, for people and for programs that read
 * words. Thread-safe.
 *
 * <pre>
 * leader VALUE term TERM key KEY
 * leader none
 * state FOLLOWER
 * state LEADER term TERM resume KEY@REVISION
 * state ERROR CAUSE
 * </pre>
 */
final class ElectionLines {

  private final PrintWriter out;

  ElectionLines(PrintWriter out) {
    this.out = out;
  }

  void observed(Observation observation) {
    if (observation instanceof Observation.Leader leader) {
      print(
          "leader %s term %s key %s"
              .formatted(oneLine(leader.value().utf8()), leader.term(), leader.key()));
    } else {
      print("leader none");
    }
  }

  void changed(ElectionState state) {
    if (state instanceof ElectionState.Leader leader) {
      Leadership leadership = leader.leadership();
      print(
          "state LEADER term %s resume %s@%s"
              .formatted(leadership.term(), leadership.key(), leadership.term()));
    } else if (state instanceof ElectionState.Error error) {
      print("state ERROR " + oneLine(String.valueOf(error.cause().getMessage())));
    } else {
      print("state FOLLOWER");
    }
  }

  private synchronized void print(String line) {
    out.println(line);
    out.flush();
  }

  /** A value may be any bytes; the terminal and the reading program get one harmless line. */
  private static String oneLine(String text) {
    return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
  }
}
