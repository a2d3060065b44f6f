package dev.vedette.sources.facts;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which device had an address when, by DHCP or VPN. The lease that began last counts; once it has
 * ended, nobody has the address. Immutable.
 */
final class Leases {
  private final Map<Key, History<Lease>> leases;

  private record Key(String tenant, String ip) {}

  /**
   * That a device has an address for a while.
   *
   * @param device by any of its names
   * @param toMillis the first instant when it does not have it any more
   */
  private record Lease(String device, long toMillis) {}

  private Leases(Map<Key, History<Lease>> leases) {
    this.leases = leases;
  }

  boolean isEmpty() {
    return leases.isEmpty();
  }

  /** The device that had an address, in canonical text, at an instant; null if it is not known. */
  @Nullable String find(String tenant, String ip, long timeMillis) {
    History<Lease> history = leases.get(new Key(tenant, ip));
    if (history == null) {
      history = leases.get(new Key(PrincipalFact.ANY_TENANT, ip));
    }
    Lease lease = history == null ? null : history.at(timeMillis);
    return lease == null || timeMillis >= lease.toMillis ? null : lease.device;
  }

  /** Gathers leases. */
  static final class Builder {
    private final Map<Key, TreeMap<Long, Lease>> leases = new HashMap<>();

    void add(String tenant, String ip, String device, long fromMillis, long toMillis) {
      if (Address.of(ip) == null) {
        throw new IllegalArgumentException("not a literal address");
      }
      if (toMillis <= fromMillis) {
        throw new IllegalArgumentException("the lease ends before it begins");
      }
      // Of two leases from the same instant the longer one counts, then the smaller name.
      leases
          .computeIfAbsent(new Key(tenant, Address.canonical(ip)), key -> new TreeMap<>())
          .merge(
              fromMillis,
              new Lease(device, toMillis),
              (a, b) ->
                  Comparator.comparingLong(Lease::toMillis)
                              .reversed()
                              .thenComparing(Lease::device)
                              .compare(a, b)
                          <= 0
                      ? a
                      : b);
    }

    Leases build() {
      var all = new HashMap<Key, History<Lease>>();
      leases.forEach((key, versions) -> all.put(key, History.of(versions)));
      return new Leases(all);
    }
  }
}
