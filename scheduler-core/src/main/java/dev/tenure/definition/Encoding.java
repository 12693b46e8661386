package dev.tenure.definition;

import dev.tenure.store.Bytes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a change fit for the store, or says why it never will be. */
final class Encoding {

  /** The most bytes of one transaction, with its keys; below etcd's default of 1.5 MiB. */
  private static final int MAX_TOTAL = 1_300_000;

  /** What is wrong with a change. */
  static final class Unfit extends Exception {
    private static final long serialVersionUID = 1L;

    Unfit(String message) {
      super(message);
    }
  }

  private Encoding() {}

  /** Triggers go before jobs: {@link Draft} says why. */
  static List<Encoded> of(Change change, Desk desk) throws Unfit {
    if (change.ops().size() > Change.MAX_OPS) {
      throw new Unfit(
          "a change of "
              + change.ops().size()
              + " things at once is not possible, at most "
              + Change.MAX_OPS
              + "; make it in several parts");
    }
    Written written = desk.signature();
    String word = desk.ids().next();
    List<Encoded> encoded = new ArrayList<>();
    Set<Thing> things = new HashSet<>();
    int total = 0;
    for (Change.Op op : change.ops()) {
      if (!things.add(op.thing())) {
        throw new Unfit("the change names " + op.thing() + " twice");
      }
      Encoded one = encode(op, desk, written, word);
      total += one.key().length() * 2 + one.value().map(Bytes::size).orElse(0);
      encoded.add(one);
    }
    if (total > MAX_TOTAL) {
      throw new Unfit(
          "the change takes "
              + total
              + " bytes, at most "
              + MAX_TOTAL
              + " are possible at once; make it in several parts");
    }
    encoded.sort(Comparator.comparingInt(one -> rank(one.thing())));
    return encoded;
  }

  private static Encoded encode(Change.Op op, Desk desk, Written written, String word)
      throws Unfit {
    Optional<Bytes> value = Optional.empty();
    Object content = content(op);
    if (content != null) {
      Bytes bytes = bytes(op.thing(), content, desk, written, word);
      if (bytes.size() > Change.MAX_BYTES) {
        throw new Unfit(
            op.thing()
                + " takes "
                + bytes.size()
                + " bytes of JSON, at most "
                + Change.MAX_BYTES
                + " are allowed; keep large data elsewhere and name its place");
      }
      value = Optional.of(bytes);
    }
    return new Encoded(
        op.thing(),
        desk.scope().key(op.thing()),
        value,
        op instanceof Change.Delete,
        expected(op, desk),
        op.expected() instanceof Expectation.Any);
  }

  private static Bytes bytes(Thing thing, Object content, Desk desk, Written written, String word)
      throws Unfit {
    try {
      return desk.codec().write(content, written, word);
    } catch (IllegalArgumentException e) {
      throw new Unfit(thing + ": " + e.getMessage());
    }
  }

  static long expected(Change.Op op, Desk desk) {
    if (op.expected() instanceof Expectation.Present present) {
      return present.modRevision();
    }
    return op.expected() instanceof Expectation.Absent ? 0 : desk.index().modRevision(op.thing());
  }

  private static @Nullable Object content(Change.Op op) {
    if (op instanceof Change.PutJob put) {
      return put.job();
    } else if (op instanceof Change.PutTrigger put) {
      return put.trigger();
    } else if (op instanceof Change.PutCalendar put) {
      return put.calendar();
    } else if (op instanceof Change.PutPauses put) {
      return put.pauses();
    } else if (op instanceof Change.PutApplied put) {
      return put.files();
    }
    return null;
  }

  private static int rank(Thing thing) {
    if (thing instanceof Thing.Calendar) {
      return 0;
    } else if (thing instanceof Thing.Trigger) {
      return 1;
    }
    return thing instanceof Thing.Job ? 2 : 3;
  }
}
