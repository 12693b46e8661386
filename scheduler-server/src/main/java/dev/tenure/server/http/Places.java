package dev.tenure.server.http;

import java.util.HashMap;
import java.util.Map;

/** So many places for each client, and so many in all. Thread-safe. */
final class Places {

  private final int forEach;
  private final int forAll;
  private final Map<Guest, Integer> taken = new HashMap<>();
  private int all;

  Places(int forEach, int forAll) {
    this.forEach = forEach;
    this.forAll = forAll;
  }

  /** What became of asking for a place. */
  enum Taken {
    /** It is taken, and to be given back once. */
    YES,
    /** The client has its share. */
    NONE_FOR_CLIENT,
    /** All are taken. */
    NONE_AT_ALL
  }

  synchronized Taken take(Guest guest) {
    int own = taken.getOrDefault(guest, 0);
    if (own >= forEach) {
      return Taken.NONE_FOR_CLIENT;
    }
    if (all >= forAll) {
      return Taken.NONE_AT_ALL;
    }
    taken.put(guest, own + 1);
    all++;
    return Taken.YES;
  }

  synchronized void giveBack(Guest guest) {
    taken.computeIfPresent(guest, (key, own) -> own == 1 ? null : own - 1);
    all--;
  }

  synchronized int taken() {
    return all;
  }
}
