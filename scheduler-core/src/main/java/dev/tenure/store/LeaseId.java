package dev.tenure.store;

/**
 * The number of a lease, given by the store.
 *
 * @param number as etcd counts them; zero means none
 */
public record LeaseId(long number) {

  /** No lease. */
  public static final LeaseId NONE = new LeaseId(0);

  /** Lower-case hexadecimal without padding, as Go's election recipe puts it into keys. */
  public String hex() {
    return Long.toHexString(number);
  }

  @Override
  public String toString() {
    return hex();
  }
}
