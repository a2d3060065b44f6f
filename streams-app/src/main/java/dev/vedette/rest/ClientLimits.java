package dev.vedette.rest;

import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How often each client may ask. Whoever shows a good token is counted by who holds it, from
 * wherever: many behind one proxy have a share each, and one holder has one from all its addresses.
 * Everybody else is counted by the address. Tokens that are no good are, too, and where an
 * address's share is used up no token is looked at, so that nobody guesses faster than that.
 */
final class ClientLimits {
  /** A longer name is counted by its digest. */
  private static final int MAX_NAME_CHARS = 128;

  private final RateLimit holders;
  private final RateLimit addresses;

  /**
   * Limits.
   *
   * @param perSecond requests that a client may make each second, on and on; 0 for any number
   * @param nanos a clock that only goes forward
   */
  ClientLimits(int perSecond, LongSupplier nanos) {
    this.holders = new RateLimit(perSecond, nanos);
    this.addresses = new RateLimit(perSecond, nanos);
  }

  /**
   * Who was let in.
   *
   * @param caller who asks
   * @param holder who holds the token that was shown; null if none was needed
   */
  record Admitted(Caller caller, @Nullable String holder) {}

  /**
   * Asks what may be refused, and counts it for an address if it is.
   *
   * @throws ProblemException as it does; or if that was too often
   */
  <T> T counting(String address, Supplier<T> check) {
    try {
      return check.get();
    } catch (ProblemException e) {
      String client = ConnectionBounds.client(address);
      addresses.check(client);
      addresses.charge(client);
      throw e;
    }
  }

  /**
   * Lets a request in, and counts it.
   *
   * @param address where it comes from
   * @param door who it is from
   * @throws ProblemException if its client asks too often, or as the door does
   */
  Caller admit(String address, Supplier<Admitted> door) {
    String client = ConnectionBounds.client(address);
    addresses.check(client);
    Admitted admitted;
    try {
      admitted = door.get();
    } catch (ProblemException e) {
      addresses.charge(client);
      throw e;
    }
    String holder = admitted.holder();
    if (holder == null) {
      addresses.take(client);
    } else {
      holders.take(holder.length() <= MAX_NAME_CHARS ? holder : Grant.digest(holder));
    }
    return admitted.caller();
  }
}
