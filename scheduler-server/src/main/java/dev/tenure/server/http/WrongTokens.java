package dev.tenure.server.http;

import dev.tenure.config.TokenHash;
import dev.tenure.time.NanoClock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Slows down those who try tokens: an address may show some wrong ones at once, and one more each
 * few seconds; beyond that it is told to wait, and nothing that it shows is looked at. Tokens that
 * were right from that address before go on being admitted, so that a stranger behind the same
 * proxy locks out nobody who is there already. What is remembered is bounded: the addresses that
 * were not heard of for the longest time are forgotten.
 *
 * <p>Thread-safe; nobody waits in here.
 */
final class WrongTokens {

  static final int AT_ONCE = 10;
  static final Duration ONE_MORE_EACH = Duration.ofSeconds(6);

  private static final int ADDRESSES = 2048;
  private static final int RIGHT_ONES = 32;

  private final NanoClock clock;
  private final Map<String, Account> accounts =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Account> eldest) {
          return size() > ADDRESSES;
        }
      };

  /** What is known of one address. */
  private static final class Account {
    private double wrong;
    private long at;
    private final Set<TokenHash> right = new LinkedHashSet<>();
  }

  WrongTokens(NanoClock clock) {
    this.clock = clock;
  }

  /** How long the address has to wait before the token is looked at; empty if it need not wait. */
  synchronized Optional<Duration> mustWait(String address, TokenHash shown) {
    Account account = accounts.get(of(address));
    if (account == null || account.right.contains(shown)) {
      return Optional.empty();
    }
    drain(account);
    double beyond = account.wrong - (AT_ONCE - 1);
    return beyond <= 0
        ? Optional.empty()
        : Optional.of(Duration.ofNanos((long) (beyond * ONE_MORE_EACH.toNanos())));
  }

  /** It was a wrong one, perhaps one that had been right. */
  synchronized void wrong(String address, TokenHash shown) {
    Account account = account(address);
    drain(account);
    account.wrong++;
    account.right.remove(shown);
  }

  /** It was a right one. */
  synchronized void right(String address, TokenHash shown) {
    Set<TokenHash> right = account(address).right;
    right.remove(shown); // so that it counts as the newest
    right.add(shown);
    if (right.size() > RIGHT_ONES) {
      right.remove(right.iterator().next());
    }
  }

  /** How many addresses are remembered. */
  synchronized int remembered() {
    return accounts.size();
  }

  private Account account(String address) {
    return accounts.computeIfAbsent(
        of(address),
        name -> {
          Account fresh = new Account();
          fresh.at = clock.nanos();
          return fresh;
        });
  }

  private void drain(Account account) {
    long now = clock.nanos();
    account.wrong =
        Math.max(0, account.wrong - (double) (now - account.at) / ONE_MORE_EACH.toNanos());
    account.at = now;
  }

  /** Whoever has an address of IPv6 has all of its last 64 bits. */
  private static String of(String address) {
    if (address.indexOf(':') < 0) {
      return address;
    }
    try {
      // With a colon it is no name, so nobody is asked for it.
      byte[] bytes = InetAddress.getByName(address).getAddress();
      return HexFormat.of().formatHex(bytes.length == 16 ? Arrays.copyOf(bytes, 8) : bytes);
    } catch (UnknownHostException e) {
      return address;
    }
  }
}
