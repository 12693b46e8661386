package dev.tenure.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.definition.ChangeResult;
import dev.tenure.definition.DefinitionScope;
import dev.tenure.definition.DefinitionView;
import dev.tenure.definition.Definitions;
import dev.tenure.definition.JobSpec;
import dev.tenure.definition.Kept;
import dev.tenure.definition.Source;
import dev.tenure.definition.TriggerSpec;
import dev.tenure.definition.Wording;
import dev.tenure.election.Leadership;
import dev.tenure.election.LeadershipFixture;
import dev.tenure.model.CalendarSpec;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.NodeName;
import dev.tenure.model.TriggerName;
import dev.tenure.schedule.ScheduleSpec;
import dev.tenure.store.Commit;
import dev.tenure.store.CommitResult;
import dev.tenure.testing.FakeStore;
import dev.tenure.testing.FakeStoreClient;
import dev.tenure.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Job files and the definitions of the cluster, on a store in memory. */
final class FileApplyTest {

  private static final KeyLayout LAYOUT = new KeyLayout("/t");
  private static final GroupName GROUP = new GroupName("g");
  private static final Duration LONG = Duration.ofMinutes(5);

  private final ManualTime time = new ManualTime();
  private final FakeStore server = new FakeStore(time);
  private final FakeStoreClient store = server.client(new SplittableRandom(1));
  private final ManualTime.Loop planning = time.loop("planning");
  private final Definitions definitions = node("node-1");
  private final FileApply apply = new FileApply(definitions, planning, time.wallClock());
  private final Leadership leadership = lead();
  private int version;

  private Definitions node(String name) {
    Definitions made =
        new Definitions(
            store,
            new DefinitionScope(LAYOUT, GROUP, new NodeName(name)),
            time.loop(name),
            time.wallClock(),
            new SplittableRandom(2));
    await(made.follow());
    return made;
  }

  private Leadership lead() {
    String key = LAYOUT.election(GROUP) + "/1";
    CommitResult won =
        await(store.commit(new Commit(List.of(), List.of(Commit.Put.unleased(key, "n")))));
    return LeadershipFixture.held(key, ((CommitResult.Committed) won).revision(), time.clock());
  }

  private <T> T await(CompletionStage<T> stage) {
    assertThat(time.passUntil(LONG, () -> stage.toCompletableFuture().isDone())).isTrue();
    return stage.toCompletableFuture().join();
  }

  private DefinitionView view() {
    return definitions.view();
  }

  private GroupFiles files(Map<String, CalendarSpec> calendars, FileJob... jobs) {
    return new GroupFiles(
        OptionalLong.of(++version),
        Instant.EPOCH,
        FilesDigest.of(List.of(jobs), calendars),
        List.of(jobs),
        calendars);
  }

  private FilesApplied apply(FileJob... jobs) {
    return await(apply.apply(files(Map.of(), jobs), leadership));
  }

  private static FileJob every(String name, int seconds) {
    return job(name, new ScheduleSpec.Every(Duration.ofSeconds(seconds), Instant.EPOCH), "");
  }

  private static FileJob job(String name, ScheduleSpec schedule, String calendar) {
    JobSpec job = JobSpec.of(new JobName(name), "com.acme.A").withDurable(true);
    TriggerSpec trigger =
        TriggerSpec.of(new TriggerName(name), new JobName(name), schedule, Instant.EPOCH)
            .withCalendar(Optional.of(calendar).filter(c -> !c.isEmpty()));
    return new FileJob(fromFiles(job), Optional.of(fromFiles(trigger)));
  }

  private static JobSpec fromFiles(JobSpec job) {
    return new JobSpec(
        job.name(),
        job.type(),
        job.durable(),
        job.onLeaderLoss(),
        job.concurrency(),
        job.timeout(),
        job.whenStuck(),
        job.retry(),
        job.retention(),
        job.data(),
        job.description(),
        job.owner(),
        job.tags(),
        Source.FILES,
        "",
        TriggerSpec.FILES_EDITION,
        Optional.empty());
  }

  private static TriggerSpec fromFiles(TriggerSpec t) {
    return new TriggerSpec(
        t.name(),
        t.job(),
        "",
        t.schedule(),
        t.start(),
        t.end(),
        t.calendar(),
        t.priority(),
        t.misfireInstruction(),
        t.catchUp(),
        t.spread(),
        t.since(),
        t.mode(),
        t.data(),
        t.description(),
        Source.FILES,
        TriggerSpec.FILES_EDITION,
        Wording.NONE);
  }

  private static List<JobName> names(String... names) {
    return List.of(names).stream().map(JobName::new).toList();
  }

  private TriggerSpec trigger(String name) {
    return view().trigger(new TriggerName(name)).map(Kept::value).orElseThrow();
  }

  @Test
  void jobsAreAddedChangedRemovedAndLeftAlone() {
    assertThat(apply(every("a", 1), every("b", 2), every("c", 3)))
        .isEqualTo(new FilesApplied.Done(names("a", "b", "c"), List.of(), List.of(), 0, List.of()));
    Instant since = trigger("b").since();
    assertThat(since).isAfter(Instant.EPOCH);
    long unchanged = view().job(new JobName("a")).orElseThrow().modRevision();
    time.pass(Duration.ofMinutes(1));

    assertThat(apply(every("a", 1), every("b", 20), every("d", 4)))
        .isEqualTo(new FilesApplied.Done(names("d"), names("b"), names("c"), 1, List.of()));
    assertThat(view().jobNames()).containsExactlyInAnyOrderElementsOf(names("a", "b", "d"));
    assertThat(view().job(new JobName("a")).orElseThrow().modRevision()).isEqualTo(unchanged);
    assertThat(trigger("b").schedule())
        .isEqualTo(new ScheduleSpec.Every(Duration.ofSeconds(20), Instant.EPOCH));
    assertThat(trigger("b").since()).as("the account goes on").isEqualTo(since);
    assertThat(trigger("d").since()).isAfter(since);
  }

  @Test
  void theSameFilesWriteNothingAgain() {
    GroupFiles files = files(Map.of(), every("a", 1));
    await(apply.apply(files, leadership));
    long revision = await(store.list("/")).revision();

    assertThat(await(apply.apply(files, leadership))).isEqualTo(new FilesApplied.Same(1));
    assertThat(await(store.list("/")).revision()).isEqualTo(revision);
  }

  @Test
  void olderFilesChangeNothing() {
    GroupFiles old = files(Map.of(), every("a", 1));
    apply(every("a", 2), every("b", 2));

    assertThat(await(apply.apply(old, leadership))).isInstanceOf(FilesApplied.Older.class);
    assertThat(view().jobNames()).containsExactlyInAnyOrderElementsOf(names("a", "b"));
    assertThat(trigger("a").schedule())
        .isEqualTo(new ScheduleSpec.Every(Duration.ofSeconds(2), Instant.EPOCH));
  }

  @Test
  void theSameJobsUnderALaterNumberKeepWhatLiesBetweenOut() {
    GroupFiles first = files(Map.of(), every("a", 1));
    GroupFiles between = files(Map.of(), every("b", 1));
    GroupFiles last = files(Map.of(), every("a", 1));
    await(apply.apply(first, leadership));
    await(apply.apply(last, leadership));
    assertThat(await(apply.apply(between, leadership))).isInstanceOf(FilesApplied.Older.class);
  }

  @Test
  void whatCameThroughTheApiIsLeftAlone() {
    JobSpec api = JobSpec.of(new JobName("x"), "com.acme.X").withDurable(true);
    await(definitions.decide(changes -> changes.storeJob(api, false)));

    FilesApplied applied = apply(every("a", 1), every("x", 1));

    assertThat(applied)
        .isInstanceOfSatisfying(
            FilesApplied.Done.class,
            done -> {
              assertThat(done.added()).isEqualTo(names("a"));
              assertThat(done.refused())
                  .singleElement()
                  .asString()
                  .contains("job x was defined through the API");
            });
    assertThat(view().job(new JobName("x")).orElseThrow().value().source()).isEqualTo(Source.API);
    apply(every("a", 1));
    assertThat(view().jobNames()).containsExactlyInAnyOrderElementsOf(names("a", "x"));
  }

  @Test
  void calendarsComeBeforeJobsAndBasesBeforeThoseBasedOnThem() {
    Map<String, CalendarSpec> calendars = new LinkedHashMap<>();
    calendars.put("a-special", holiday(Optional.of("z-common")));
    calendars.put("z-common", holiday(Optional.empty()));
    FileJob closed =
        job("a", new ScheduleSpec.Every(Duration.ofSeconds(1), Instant.EPOCH), "a-special");

    FilesApplied applied = await(apply.apply(files(calendars, closed), leadership));

    assertThat(applied).isInstanceOf(FilesApplied.Done.class);
    assertThat(view().calendarNames()).containsExactlyInAnyOrder("a-special", "z-common");
    assertThat(trigger("a").calendar()).contains("a-special");

    apply(every("a", 1));
    assertThat(view().calendarNames()).isEmpty();
  }

  private static CalendarSpec holiday(Optional<String> base) {
    return new CalendarSpec(
        new CalendarSpec.Excluded.Holiday(Set.of(LocalDate.of(2026, 12, 25))),
        ZoneOffset.UTC,
        base,
        "");
  }

  @Test
  void anotherNodesChangeInTheMidstIsNotOverwrittenAndTheRestIsDone() {
    apply(every("a", 1), every("b", 1));
    Definitions other = node("node-2");
    CompletionStage<ChangeResult> paused =
        other.decide(changes -> changes.pauseTriggers(List.of(new TriggerName("b"))));
    CompletionStage<FilesApplied> applied =
        apply.apply(files(Map.of(), every("a", 2), every("b", 2)), leadership);

    assertThat(await(paused)).isInstanceOf(ChangeResult.Changed.class);
    assertThat(await(applied)).isInstanceOf(FilesApplied.Done.class);
    assertThat(trigger("b").mode().name()).isEqualTo("PAUSED");
    assertThat(trigger("b").schedule())
        .isEqualTo(new ScheduleSpec.Every(Duration.ofSeconds(2), Instant.EPOCH));
  }

  @Test
  void aLeaderOfThePastWritesNothing() {
    await(
        store.commit(
            new Commit(List.of(), List.of(new Commit.Delete(LAYOUT.election(GROUP) + "/1")))));
    assertThat(apply(every("a", 1))).isEqualTo(new FilesApplied.Over());
    assertThat(view().jobNames()).isEmpty();
  }

  @Test
  void aJobThatIsTooLargeIsRefusedAlone() {
    FileJob large = every("large", 1);
    JobSpec job = large.job().withData(Map.of("x", "x".repeat(300 * 1024)));
    FilesApplied applied = apply(every("a", 1), new FileJob(job, large.trigger()));
    assertThat(applied)
        .isInstanceOfSatisfying(
            FilesApplied.Done.class,
            done -> {
              assertThat(done.added()).isEqualTo(names("a"));
              assertThat(done.refused()).singleElement().asString().contains("job large");
            });
  }

  @Test
  void thousandsOfJobsAreApplied() {
    List<FileJob> jobs = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      jobs.add(every("j" + i, 1 + i % 60));
    }
    assertThat(apply(jobs.toArray(FileJob[]::new)))
        .isInstanceOfSatisfying(
            FilesApplied.Done.class, done -> assertThat(done.added()).hasSize(3000));
  }
}
