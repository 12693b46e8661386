package dev.tenure.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.tenure.election.ElectionException.SessionLost;
import dev.tenure.election.ElectionMachine.Abandoning;
import dev.tenure.election.ElectionMachine.Closed;
import dev.tenure.election.ElectionMachine.Enqueueing;
import dev.tenure.election.ElectionMachine.Granting;
import dev.tenure.election.ElectionMachine.Idle;
import dev.tenure.election.ElectionMachine.Leading;
import dev.tenure.election.ElectionMachine.Releasing;
import dev.tenure.election.ElectionMachine.Resigning;
import dev.tenure.election.ElectionMachine.State;
import dev.tenure.election.ElectionMachine.Step;
import dev.tenure.election.ElectionMachine.Stopping;
import dev.tenure.election.ElectionMachine.Then;
import dev.tenure.election.ElectionMachine.Verifying;
import dev.tenure.election.ElectionMachine.Waiting;
import dev.tenure.store.Bytes;
import dev.tenure.store.Entry;
import dev.tenure.store.Lease;
import dev.tenure.store.LeaseId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The machine against a table of every state and every event. A pair that the table does not name
 * must change nothing and do nothing, but for a lease that nobody waits for: that is given back.
 */
class ElectionMachineTest {

  private static final LeaseId MINE = new LeaseId(0xa1);
  private static final LeaseId OTHERS = new LeaseId(0xb2);
  private static final Place PLACE = new Place(MINE, "/e/a1", 50);
  private static final Place OTHER_PLACE = new Place(OTHERS, "/e/b2", 40);
  private static final Map<String, State> STATES = states();

  // state | event | next state | effects in order
  private static final String TABLE =
      """
      Idle | campaign | Granting2 | AnnounceFollower, Grant
      Idle | resign   | Idle      | TellResigned
      Idle | close    | Closed    | TellClosed

      Granting | resign         | Abandoning+rest  | CancelCampaign, AnnounceFollower
      Granting | close          | Abandoning+close | CancelCampaign
      Granting | granted        | Enqueueing       | Keep, Enqueue
      Granting | grant failed   | Idle             | AnnounceError CampaignFailed, TellResigned

      Granting2 | resign              | Abandoning2+rest  | CancelCampaign, AnnounceFollower
      Granting2 | close               | Abandoning2+close | CancelCampaign
      Granting2 | late grant          | Enqueueing        | Keep, Enqueue
      Granting2 | late grant failure  | Idle              | AnnounceError CampaignFailed, TellResigned

      Abandoning+rest     | campaign     | Abandoning+campaign | AnnounceFollower
      Abandoning+rest     | close        | Abandoning+close    |
      Abandoning+rest     | granted      | Releasing+rest      | Release
      Abandoning+rest     | grant failed | Idle                | TellResigned
      Abandoning+campaign | resign       | Abandoning+rest     | CancelCampaign
      Abandoning+campaign | close        | Abandoning+close    | CancelCampaign
      Abandoning+campaign | granted      | Releasing+campaign  | Release
      Abandoning+campaign | grant failed | Granting2           | TellResigned, Grant
      Abandoning+close    | granted      | Releasing+close     | Release
      Abandoning+close    | grant failed | Closed              | TellResigned, TellClosed

      Enqueueing | resign         | Releasing+rest  | CancelCampaign, AnnounceFollower, Release
      Enqueueing | close          | Releasing+close | CancelCampaign, AnnounceFollower, Release
      Enqueueing | enqueued       | Waiting         | LookAtQueue
      Enqueueing | enqueue failed | Releasing+rest  | AnnounceError CampaignFailed, Release
      Enqueueing | session lost   | Releasing+rest  | AnnounceError SessionLost, Release

      Waiting | resign         | Releasing+rest  | CancelCampaign, AnnounceFollower, Release
      Waiting | close          | Releasing+close | CancelCampaign, AnnounceFollower, Release
      Waiting | queue: first   | Verifying       | Verify
      Waiting | queue: missing | Releasing+rest  | AnnounceError SessionLost, Release
      Waiting | unreadable     | Releasing+rest  | AnnounceError CampaignFailed, Release
      Waiting | session lost   | Releasing+rest  | AnnounceError SessionLost, Release

      Verifying | resign         | Releasing+rest  | CancelCampaign, AnnounceFollower, Release
      Verifying | close          | Releasing+close | CancelCampaign, AnnounceFollower, Release
      Verifying | queue: missing | Releasing+rest  | AnnounceError SessionLost, Release
      Verifying | verified       | Leading         | Lead
      Verifying | place gone     | Releasing+rest  | AnnounceError SessionLost, Release
      Verifying | overtaken      | Waiting         |
      Verifying | unreadable     | Releasing+rest  | AnnounceError CampaignFailed, Release
      Verifying | session lost   | Releasing+rest  | AnnounceError SessionLost, Release

      Leading | resign         | Resigning+rest  | StopWork RESIGNED
      Leading | close          | Resigning+close | StopWork RESIGNED
      Leading | queue: missing | Stopping+rest   | EndBelief, AnnounceError SessionLost, StopWork LOST
      Leading | place gone     | Stopping+rest   | EndBelief, AnnounceError SessionLost, StopWork LOST
      Leading | session lost   | Stopping+rest   | EndBelief, AnnounceError SessionLost, StopWork LOST
      Leading | work failed    | Stopping+rest   | EndBelief, AnnounceError CampaignFailed, StopWork LOST

      Resigning+rest     | campaign       | Resigning+campaign |
      Resigning+rest     | close          | Resigning+close    |
      Resigning+rest     | queue: missing | Stopping+rest      | EndBelief, AnnounceError SessionLost
      Resigning+rest     | place gone     | Stopping+rest      | EndBelief, AnnounceError SessionLost
      Resigning+rest     | session lost   | Stopping+rest      | EndBelief, AnnounceError SessionLost
      Resigning+rest     | stopped        | Releasing+rest     | EndBelief, AnnounceFollower, Release
      Resigning+campaign | resign         | Resigning+rest     | CancelCampaign
      Resigning+campaign | close          | Resigning+close    | CancelCampaign
      Resigning+campaign | queue: missing | Stopping+rest      | EndBelief, AnnounceError SessionLost
      Resigning+campaign | place gone     | Stopping+rest      | EndBelief, AnnounceError SessionLost
      Resigning+campaign | session lost   | Stopping+rest      | EndBelief, AnnounceError SessionLost
      Resigning+campaign | stopped        | Releasing+campaign | EndBelief, AnnounceFollower, Release
      Resigning+close    | queue: missing | Stopping+close     | EndBelief, AnnounceError SessionLost
      Resigning+close    | place gone     | Stopping+close     | EndBelief, AnnounceError SessionLost
      Resigning+close    | session lost   | Stopping+close     | EndBelief, AnnounceError SessionLost
      Resigning+close    | stopped        | Releasing+close    | EndBelief, AnnounceFollower, Release

      Stopping+rest     | campaign | Stopping+campaign  | AnnounceFollower
      Stopping+rest     | close    | Stopping+close     |
      Stopping+rest     | stopped  | Releasing+rest     | Release
      Stopping+campaign | resign   | Stopping+rest      | CancelCampaign
      Stopping+campaign | close    | Stopping+close     | CancelCampaign
      Stopping+campaign | stopped  | Releasing+campaign | Release
      Stopping+close    | stopped  | Releasing+close    | Release

      Releasing+rest     | campaign | Releasing+campaign | AnnounceFollower
      Releasing+rest     | close    | Releasing+close    |
      Releasing+rest     | released | Idle               | TellResigned
      Releasing+campaign | resign   | Releasing+rest     | CancelCampaign
      Releasing+campaign | close    | Releasing+close    | CancelCampaign
      Releasing+campaign | released | Granting2          | TellResigned, Grant
      Releasing+close    | released | Closed             | TellResigned, TellClosed

      Closed | resign | Closed | TellResigned
      Closed | close  | Closed | TellClosed
      """;

  private final RuntimeException trouble = new RuntimeException("trouble");
  private final SessionLost lost = new SessionLost("gone", null);
  private final Map<String, Function<State, Step>> events = events();

  private static Map<String, State> states() {
    Map<String, State> states = new LinkedHashMap<>();
    states.put("Idle", new Idle());
    states.put("Granting", new Granting(1, "v"));
    states.put("Granting2", new Granting(2, "w"));
    states.put("Enqueueing", new Enqueueing(MINE));
    states.put("Waiting", new Waiting(PLACE));
    states.put("Verifying", new Verifying(PLACE));
    states.put("Leading", new Leading(PLACE));
    Map<String, Then> followUps =
        Map.of(
            "+rest",
            ElectionMachine.REST,
            "+campaign",
            new Then.Campaign(2, "w"),
            "+close",
            ElectionMachine.CLOSE);
    followUps.forEach(
        (suffix, then) -> {
          states.put("Abandoning" + suffix, new Abandoning(1, then));
          states.put("Resigning" + suffix, new Resigning(PLACE, then));
          states.put("Stopping" + suffix, new Stopping(PLACE, then));
          states.put("Releasing" + suffix, new Releasing(MINE, then));
        });
    states.put("Closed", new Closed());
    return states;
  }

  private Map<String, Function<State, Step>> events() {
    Map<String, Function<State, Step>> all = new LinkedHashMap<>();
    // The driver asks first and answers CampaignInProgress by itself.
    all.put("campaign", s -> s.acceptsCampaign() ? s.onCampaign(2, "w") : Step.to(s));
    all.put("resign", State::onResign);
    all.put("close", State::onClose);
    all.put("granted", s -> s.onGranted(1, lease(MINE), 5));
    all.put("late grant", s -> s.onGranted(2, lease(MINE), 5));
    all.put("grant failed", s -> s.onGrantFailed(1, trouble));
    all.put("late grant failure", s -> s.onGrantFailed(2, trouble));
    all.put("enqueued", s -> s.onEnqueued(PLACE));
    all.put("other enqueued", s -> s.onEnqueued(OTHER_PLACE));
    all.put("enqueue failed", s -> s.onEnqueueFailed(MINE, trouble));
    all.put("other enqueue failed", s -> s.onEnqueueFailed(OTHERS, trouble));
    all.put("queue: first", s -> s.onQueue(view(60, PLACE)));
    all.put("queue: behind", s -> s.onQueue(view(60, OTHER_PLACE, PLACE)));
    all.put("queue: missing", s -> s.onQueue(view(60)));
    all.put("queue: older than the place", s -> s.onQueue(view(49)));
    all.put("verified", s -> s.onVerified(PLACE));
    all.put("other verified", s -> s.onVerified(OTHER_PLACE));
    all.put("place gone", s -> s.onPlaceGone(PLACE));
    all.put("other place gone", s -> s.onPlaceGone(OTHER_PLACE));
    all.put("overtaken", s -> s.onOvertaken(PLACE));
    all.put("other overtaken", s -> s.onOvertaken(OTHER_PLACE));
    all.put("unreadable", s -> s.onUnreadable(trouble));
    all.put("session lost", s -> s.onSessionLost(MINE, lost));
    all.put("other session lost", s -> s.onSessionLost(OTHERS, lost));
    all.put("work failed", s -> s.onWorkFailed(PLACE, trouble));
    all.put("other work failed", s -> s.onWorkFailed(OTHER_PLACE, trouble));
    all.put("stopped", s -> s.onStopped(PLACE));
    all.put("other stopped", s -> s.onStopped(OTHER_PLACE));
    all.put("released", s -> s.onReleased(MINE));
    all.put("other released", s -> s.onReleased(OTHERS));
    return all;
  }

  @TestFactory
  Stream<DynamicTest> everyStateAnswersEveryEvent() {
    Map<String, String> table = table();
    List<DynamicTest> tests = new ArrayList<>();
    STATES.forEach(
        (stateName, state) ->
            events.forEach(
                (eventName, event) ->
                    tests.add(
                        dynamicTest(
                            stateName + " on " + eventName,
                            () -> {
                              String unnamed =
                                  nameOf(state)
                                      + " | "
                                      + (eventName.contains("grant") && !eventName.contains("fail")
                                          ? "RevokeStray"
                                          : "");
                              String key = stateName + " | " + eventName;
                              assertThat(render(event.apply(state)))
                                  .isEqualTo(table.getOrDefault(key, unnamed));
                            }))));
    return tests.stream();
  }

  @Test
  void theTableNamesNothingThatDoesNotExist() {
    table()
        .keySet()
        .forEach(
            key -> {
              String[] cells = key.split(" \\| ", -1);
              assertThat(STATES).containsKey(cells[0]);
              assertThat(events).containsKey(cells[1]);
            });
  }

  @Test
  void aCampaignIsAcceptedOnlyWhenNoneIsUnderWay() {
    List<String> accepting =
        STATES.entrySet().stream()
            .filter(e -> e.getValue().acceptsCampaign())
            .map(Map.Entry::getKey)
            .toList();

    assertThat(accepting)
        .containsExactlyInAnyOrder(
            "Idle", "Abandoning+rest", "Resigning+rest", "Stopping+rest", "Releasing+rest");
  }

  @Test
  void onlyResigningAndStoppingAreGivenABudget() {
    List<String> stopping =
        STATES.entrySet().stream()
            .filter(e -> e.getValue().stopping(PLACE))
            .map(Map.Entry::getKey)
            .toList();

    assertThat(stopping)
        .hasSize(6)
        .allMatch(s -> s.startsWith("Resigning") || s.startsWith("Stopping"));
    assertThat(STATES.values()).noneMatch(s -> s.stopping(OTHER_PLACE));
  }

  @Test
  void aKeyCreatedAgainIsNotTheOldPlace() {
    Place later = new Place(MINE, PLACE.key(), 55);

    assertThat(render(new Leading(PLACE).onQueue(view(60, later))))
        .isEqualTo("Stopping+rest | EndBelief, AnnounceError SessionLost, StopWork LOST");
    assertThat(render(new Waiting(PLACE).onQueue(view(60, later))))
        .isEqualTo("Releasing+rest | AnnounceError SessionLost, Release");
  }

  @Test
  void theEffectsCarryWhatTheyAreAbout() {
    Step granted = new Granting(1, "v").onGranted(1, lease(MINE), 5);
    assertThat(granted.effects())
        .containsExactly(
            new ElectionEffect.Keep(lease(MINE), 5), new ElectionEffect.Enqueue(MINE, "v"));
    assertThat(new Idle().onGranted(1, lease(OTHERS), 5).effects())
        .containsExactly(new ElectionEffect.RevokeStray(OTHERS));
    assertThat(new Waiting(PLACE).onQueue(view(60, PLACE)).effects())
        .containsExactly(new ElectionEffect.Verify(PLACE));
    assertThat(new Verifying(PLACE).onVerified(PLACE).effects())
        .containsExactly(new ElectionEffect.Lead(PLACE));
    assertThat(new Stopping(PLACE, ElectionMachine.REST).onStopped(PLACE).effects())
        .containsExactly(new ElectionEffect.Release(MINE));
    assertThat(new Releasing(MINE, new Then.Campaign(2, "w")).onReleased(MINE).effects())
        .contains(new ElectionEffect.Grant(2));
  }

  @Test
  void whatAnErrorSaysNamesTheCause() {
    assertThat(errorOf(new Granting(1, "v").onGrantFailed(1, trouble)))
        .hasMessage("no lease: trouble")
        .hasCause(trouble);
    assertThat(errorOf(new Enqueueing(MINE).onEnqueueFailed(MINE, trouble)))
        .hasMessage("no place in the queue: trouble")
        .hasCause(trouble);
    assertThat(errorOf(new Verifying(PLACE).onUnreadable(trouble)))
        .hasMessage("the queue cannot be read: trouble")
        .hasCause(trouble);
    assertThat(errorOf(new Leading(PLACE).onPlaceGone(PLACE)))
        .hasMessage("the key /e/a1 was deleted");
    assertThat(errorOf(new Leading(PLACE).onSessionLost(MINE, lost))).isSameAs(lost);
  }

  private static Throwable errorOf(Step step) {
    return step.effects().stream()
        .filter(ElectionEffect.AnnounceError.class::isInstance)
        .map(effect -> ((ElectionEffect.AnnounceError) effect).cause())
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, String> table() {
    Map<String, String> table = new HashMap<>();
    for (String line : TABLE.lines().filter(l -> !l.isBlank()).toList()) {
      String[] cells = line.split("\\|", -1);
      String key = cells[0].strip() + " | " + cells[1].strip();
      String previous = table.put(key, cells[2].strip() + " | " + cells[3].strip());
      assertThat(previous).as("twice in the table: %s", key).isNull();
    }
    return table;
  }

  private static String render(Step step) {
    return nameOf(step.next())
        + " | "
        + step.effects().stream()
            .map(ElectionMachineTest::render)
            .collect(Collectors.joining(", "));
  }

  private static String render(ElectionEffect effect) {
    String name = effect.getClass().getSimpleName();
    if (effect instanceof ElectionEffect.AnnounceError error) {
      return name + " " + error.cause().getClass().getSimpleName();
    }
    return effect instanceof ElectionEffect.StopWork stop ? name + " " + stop.reason() : name;
  }

  private static String nameOf(State state) {
    if (state instanceof Abandoning later && later.attempt() == 2) {
      return nameOf(new Abandoning(1, later.then())).replace("Abandoning", "Abandoning2");
    }
    return STATES.entrySet().stream()
        .filter(e -> e.getValue().equals(state))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseGet(state::toString);
  }

  private static Lease lease(LeaseId id) {
    return new Lease(id, Duration.ofSeconds(5));
  }

  private static QueueView view(long revision, Place... places) {
    return new QueueView(
        revision,
        Stream.of(places)
            .map(
                p ->
                    new Entry(
                        p.key(),
                        Bytes.utf8("v"),
                        p.createRevision(),
                        p.createRevision(),
                        p.lease()))
            .toList());
  }
}
