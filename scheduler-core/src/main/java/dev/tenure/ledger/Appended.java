package dev.tenure.ledger;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.RandomAccess;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A list that never changes, and of which a longer one can be made without copying it: both share
 * what they have in common. A job that runs often adds a run to its state many times between two
 * folds.
 *
 * <p>Immutable, so any thread may read it. Lists may be made longer by several threads at once.
 */
final class Appended<E> extends AbstractList<E> implements RandomAccess {

  private static final int ROOM = 8;

  /** Shared with longer and shorter lists; each sees what is before its own end. */
  private final Object[] shared;

  /** Up to where the shared places are taken; whoever takes the next one may fill it. */
  private final AtomicInteger taken;

  private final int size;

  private Appended(Object[] shared, AtomicInteger taken, int size) {
    this.shared = shared;
    this.taken = taken;
    this.size = size;
  }

  /** The elements in their order; the same list if it is one of these. */
  @SuppressWarnings("unchecked") // nobody can write into it
  static <E> List<E> of(Collection<? extends E> elements) {
    if (elements instanceof Appended<?> known) {
      return (List<E>) known;
    }
    if (elements.isEmpty()) {
      return List.of();
    }
    Object[] all = elements.toArray();
    return new Appended<>(all, new AtomicInteger(all.length), all.length);
  }

  /** All elements of the list, and one more at the end. */
  static <E> List<E> and(List<E> elements, E more) {
    if (elements instanceof Appended<E> known) {
      return known.and(more);
    }
    Object[] room = Arrays.copyOf(elements.toArray(), elements.size() + ROOM);
    return new Appended<E>(room, new AtomicInteger(elements.size()), elements.size()).and(more);
  }

  private List<E> and(E more) {
    if (size < shared.length && taken.compareAndSet(size, size + 1)) {
      shared[size] = more;
      return new Appended<>(shared, taken, size + 1);
    }
    Object[] longer = Arrays.copyOf(shared, size + Math.max(ROOM, size / 2));
    Arrays.fill(longer, size, Math.min(longer.length, shared.length), null);
    longer[size] = more;
    return new Appended<>(longer, new AtomicInteger(size + 1), size + 1);
  }

  @Override
  @SuppressWarnings("unchecked") // only elements were put in
  public E get(int index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException("element " + index + " of " + size);
    }
    return (E) shared[index];
  }

  @Override
  public int size() {
    return size;
  }
}
