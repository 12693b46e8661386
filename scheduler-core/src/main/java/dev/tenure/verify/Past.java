package dev.tenure.verify;

import dev.tenure.model.GroupName;
import dev.tenure.model.RunId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The facts of the ledger, put in order for being looked up. */
final class Past {

  /** What the ledger says of one run. */
  static final class Story {
    final Fact.Claimed claim;
    Fact.@Nullable Ended end;
    boolean followed;

    Story(Fact.Claimed claim) {
      this.claim = claim;
    }
  }

  private final Map<RunId, Story> stories = new LinkedHashMap<>();
  private final Map<TriggerKey, List<Fact>> moves = new LinkedHashMap<>();
  private final Map<TriggerKey.JobKey, List<TriggerKey>> triggers = new HashMap<>();
  private final Map<TriggerKey.JobKey, List<Story>> open = new HashMap<>();
  private final Map<GroupName, Fact.Opened> lastTerms = new HashMap<>();
  private final Map<TermKey, Fact.Over> over = new HashMap<>();

  /** When jobs were forgotten last: with all of their triggers, also such as moved no cursor. */
  private final Map<TriggerKey.JobKey, Long> forgotten = new HashMap<>();

  private record TermKey(GroupName group, long term) {}

  Past(List<Fact> facts) {
    facts.forEach(this::add);
    for (Story story : stories.values()) {
      if (story.end == null) {
        open.computeIfAbsent(TriggerKey.JobKey.of(story.claim.run()), job -> new ArrayList<>(1))
            .add(story);
      }
    }
  }

  private void add(Fact fact) {
    if (fact instanceof Fact.Claimed claimed) {
      stories.putIfAbsent(claimed.run(), new Story(claimed));
      if (claimed.movesCursor()) {
        movesOf(TriggerKey.of(claimed.run())).add(claimed);
      }
    } else if (fact instanceof Fact.Ended ended) {
      Story story = stories.get(ended.run());
      if (story != null && story.end == null) {
        story.end = ended;
      }
    } else if (fact instanceof Fact.Passed passed) {
      movesOf(new TriggerKey(passed.group(), passed.job(), passed.trigger())).add(passed);
    } else if (fact instanceof Fact.Forgot forgot) {
      if (forgot.trigger().isPresent()) {
        movesOf(new TriggerKey(forgot.group(), forgot.job(), forgot.trigger().get())).add(forgot);
      } else {
        TriggerKey.JobKey job = new TriggerKey.JobKey(forgot.group(), forgot.job());
        forgotten.merge(job, forgot.stamp().revision(), Math::max);
        triggers.getOrDefault(job, List.of()).forEach(trigger -> movesOf(trigger).add(forgot));
      }
    } else if (fact instanceof Fact.Opened opened) {
      lastTerms.put(opened.group(), opened);
    } else if (fact instanceof Fact.Over ended) {
      over.put(new TermKey(ended.group(), ended.stamp().term()), ended);
    }
  }

  private List<Fact> movesOf(TriggerKey key) {
    List<Fact> known = moves.get(key);
    if (known == null) {
      known = new ArrayList<>();
      moves.put(key, known);
      triggers.computeIfAbsent(key.ofJob(), job -> new ArrayList<>()).add(key);
    }
    return known;
  }

  @Nullable Story story(RunId run) {
    return stories.get(run);
  }

  Iterable<Story> stories() {
    return stories.values();
  }

  /** Each trigger that the ledger names, with what moved its cursor, in order. */
  Map<TriggerKey, List<Fact>> moves() {
    return moves;
  }

  /** Whether the definition of a trigger was gone at some time after a revision. */
  boolean isForgotten(TriggerKey key, long revision) {
    if (forgotten.getOrDefault(key.ofJob(), -1L) >= revision) {
      return true;
    }
    for (Fact fact : moves.getOrDefault(key, List.of())) {
      if (fact instanceof Fact.Forgot && fact.stamp().revision() >= revision) {
        return true;
      }
    }
    return false;
  }

  /** A run of the job that has no end; the newest one, if there are several. */
  Optional<Fact.Claimed> openRun(TriggerKey.JobKey job) {
    return Optional.ofNullable(open.get(job)).map(runs -> runs.get(runs.size() - 1).claim);
  }

  /** What shows that a term is over, and since when: a later term, or a word about it. */
  Optional<Fact> over(GroupName group, long term) {
    Fact word = over.get(new TermKey(group, term));
    Fact.Opened last = lastTerms.get(group);
    Fact later = last != null && last.stamp().term() > term ? last : null;
    return Optional.ofNullable(word == null ? later : word);
  }
}
