package dev.tenure.server.cli;

import dev.tenure.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Follows the events of the cluster from whichever node answers. When that one ends, the next is
 * asked; besides those that were named, these are all that the nodes know of.
 */
final class EventFollower {

  /** For so many rounds nobody may answer, half a second apart. */
  private static final int PATIENCE = 120;

  private static final Duration BETWEEN_ROUNDS = Duration.ofMillis(500);

  private final Set<String> servers;
  private final Credential credential;
  private final Predicate<ServerEvent> listener;
  private final Consumer<String> notices;
  private String lastServer = "";
  private String lastId = "";

  /**
   * A follower.
   *
   * @param credential what is shown to all of them
   * @param listener gets each event, and answers whether it wants more
   * @param notices gets a sentence when another node is asked
   */
  EventFollower(
      List<String> servers,
      Credential credential,
      Predicate<ServerEvent> listener,
      Consumer<String> notices) {
    this.servers = new LinkedHashSet<>(servers);
    this.credential = credential;
    this.listener = listener;
    this.notices = notices;
  }

  /** Blocks until the listener wants no more; {@link CommandFailure} when no node answers. */
  void follow() {
    String server = first();
    int rounds = 0;
    while (true) {
      Ended ended = from(server);
      if (ended == Ended.ENOUGH) {
        return;
      }
      rounds = ended == Ended.CONNECTION ? 0 : rounds + 1;
      if (rounds >= PATIENCE) {
        throw gone();
      }
      String next = after(server);
      if (ended == Ended.CONNECTION) {
        notices.accept(server + " does not go on; asking " + next);
      }
      if (ended == Ended.NOT_BEGUN) {
        pause();
      }
      server = next;
    }
  }

  private enum Ended {
    /** The listener wants no more. */
    ENOUGH,
    /** The node has gone, or said no more. */
    CONNECTION,
    /** There was no answer. */
    NOT_BEGUN
  }

  /** The first that answers; if none does, nobody would at the second try. */
  private String first() {
    List<String> named = new ArrayList<>(servers);
    String base = NodeClient.firstOf(named, credential).base();
    return named.stream()
        .filter(server -> NodeClient.of(server).base().equals(base))
        .findFirst()
        .orElse(base);
  }

  private Ended from(String server) {
    NodeClient client = NodeClient.of(server, credential);
    String from = server.equals(lastServer) ? lastId : "";
    try (EventReader events = new EventReader(client.events(from))) {
      lastServer = server;
      lastId = from;
      learn(client);
      for (ServerEvent leader : leaders(client)) {
        if (!listener.test(leader)) {
          return Ended.ENOUGH;
        }
      }
      for (var event = events.next(); event.isPresent(); event = events.next()) {
        lastId = event.get().id();
        if (!listener.test(event.get())) {
          return Ended.ENOUGH;
        }
      }
      return Ended.CONNECTION;
    } catch (IOException e) {
      return server.equals(lastServer) ? Ended.CONNECTION : Ended.NOT_BEGUN;
    } catch (CommandFailure e) {
      if (e.exitCode() != ExitCode.UNREACHABLE) {
        throw e;
      }
      return Ended.NOT_BEGUN;
    }
  }

  /** Where else one can ask. */
  private void learn(NodeClient client) {
    client
        .get("/v1/nodes")
        .json()
        .objects("nodes")
        .forEach(node -> node.text("address").filter(at -> !at.isBlank()).ifPresent(servers::add));
  }

  private static List<ServerEvent> leaders(NodeClient client) {
    List<ServerEvent> leaders = new ArrayList<>();
    for (JsonObject group : client.get("/v1/status").json().objects("groups")) {
      leaders.add(ServerEvent.leader(Cell.of(group, "group"), group.object("leader")));
    }
    return leaders;
  }

  private String after(String server) {
    List<String> all = new ArrayList<>(servers);
    return all.get((all.indexOf(server) + 1) % all.size());
  }

  private CommandFailure gone() {
    return new CommandFailure(
        ExitCode.UNREACHABLE,
        "no node answers any more at " + String.join(", ", servers),
        "start one, or say where one is with --server HOST:PORT",
        null);
  }

  private void pause() {
    try {
      Thread.sleep(BETWEEN_ROUNDS.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw gone();
    }
  }
}
