package dev.tenure.definition;

/** The watches that feed the view: that of the definitions, and that of the requests. */
final class Tails {

  private final Tail definitions;
  private final Tail requests;

  Tails(Tail definitions, Tail requests) {
    this.definitions = definitions;
    this.requests = requests;
  }

  boolean ready() {
    return definitions.ready() && requests.ready();
  }

  /** The latest revision of definitions that was heard of. Any thread. */
  long seen() {
    return definitions.seen();
  }

  /** Whether everything that happened to the thing up to the revision was heard of. */
  boolean passed(Thing thing, long revision) {
    Tail tail = thing instanceof Thing.Asked ? requests : definitions;
    return tail.seen() > revision;
  }

  void renew() {
    definitions.renew();
    requests.renew();
  }

  /** Nothing would show that the watch of the requests is silent: they are read again. */
  void renewRequests() {
    requests.renew();
  }

  void list() {
    definitions.list();
    requests.list();
  }

  void close() {
    definitions.close();
    requests.close();
  }
}
