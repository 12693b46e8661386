package dev.tenure.server.chaos.fault;

import dev.tenure.store.Bytes;
import dev.tenure.store.Commit;
import dev.tenure.store.LeaseId;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * etcd's data reach their quota, by the history of one key that is none of the cluster's, and etcd
 * refuses whatever would need room.
 */
final class DiskFull implements Fault {

  private static final String FILLER = "/filler";
  private static final int MEBI = 1 << 20;

  private final Catalogue catalogue;
  private final Planned planned;

  DiskFull(Catalogue catalogue, Planned planned) {
    this.catalogue = catalogue;
    this.planned = planned;
  }

  @Override
  public Effect begin() throws Exception {
    Room room = catalogue.room();
    long most = 2 * room.quota() / MEBI;
    long written = 0;
    while (!room.alarmed()) {
      for (int i = 0; i < 8 && put(); i++) {
        written++;
      }
      if (written > most) {
        throw new NotInjected("no alarm after " + written + " MiB");
      }
    }
    String detail = "after %d MiB, for %d ms".formatted(written, planned.lasts().toMillis());
    return Effect.bit("etcd", detail, "alarm NOSPACE is raised");
  }

  @Override
  public Effect end(Effect begun) throws Exception {
    commit(new Commit.Delete(FILLER));
    catalogue.room().tidy();
    return begun.and(!catalogue.room().alarmed(), "disarmed");
  }

  private boolean put() throws Exception {
    byte[] random = new byte[MEBI];
    new Random(planned.pick()).nextBytes(random);
    try {
      commit(new Commit.Put(FILLER, Bytes.of(random), LeaseId.NONE));
      return true;
    } catch (ExecutionException e) {
      // Refused: the alarm tells whether for want of room.
      return false;
    }
  }

  private void commit(Commit.Write write) throws Exception {
    catalogue
        .cluster()
        .store()
        .commit(new Commit(List.of(), List.of(write)))
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }
}
