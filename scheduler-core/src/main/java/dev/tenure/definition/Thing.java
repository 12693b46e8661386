package dev.tenure.definition;

import dev.tenure.model.JobName;
import dev.tenure.model.TriggerName;

/** What a key of the definitions is about. */
public sealed interface Thing {

  /** A job. */
  record Job(JobName name) implements Thing {
    @Override
    public String toString() {
      return "job " + name;
    }
  }

  /** A trigger. */
  record Trigger(TriggerName name) implements Thing {
    @Override
    public String toString() {
      return "trigger " + name;
    }
  }

  /** A calendar. */
  record Calendar(String name) implements Thing {
    @Override
    public String toString() {
      return "calendar " + name;
    }
  }

  /** The paused groups. */
  record Paused() implements Thing {
    @Override
    public String toString() {
      return "the paused groups";
    }
  }

  /** What was applied of job files. */
  record Applied() implements Thing {
    @Override
    public String toString() {
      return "the record of applied job files";
    }
  }

  /** The newest term that took the definitions over. */
  record Took() implements Thing {
    @Override
    public String toString() {
      return "the term that took the definitions over";
    }
  }

  /** A request. */
  record Asked(String id) implements Thing {
    @Override
    public String toString() {
      return "request " + id;
    }
  }
}
