package dev.tenure.ledger;

import dev.tenure.loop.EventLoop;
import dev.tenure.store.Store;
import java.time.Clock;
import java.util.random.RandomGenerator;

/** What the parts of a ledger share. */
record LedgerParts(
    Store store,
    LedgerScope scope,
    LedgerSettings settings,
    LedgerIndex index,
    JournalTail tail,
    KnownNames names,
    EventLoop loop,
    Clock clock,
    RandomGenerator random) {}
