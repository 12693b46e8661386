package dev.tenure.node;

import dev.tenure.json.Json;
import dev.tenure.json.JsonObject;
import dev.tenure.lifeline.Endpoint;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a leader says of itself in the value of its key: who it is, what it runs, how much it has
 * done. A candidate's value is the same without a term.
 *
 * @param node its node
 * @param address its advertised HTTP address
 * @param pid its process id
 * @param version its version of Tenure
 * @param since when the term began, by the leader's wall clock; empty for a candidate
 * @param term the term; 0 for a candidate
 * @param running the number of runs in progress
 * @param runs those runs, as many as fit
 * @param finished runs that ended in this term
 * @param failed those of them that did not succeed
 * @param last the run that ended last, if one did
 * @param lifeline where its process listens for lifelines; empty if it does not: it is then never
 *     evicted
 */
public record Proclamation(
    String node,
    String address,
    long pid,
    String version,
    Optional<Instant> since,
    long term,
    int running,
    List<Run> runs,
    long finished,
    long failed,
    Optional<Finished> last,
    Optional<Endpoint> lifeline) {

  /** The most bytes that a proclamation takes; runs that do not fit are left out of the list. */
  public static final int MAX_BYTES = 8 * 1024;

  private static final int MAX_MESSAGE = 200;

  public Proclamation {
    runs = List.copyOf(runs);
  }

  /**
   * A run in progress.
   *
   * @param job its job
   * @param slot its slot
   * @param attempt 1 for the first
   * @param started when its code began
   * @param percent its progress, 0 to 100; -1 while it has reported none
   * @param message what it says of its progress
   */
  public record Run(
      String job, Instant slot, int attempt, Instant started, int percent, String message) {}

  /**
   * The run that ended last.
   *
   * @param job its job
   * @param slot its slot
   * @param state how it ended
   * @param finished when it ended
   */
  public record Finished(String job, Instant slot, String state, Instant finished) {}

  /** The value of a candidate. */
  static Proclamation candidate(
      String node, String address, long pid, String version, Optional<Endpoint> lifeline) {
    return new Proclamation(
        node,
        address,
        pid,
        version,
        Optional.empty(),
        0,
        0,
        List.of(),
        0,
        0,
        Optional.empty(),
        lifeline);
  }

  /** The text for the leader's key; at most {@link #MAX_BYTES} long. */
  public String toJson() {
    List<Run> shown = runs;
    while (true) {
      String text = Json.write(tree(shown));
      if (text.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES || shown.isEmpty()) {
        return text;
      }
      shown = shown.subList(0, shown.size() / 2);
    }
  }

  private Map<String, Object> tree(List<Run> shown) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("node", node);
    tree.put("address", address);
    tree.put("pid", pid);
    tree.put("version", version);
    tree.put("since", since);
    tree.put("term", term);
    tree.put("running", running);
    tree.put("runs", shown.stream().map(Proclamation::tree).toList());
    tree.put("finished", finished);
    tree.put("failed", failed);
    tree.put("last", last.map(Proclamation::tree));
    tree.put("lifeline", lifeline.map(Proclamation::tree));
    return tree;
  }

  private static Map<String, Object> tree(Run run) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("job", run.job());
    tree.put("slot", run.slot());
    tree.put("attempt", run.attempt());
    tree.put("started", run.started());
    tree.put("percent", run.percent());
    tree.put("message", bounded(run.message()));
    return tree;
  }

  private static Map<String, Object> tree(Finished run) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("job", run.job());
    tree.put("slot", run.slot());
    tree.put("state", run.state());
    tree.put("finished", run.finished());
    return tree;
  }

  private static Map<String, Object> tree(Endpoint lifeline) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("host", lifeline.host());
    tree.put("port", lifeline.port());
    tree.put("incarnation", lifeline.incarnation());
    return tree;
  }

  private static String bounded(String message) {
    return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + "…";
  }

  /** Reads a value; empty for one that no node of ours wrote, such as a foreign candidate's. */
  public static Optional<Proclamation> parse(String text) {
    return JsonObject.find(text).flatMap(Proclamation::of);
  }

  private static Optional<Proclamation> of(JsonObject said) {
    if (said.text("node").isEmpty() || said.number("pid").isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Proclamation(
            said.requiredText("node"),
            text(said, "address"),
            number(said, "pid"),
            text(said, "version"),
            said.instant("since"),
            number(said, "term"),
            (int) number(said, "running"),
            said.objects("runs").stream().map(Proclamation::run).toList(),
            number(said, "finished"),
            number(said, "failed"),
            said.object("last").map(Proclamation::finished),
            said.object("lifeline").flatMap(Proclamation::lifeline)));
  }

  private static Run run(JsonObject run) {
    return new Run(
        text(run, "job"),
        instant(run, "slot"),
        (int) number(run, "attempt"),
        instant(run, "started"),
        (int) number(run, "percent"),
        text(run, "message"));
  }

  private static Finished finished(JsonObject run) {
    return new Finished(
        text(run, "job"), instant(run, "slot"), text(run, "state"), instant(run, "finished"));
  }

  private static Optional<Endpoint> lifeline(JsonObject said) {
    long port = number(said, "port");
    String host = text(said, "host");
    String incarnation = text(said, "incarnation");
    return host.isBlank() || incarnation.isBlank() || port < 1 || port > 65535
        ? Optional.empty()
        : Optional.of(new Endpoint(host, (int) port, incarnation));
  }

  private static String text(JsonObject object, String name) {
    return object.text(name).orElse("");
  }

  private static long number(JsonObject object, String name) {
    return object.number(name).orElse(0L);
  }

  private static Instant instant(JsonObject object, String name) {
    return object.instant(name).orElse(Instant.EPOCH);
  }
}
