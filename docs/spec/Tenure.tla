------------------------------- MODULE Tenure -------------------------------
(***************************************************************************)
(* How Tenure elects a leader, claims slots, takes over and evicts.        *)
(* README.md says which class does which step.                             *)
(*                                                                         *)
(* One group, one job. All slots are due from the beginning. etcd is one   *)
(* linearizable store. Nothing here knows what time it is: a node may      *)
(* rest between any two steps for as long as it likes, and a transaction   *)
(* that was sent may be applied at any later time. An answer that is lost  *)
(* is one that the node never takes.                                       *)
(***************************************************************************)
EXTENDS Naturals, FiniteSets, TLC

CONSTANTS
  Node,      \* the nodes
  Slots,     \* slots 1 .. Slots fall due
  Attempts,  \* a run that was lost is tried again, so many attempts in all
  Faults,    \* how often something goes wrong
  Bug        \* "none", or what is done wrong on purpose: see Bugs

Bugs == { "none",
  "no fence",            \* a transaction does not ask for the leader's key
  "fence by name",       \* it asks whether there is such a key, whatever its create revision
  "cursor apart",        \* the cursor is moved first, by a transaction of its own
  "no proof",            \* a win is announced because the watch said so
  "stale ledger",        \* a new leader believes what it knew of the ledger before it won
  "early gate",          \* the gate is opened before runs of older terms are settled
  "no recheck",          \* a worker begins a claimed run without asking the gate
  "guessed answer",      \* a claim without an answer is taken for granted
  "late deadline",       \* the belief is counted from the answer, so a lease may end before it
  "release before stop", \* the key is given up while the gate is still open
  "evict by name",       \* an eviction does not compare the create revision
  "immortal key" }       \* a leader's key is put without the lease

ASSUME Bug \in Bugs

VARIABLES
  (* the store *)
  rev,       \* the revision of the last key that was created
  key,       \* of each node the create revision of its key; 0: there is none
  journal,   \* the records; each is a transaction that was committed
  (* the network *)
  sent,      \* transactions that may still be applied, or be applied again
  (* the nodes *)
  pc,        \* idle, waiting, proved, settling, leading (the gate is open), stopping
  term,      \* the create revision of the own key, as the node learned it
  held,      \* whether the node's deadline has not passed; it learns of that only by looking
  view,      \* what the node knows of the journal
  flight,    \* the transaction whose answer the node waits for
  work,      \* claimed runs, handed to a worker or running
  (* for the record *)
  starts,    \* how often the job's code was started for each run
  evicted,   \* terms that were ended by an eviction
  faults,    \* how much went wrong
  fouls      \* what must never happen and did

store == <<rev, key, journal, sent>>
mind  == <<pc, term, held, view, flight, work>>
past  == <<starts, evicted, faults, fouls>>
vars  == <<store, mind, past>>

Slot == 1 .. Slots
Run  == Slot \X (1 .. Attempts)
None == [kind |-> "none"]

-----------------------------------------------------------------------------
(* The store. *)

IsFirst(n) == key[n] # 0 /\ \A m \in Node : key[m] # 0 => key[n] <= key[m]

IsAhead(l, n) ==
  /\ key[l] # 0 /\ key[n] # 0 /\ key[l] < key[n]
  /\ \A m \in Node : key[m] # 0 => key[m] <= key[l] \/ key[n] <= key[m]

(* Guards: the leader's key has the create revision with which the term was won. *)
Fence(t) ==
  CASE Bug = "no fence"      -> TRUE
    [] Bug = "fence by name" -> key[t.node] # 0
    [] OTHER                 -> key[t.node] = t.term

-----------------------------------------------------------------------------
(* What records lead to. A record tells of one slot or run. *)

Record(n, kind, slot, attempt) ==
  [node |-> n, term |-> term[n], kind |-> kind, slot |-> slot, attempt |-> attempt]

Of(records, kinds) == { <<r.slot, r.attempt>> : r \in { x \in records : x.kind \in kinds } }

Claimed(records) == Of(records, {"claimed"})
Open(records)    == Claimed(records) \ Of(records, {"ended", "lost"})
Passed(records)  == { r.slot : r \in { x \in records : x.kind \in {"claimed", "skipped", "cursor"} } }
Cursor(records)  == IF Passed(records) = {} THEN 0
                    ELSE CHOOSE s \in Passed(records) : \A t \in Passed(records) : t <= s

(* Further attempts of runs that were lost. *)
Pending(records) ==
  { <<run[1], run[2] + 1>> : run \in { r \in Of(records, {"lost"}) : r[2] < Attempts } }
    \ Claimed(records)

TermOf(records, run) ==
  (CHOOSE r \in records : r.kind = "claimed" /\ <<r.slot, r.attempt>> = run).term

(* Runs that older terms left open. *)
Orphans(records, t) == { run \in Open(records) : TermOf(records, run) < t }

-----------------------------------------------------------------------------
(* The election. *)

(* A lease is granted and the key put, if absent; after a lost answer the same put finds the key. *)
(* The name of a key stands for a lease. Here a node has one for ever, which is worse than true. *)
Stand(n) ==
  /\ pc[n] = "idle" /\ key[n] = 0
  /\ rev' = rev + 1
  /\ key' = [key EXCEPT ![n] = rev']
  /\ term' = [term EXCEPT ![n] = rev']
  /\ held' = [held EXCEPT ![n] = TRUE]
  /\ pc' = [pc EXCEPT ![n] = "waiting"]
  /\ UNCHANGED <<journal, sent, view, flight, work, past>>

(* The watch may say at any time that nobody is ahead. One read of the whole queue proves it. *)
Prove(n) ==
  /\ pc[n] = "waiting"
  /\ IF Bug = "no proof" THEN TRUE ELSE key[n] = term[n] /\ IsFirst(n)
  /\ pc' = [pc EXCEPT ![n] = "proved"]
  /\ UNCHANGED <<store, term, held, view, flight, work, past>>

(* The answer may be old by now: the deadline has the last word. Then the ledger is read. *)
Win(n) ==
  /\ pc[n] = "proved" /\ held[n]
  /\ pc' = [pc EXCEPT ![n] = "settling"]
  /\ view' = IF Bug = "stale ledger" THEN view ELSE [view EXCEPT ![n] = journal]
  /\ UNCHANGED <<store, term, held, flight, work, past>>

(* The watch or a refused transaction says that the own key is gone, or the deadline has passed. *)
Lose(n) ==
  /\ pc[n] \in {"waiting", "proved", "settling", "leading"}
  /\ ~held[n] \/ key[n] # term[n]
  /\ pc' = [pc EXCEPT ![n] = "stopping"]
  /\ UNCHANGED <<store, term, held, view, flight, work, past>>

Resign(n) ==
  /\ pc[n] = "leading" /\ faults < Faults
  /\ faults' = faults + 1
  /\ pc' = [pc EXCEPT ![n] = "stopping"]
  /\ UNCHANGED <<store, term, held, view, flight, work, starts, evicted, fouls>>

(* What a node forgets when it stands by. *)
Blank(n, remembered) ==
  /\ pc' = [pc EXCEPT ![n] = "idle"]
  /\ term' = [term EXCEPT ![n] = 0]
  /\ held' = [held EXCEPT ![n] = FALSE]
  /\ view' = [view EXCEPT ![n] = remembered]
  /\ flight' = [flight EXCEPT ![n] = None]
  /\ work' = [work EXCEPT ![n] = {}]

(* Last of all the key is given up. Runs that have not begun never will; others may go on, and *)
(* their ends are not recorded any more. *)
Release(n) ==
  /\ \/ pc[n] = "stopping"
     \/ pc[n] = "leading" /\ Bug = "release before stop" /\ key[n] = term[n]
  /\ key' = IF key[n] = term[n] THEN [key EXCEPT ![n] = 0] ELSE key
  /\ IF pc[n] = "stopping"
     THEN Blank(n, IF Bug = "stale ledger" THEN view[n] ELSE {})
     ELSE UNCHANGED mind
  /\ UNCHANGED <<rev, journal, sent, past>>

-----------------------------------------------------------------------------
(* What goes wrong. *)

(* Renewals fail, or the node rests for too long. *)
DeadlinePasses(n) ==
  /\ held[n] /\ pc[n] # "idle" /\ faults < Faults
  /\ faults' = faults + 1
  /\ held' = [held EXCEPT ![n] = FALSE]
  /\ UNCHANGED <<store, pc, term, view, flight, work, starts, evicted, fouls>>

(* The store gives a lease away at any time after its holder's deadline, and not before. *)
LeaseEnds(n) ==
  /\ key[n] # 0
  /\ ~held[n] \/ Bug = "late deadline"
  /\ Bug # "immortal key"
  /\ key' = [key EXCEPT ![n] = 0]
  /\ UNCHANGED <<rev, journal, sent, mind, past>>

(* The process is gone, with all that it knew; it starts again when its lease is over. *)
Crash(n) ==
  /\ pc[n] # "idle" /\ faults < Faults
  /\ faults' = faults + 1
  /\ Blank(n, {})
  /\ UNCHANGED <<store, starts, evicted, fouls>>

(* Who waits takes the process directly ahead for dead, rightly or not, and asks the store to *)
(* delete that very key. The transaction may come late, and twice. *)
Suspect(n, l) ==
  /\ pc[n] = "waiting" /\ IsAhead(l, n) /\ faults < Faults
  /\ faults' = faults + 1
  /\ sent' = sent \cup { [node |-> l, term |-> key[l], kind |-> "evict"] }
  /\ UNCHANGED <<rev, key, journal, mind, starts, evicted, fouls>>

Evict(t) ==
  /\ t.kind = "evict"
  /\ IF Bug = "evict by name" THEN key[t.node] # 0 ELSE key[t.node] = t.term
  /\ key' = [key EXCEPT ![t.node] = 0]
  /\ evicted' = evicted \cup { key[t.node] }
  /\ fouls' = IF key[t.node] = t.term THEN fouls ELSE fouls \cup {"evicted without suspicion"}
  /\ UNCHANGED <<rev, journal, sent, mind, starts, faults>>

-----------------------------------------------------------------------------
(* The ledger: one transaction of a node is under way at a time. *)

Send(n, t) ==
  /\ flight[n] = None
  /\ flight' = [flight EXCEPT ![n] = t]
  /\ sent' = sent \cup {t}
  /\ UNCHANGED <<rev, key, journal, pc, term, held, view, work, past>>

Settle(n) ==
  /\ pc[n] = "settling"
  /\ \E run \in Orphans(view[n], term[n]) : Send(n, Record(n, "lost", run[1], run[2]))

OpenGate(n) ==
  /\ pc[n] = "settling" /\ held[n] /\ flight[n] = None
  /\ Orphans(view[n], term[n]) = {} \/ Bug = "early gate"
  /\ pc' = [pc EXCEPT ![n] = "leading"]
  /\ UNCHANGED <<store, term, held, view, flight, work, past>>

(* The run is recorded as STARTED and the cursor moved to its slot, by one record. *)
Claim(n) ==
  /\ pc[n] = "leading" /\ held[n]
  /\ LET next == Cursor(view[n]) + 1 IN
     \/ /\ next \in Slot
        /\ Send(n, Record(n, IF Bug = "cursor apart" THEN "cursor" ELSE "claimed", next, 1))
     \/ /\ Bug = "cursor apart"
        /\ \E s \in { r.slot : r \in { x \in view[n] : x.kind = "cursor" /\ x.term = term[n] } } :
             <<s, 1>> \notin Claimed(view[n]) /\ Send(n, Record(n, "claimed", s, 1))
     \/ \E run \in Pending(view[n]) : Send(n, Record(n, "claimed", run[1], run[2]))

(* A missed slot is passed over: the record that says so moves the cursor. *)
Skip(n) ==
  /\ pc[n] = "leading" /\ held[n]
  /\ LET next == Cursor(view[n]) + 1 IN
     next \in Slot /\ Send(n, Record(n, "skipped", next, 1))

(* The end of a run, under the fence of its term. *)
End(n) ==
  /\ pc[n] \in {"leading", "stopping"}
  /\ \E w \in work[n] : w.running /\ Send(n, Record(n, "ended", w.run[1], w.run[2]))

(* The store commits what was sent, if the guards hold. *)
Commit(t) ==
  /\ t.kind # "evict" /\ t \notin journal /\ Fence(t)
  /\ journal' = journal \cup {t}
  /\ sent' = sent \ {t}
  /\ fouls' = fouls
       \cup (IF key[t.node] = t.term /\ IsFirst(t.node) THEN {} ELSE {"written outside of the term"})
       \cup (IF \E r \in journal : r.term > t.term THEN {"written after a newer term"} ELSE {})
       \cup (IF t.kind = "claimed" /\ Orphans(journal, t.term) # {}
             THEN {"claimed beside runs of older terms"} ELSE {})
  /\ UNCHANGED <<rev, key, mind, starts, evicted, faults>>

(* The answer: committed; or, as a repeat of the same transaction says, committed before. A claim *)
(* that is granted when the gate is shut already is not handed to a worker. *)
Answer(n) ==
  /\ flight[n] # None
  /\ flight[n] \in journal \/ (Bug = "guessed answer" /\ flight[n].kind = "claimed")
  /\ LET t == flight[n]
         run == <<t.slot, t.attempt>>
     IN /\ view' = [view EXCEPT ![n] = @ \cup {t}]
        /\ work' = [work EXCEPT ![n] =
             CASE t.kind = "claimed" /\ pc[n] = "leading" /\ held[n] ->
                    @ \cup { [run |-> run, running |-> FALSE] }
               [] t.kind = "ended" -> { w \in @ : w.run # run }
               [] OTHER -> @ ]
  /\ flight' = [flight EXCEPT ![n] = None]
  /\ UNCHANGED <<store, pc, term, held, past>>

(* The worker asks the gate for the last time, and the job's code begins. *)
Begin(n, w) ==
  /\ ~w.running
  /\ (pc[n] = "leading" /\ held[n]) \/ Bug = "no recheck"
  /\ work' = [work EXCEPT ![n] = (@ \ {w}) \cup { [w EXCEPT !.running = TRUE] }]
  /\ starts' = [starts EXCEPT ![w.run] = @ + 1]
  /\ fouls' = fouls
       \cup (IF \E r \in journal : /\ r.kind = "claimed" /\ r.term = term[n]
                                  /\ <<r.slot, r.attempt>> = w.run
             THEN {} ELSE {"started without a claim"})
       \cup (IF key[n] = term[n] \/ term[n] \in evicted THEN {} ELSE {"started after the term"})
  /\ UNCHANGED <<store, pc, term, held, view, flight, evicted, faults>>

-----------------------------------------------------------------------------

Init ==
  /\ rev = 0 /\ key = [n \in Node |-> 0] /\ journal = {} /\ sent = {}
  /\ pc = [n \in Node |-> "idle"] /\ term = [n \in Node |-> 0] /\ held = [n \in Node |-> FALSE]
  /\ view = [n \in Node |-> {}] /\ flight = [n \in Node |-> None] /\ work = [n \in Node |-> {}]
  /\ starts = [run \in Run |-> 0] /\ evicted = {} /\ faults = 0 /\ fouls = {}

(* What a node does when nobody hinders it. *)
Step(n) ==
  \/ Stand(n) \/ Prove(n) \/ Win(n) \/ Lose(n) \/ Release(n)
  \/ Settle(n) \/ OpenGate(n) \/ Claim(n) \/ Skip(n) \/ End(n) \/ Answer(n)
  \/ \E w \in work[n] : Begin(n, w)

Trouble(n) ==
  DeadlinePasses(n) \/ Crash(n) \/ Resign(n) \/ \E l \in Node : Suspect(n, l)

Next ==
  \/ \E n \in Node : Step(n) \/ Trouble(n) \/ LeaseEnds(n)
  \/ \E t \in sent : Commit(t) \/ Evict(t)

Spec == Init /\ [][Next]_vars

(* Whoever can take a step takes one at some time: no node rests for ever, etcd answers. *)
Fairness ==
  /\ \A n \in Node : /\ WF_vars(Step(n))
                     /\ WF_vars(LeaseEnds(n))
                     /\ WF_vars(\E t \in sent : t = flight[n] /\ Commit(t))

FairSpec == Spec /\ Fairness

-----------------------------------------------------------------------------
(* What must hold; docs/guarantees.md says it in words. *)

TypeOK ==
  /\ rev \in Nat /\ key \in [Node -> 0 .. rev] /\ term \in [Node -> 0 .. rev]
  /\ pc \in [Node -> {"idle", "waiting", "proved", "settling", "leading", "stopping"}]
  /\ held \in [Node -> BOOLEAN] /\ faults \in 0 .. Faults
  /\ \A n \in Node : view[n] \subseteq journal \/ Bug = "guessed answer"

(* G1: each attempt at a slot is claimed once and starts at most once. *)
StartsOnce == \A run \in Run : starts[run] <= 1
ClaimedOnce ==
  \A r, s \in journal :
    r.kind = "claimed" /\ s.kind = "claimed" /\ r.slot = s.slot /\ r.attempt = s.attempt => r = s

(* G2: what the cursor has passed has its one account, and what ended was begun. *)
NoSlotVanishes ==
  /\ \A s \in Slot : s <= Cursor(journal) =>
       Cardinality({ k \in {"claimed", "skipped"} : <<s, 1>> \in Of(journal, {k}) }) = 1
  /\ Of(journal, {"ended", "lost"}) \subseteq Claimed(journal)

(* G3: nothing is written but by the present term, and nothing starts but what it claimed. *)
WrittenInTheTerm == "written outside of the term" \notin fouls
OneTermAfterTheOther == "written after a newer term" \notin fouls
NothingStartsUnclaimed == "started without a claim" \notin fouls
(* A deadline is a promise only as long as nobody evicts; then the fence alone protects. *)
NothingStartsAfterTheTerm == "started after the term" \notin fouls

(* G5: what older terms left open is settled before anything else is claimed. *)
SettledFirst == "claimed beside runs of older terms" \notin fouls

OnlySuspectsAreEvicted == "evicted without suspicion" \notin fouls

(* G4, when no more goes wrong: somebody leads for good, and every slot has its account. *)
SomebodyLeads == <>[](\E n \in Node : pc[n] = "leading" /\ held[n] /\ key[n] = term[n])
AllIsAccountedFor == <>[](Cursor(journal) = Slots /\ Open(journal) = {} /\ Pending(journal) = {})

-----------------------------------------------------------------------------
(* Fewer states for the checker: nodes may be exchanged, and a transaction whose guard can never *)
(* hold again does not matter, as long as the guards are what they should be. *)

Alike == Permutations(Node)
Matters ==
  <<rev, key, journal, { t \in sent : Bug # "none" \/ key[t.node] = t.term }, mind, past>>

=============================================================================
