/**
 * Floor 2: etcd's election API (campaign, proclaim, resign, leader, observe, resume) on the store
 * port, with a state machine that survives the loss of a session. Used by {@code ledger}, {@code
 * quartz}, {@code node} and the command line, and usable by itself.
 *
 * <p>A program that sends invoices on one machine at a time, and writes down what it did under the
 * fence, so that a process which was cut off cannot write any more:
 *
 * <pre>{@code
 * final class Invoicing implements LeaderWork {
 *   private final Store store;
 *
 *   Invoicing(Store store) {
 *     this.store = store;
 *   }
 *
 *   public void start(Leadership leadership) {
 *     Commit claim =
 *         new Commit(
 *             List.of(leadership.fence()),
 *             List.of(Commit.Put.unleased("/acme/invoices/last", "by term " + leadership.term())));
 *     store.commit(claim).thenAccept(result -> System.out.println("claim: " + result));
 *   }
 *
 *   public void stop(Leadership leadership, StopReason reason) {
 *     System.out.println("no more invoices: " + reason);
 *   }
 * }
 *
 * void run(EtcdSettings etcd) {
 *   ElectionOptions options = ElectionOptions.of(Duration.ofSeconds(5));
 *   try (EtcdStore store = EtcdStore.open(etcd);
 *       Elections elections = Elections.on(store, options)) {
 *     Election election =
 *         elections.open(new ElectionName("/acme/election/invoices"), new Invoicing(store));
 *     election.observe(leader -> System.out.println("leader: " + leader));
 *     election.stand(() -> "machine-1"); // campaigns, and again after every loss
 *
 *     Leadership leadership = awaitLeader(election);
 *     election.proclaim("machine-1, busy").toCompletableFuture().join();
 *     System.out.println("term " + leadership.term() + " holds: " + leadership.held());
 *
 *     election.resign(Duration.ofSeconds(30)).toCompletableFuture().join();
 *   }
 * }
 *
 * Leadership awaitLeader(Election election) {
 *   CompletableFuture<Leadership> won = new CompletableFuture<>();
 *   election.states(
 *       state -> {
 *         if (state instanceof ElectionState.Leader leader) {
 *           won.complete(leader.leadership());
 *         }
 *       });
 *   return won.join();
 * }
 * }</pre>
 *
 * Any number of such processes may run, also ones in other languages: {@code etcdctl elect
 * /acme/election/invoices machine-2} stands in the same queue.
 */
@NullMarked
package dev.tenure.election;

import org.jspecify.annotations.NullMarked;
