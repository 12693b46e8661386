package dev.tenure.definition;

import dev.tenure.definition.DefinitionException.Kind;

/** Whether a thing is as the one saw it who wants to change it. */
final class AsSeen {

  private AsSeen() {}

  /**
   * Throws unless it is, and can be read.
   *
   * @param revision the one that wrote the thing; zero when it is not there
   */
  static void check(DefinitionView view, Thing thing, long revision, Seen seen) {
    view.problem(thing)
        .ifPresent(
            why -> {
              throw new DefinitionException(
                  Kind.EXISTS, thing, thing + " exists and cannot be read: " + why);
            });
    if (seen instanceof Seen.None && revision != 0) {
      throw new DefinitionException(Kind.EXISTS, thing, thing + " exists already");
    }
    if (seen instanceof Seen.There && revision == 0) {
      throw new DefinitionException(Kind.OUTDATED, thing, "there is no " + thing);
    }
    if (seen instanceof Seen.At at && at.revision() != revision) {
      throw new DefinitionException(
          Kind.OUTDATED,
          thing,
          revision == 0
              ? thing + " was removed since revision " + at.revision()
              : thing
                  + " was changed at revision "
                  + revision
                  + ", and was seen at "
                  + at.revision()
                  + "; read it again and repeat");
    }
  }
}
