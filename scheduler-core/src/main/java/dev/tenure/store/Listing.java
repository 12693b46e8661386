package dev.tenure.store;

import java.util.List;

/**
 * All entries under a prefix at one revision.
 *
 * @param revision the store's revision at which the listing holds
 * @param entries the entries, sorted by create revision
 */
public record Listing(long revision, List<Entry> entries) {

  public Listing {
    entries = List.copyOf(entries);
  }
}
