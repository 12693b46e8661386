package dev.tenure.etcd;

import dev.tenure.store.Bytes;
import dev.tenure.store.Commit;
import dev.tenure.store.CommitResult;
import dev.tenure.store.Entry;
import dev.tenure.store.LeaseId;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.PutOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Commits in etcd's words, and its answers in ours. */
final class Transactions {

  private Transactions() {}

  /** Sends the commit as one transaction. */
  static CompletableFuture<TxnResponse> send(KV kv, Commit commit) {
    return kv.txn()
        .If(commit.guards().stream().map(Transactions::compare).toArray(Cmp[]::new))
        .Then(writes(commit))
        .Else(guardedKeys(commit).map(Transactions::read).toArray(Op[]::new))
        .commit();
  }

  static CommitResult result(TxnResponse response) {
    long revision = response.getHeader().getRevision();
    if (response.isSucceeded()) {
      return new CommitResult.Committed(revision);
    }
    Map<String, Entry> guarded = new LinkedHashMap<>();
    response.getGetResponses().stream()
        .flatMap(read -> read.getKvs().stream())
        .map(Transactions::entry)
        .forEach(entry -> guarded.put(entry.key(), entry));
    return new CommitResult.Refused(revision, guarded);
  }

  static Entry entry(KeyValue kv) {
    return new Entry(
        text(kv.getKey()),
        Bytes.of(kv.getValue().getBytes()),
        kv.getCreateRevision(),
        kv.getModRevision(),
        new LeaseId(kv.getLease()));
  }

  static ByteSequence bytes(String key) {
    return KeyText.bytes(key);
  }

  static String text(ByteSequence key) {
    return KeyText.of(key);
  }

  private static Op[] writes(Commit commit) {
    if (commit.writes().isEmpty()) {
      // etcd serves a transaction without any operation from the member's own, maybe old, state;
      // a plain read in it makes the whole linearizable.
      return guardedKeys(commit).limit(1).map(Transactions::read).toArray(Op[]::new);
    }
    return commit.writes().stream().map(Transactions::write).toArray(Op[]::new);
  }

  private static Stream<String> guardedKeys(Commit commit) {
    return commit.guards().stream().map(Commit.Guard::key).distinct();
  }

  private static Op read(String key) {
    return Op.get(bytes(key), GetOption.DEFAULT);
  }

  private static Cmp compare(Commit.Guard guard) {
    ByteSequence key = bytes(guard.key());
    if (guard instanceof Commit.CreatedAt created) {
      return equal(key, CmpTarget.createRevision(created.createRevision()));
    }
    if (guard instanceof Commit.ModifiedAt modified) {
      return equal(key, CmpTarget.modRevision(modified.modRevision()));
    }
    return equal(key, CmpTarget.createRevision(0));
  }

  private static Cmp equal(ByteSequence key, CmpTarget<?> target) {
    return new Cmp(key, Cmp.Op.EQUAL, target);
  }

  private static Op write(Commit.Write write) {
    ByteSequence key = bytes(write.key());
    if (write instanceof Commit.Put put) {
      return Op.put(
          key,
          ByteSequence.from(put.value().toArray()),
          PutOption.builder().withLeaseId(put.lease().number()).build());
    }
    if (write instanceof Commit.DeleteRange range) {
      return Op.delete(key, DeleteOption.builder().withRange(bytes(range.end())).build());
    }
    return Op.delete(key, DeleteOption.DEFAULT);
  }
}
