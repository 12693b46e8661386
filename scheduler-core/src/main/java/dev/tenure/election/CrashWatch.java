package dev.tenure.election;

import dev.tenure.election.Eviction.Evidence;
import dev.tenure.lifeline.Acquaintance;
import dev.tenure.lifeline.LineEvent;
import dev.tenure.lifeline.ProcessSign;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * When is a process proved to be gone? A pure function: (state, event) to (next state, effects). No
 * clock, no I/O, no threads.
 *
 * <p>Only the end of a line that was held counts, and only refusals that follow it, one after
 * another. Whatever else happens (no answer, no way, another process, a good-bye) shows nothing.
 */
final class CrashWatch {

  /** A process that has just been met may still be settling; its death is looked at longer. */
  static final Duration AGE = Duration.ofSeconds(1);

  /**
   * Refusals that prove, where nothing but the network tells; that far apart. Where the operating
   * system says that the process is gone, the first one does.
   */
  static final int REFUSALS = 3;

  static final Duration APART = Duration.ofMillis(50);

  /**
   * Where the operating system can tell, and says that the process is there yet: it may be ending.
   */
  static final Duration SOON = Duration.ofMillis(10);

  /** So many tries in quick order; after that with back-off. */
  static final int QUICK = 12;

  private CrashWatch() {}

  /** The next state and what is to be done. */
  record Step(State next, List<Effect> effects) {
    Step {
      effects = List.copyOf(effects);
    }

    static Step to(State next, Effect... effects) {
      return new Step(next, List.of(effects));
    }
  }

  /** What is to be done. */
  sealed interface Effect {}

  /** Call after a while; at the address of the acquaintance, if there is one. */
  record Call(Duration after, Optional<Acquaintance> known) implements Effect {}

  /** Call after a back-off, for the so-many-th time. */
  record CallLater(int times, Optional<Acquaintance> known) implements Effect {}

  /** Delete the key. */
  record Evict(Evidence evidence) implements Effect {}

  /** A state of the watch. */
  sealed interface State {

    /**
     * Something happened to the line.
     *
     * @param mayEvict whether this candidate is next in line, so that it is its turn to act
     */
    default Step on(LineEvent event, long nowNanos, boolean mayEvict) {
      return Step.to(this);
    }

    /** This candidate has become next in line. */
    default Step onNextInLine() {
      return Step.to(this);
    }

    /** Nobody knows whether the key was deleted: look again whether the process is gone. */
    default Step onOutcomeUnknown() {
      return Step.to(this);
    }

    /** The key was deleted, or is another one by now, or must not be touched. */
    default Step onSettled() {
      return Step.to(new Over());
    }
  }

  /** The first step. */
  static Step begin() {
    return Step.to(new Calling(0), new Call(Duration.ZERO, Optional.empty()));
  }

  /** No line yet, so nothing can be shown. */
  record Calling(int failures) implements State {
    @Override
    public Step on(LineEvent event, long nowNanos, boolean mayEvict) {
      if (event instanceof LineEvent.Answered answered) {
        return Step.to(new Holding(answered.by(), nowNanos));
      }
      return event instanceof LineEvent.Goodbye
          ? Step.to(new Over())
          : Step.to(new Calling(failures + 1), new CallLater(failures + 1, Optional.empty()));
    }
  }

  /** The line is held: the process lives, or is frozen. */
  record Holding(Acquaintance known, long sinceNanos) implements State {
    @Override
    public Step on(LineEvent event, long nowNanos, boolean mayEvict) {
      if (event instanceof LineEvent.Ended ended) {
        Optional<Acquaintance> by = Optional.of(known);
        return Step.to(
            new Doubting(known, sinceNanos, nowNanos, ended.how(), 0, 0),
            new Call(Duration.ZERO, by));
      }
      return event instanceof LineEvent.Goodbye ? Step.to(new Over()) : Step.to(this);
    }
  }

  /**
   * The line has ended.
   *
   * @param refusals in a row
   * @param tries in all
   */
  record Doubting(
      Acquaintance known, long sinceNanos, long endedNanos, String how, int refusals, int tries)
      implements State {

    @Override
    public Step on(LineEvent event, long nowNanos, boolean mayEvict) {
      if (event instanceof LineEvent.Answered answered) {
        return Step.to(new Holding(answered.by(), sinceNanos));
      }
      if (event instanceof LineEvent.Goodbye) {
        return Step.to(new Over());
      }
      if (!(event instanceof LineEvent.Refused refused)) {
        Doubting unsure = new Doubting(known, sinceNanos, endedNanos, how, 0, tries + 1);
        return Step.to(unsure, new CallLater(unsure.tries, Optional.of(known)));
      }
      Doubting next = new Doubting(known, sinceNanos, endedNanos, how, refusals + 1, tries + 1);
      boolean old = nowNanos - sinceNanos >= AGE.toNanos();
      return mayEvict && old && next.proved(refused.process())
          ? next.evict(nowNanos, refused.process())
          : Step.to(next, next.again(refused.process()));
    }

    /** What lives is never evicted, whatever the network says. */
    private boolean proved(ProcessSign process) {
      return switch (process) {
        case ALIVE -> false;
        case GONE -> true;
        case UNKNOWN -> known.direct() && refusals >= REFUSALS;
      };
    }

    private Step evict(long nowNanos, ProcessSign process) {
      Evidence evidence =
          new Evidence(
              how,
              Duration.ofNanos(endedNanos - sinceNanos),
              refusals,
              Duration.ofNanos(nowNanos - endedNanos),
              process);
      return Step.to(new Evicting(this), new Evict(evidence));
    }

    private Effect again(ProcessSign process) {
      Optional<Acquaintance> by = Optional.of(known);
      if (tries >= QUICK) {
        return new CallLater(tries - QUICK + 1, by);
      }
      return new Call(process == ProcessSign.UNKNOWN ? APART : SOON, by);
    }

    @Override
    public Step onNextInLine() {
      return Step.to(this, new Call(Duration.ZERO, Optional.of(known)));
    }
  }

  /** The key is being deleted. */
  record Evicting(Doubting proof) implements State {
    /** Another refusal is needed, so that each transaction rests on what is so now. */
    @Override
    public Step onOutcomeUnknown() {
      return Step.to(proof, new CallLater(proof.tries(), Optional.of(proof.known())));
    }
  }

  /** Nothing more is to be learnt about this process, or to be done. */
  record Over() implements State {}
}
