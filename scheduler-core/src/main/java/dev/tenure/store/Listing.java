package dev.tenure.store;

import java.util.List;

/**
 * Entries under a prefix at one revision, all or a page of them.
 *
 * @param revision the store's revision at which the listing holds
 * @param entries the entries; all of them sorted by create revision, those of a page by key
 */
public record Listing(long revision, List<Entry> entries) {

  public Listing {
    entries = List.copyOf(entries);
  }
}
