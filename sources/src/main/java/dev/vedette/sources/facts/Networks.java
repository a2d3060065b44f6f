package dev.vedette.sources.facts;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Known ranges; the narrowest that held at an instant counts. Immutable. */
final class Networks {
  private static final int BLOCK_BITS = 16;
  private static final int BLOCKS = 1 << BLOCK_BITS;

  private final Map<Key, History<Network>> ranges;

  /** The lengths of prefixes that occur around IPv4 addresses, the longest first. */
  private final int[] ipv4Lengths;

  /** The same around others. */
  private final int[] ipv6Lengths;

  /** The IPv4 blocks of 16 bits in which there is a range: most addresses are in none. */
  private final BitSet ipv4Blocks = new BitSet(BLOCKS);

  /** Whether some ranges are of one tenant only. */
  private final boolean hasTenants;

  private record Key(String tenant, Address first, int bits) {}

  private Networks(Map<Key, History<Network>> ranges) {
    this.ranges = ranges;
    this.ipv4Lengths = lengths(ranges.keySet(), true);
    this.ipv6Lengths = lengths(ranges.keySet(), false);
    for (Key key : ranges.keySet()) {
      if (key.first.isIpv4() && key.bits >= Address.IPV4_BITS) {
        int first = block(key.first);
        int free = Math.max(0, BLOCK_BITS - (key.bits - Address.IPV4_BITS));
        ipv4Blocks.set(first, first + (1 << free));
      }
    }
    this.hasTenants =
        ranges.keySet().stream().anyMatch(key -> !key.tenant.equals(PrincipalFact.ANY_TENANT));
  }

  private static int[] lengths(Set<Key> keys, boolean ipv4) {
    return keys.stream()
        .filter(key -> (key.bits >= Address.IPV4_BITS && key.first.isIpv4()) == ipv4)
        .mapToInt(key -> -key.bits)
        .distinct()
        .sorted()
        .map(bits -> -bits)
        .toArray();
  }

  private static int block(Address ipv4) {
    return (int) (ipv4.low() >>> BLOCK_BITS) & (BLOCKS - 1);
  }

  /** Adds the instants at which something changes. */
  void instants(Set<Long> into) {
    ranges.values().forEach(history -> history.instants(into));
  }

  boolean isEmpty() {
    return ranges.isEmpty();
  }

  /** The narrowest range around an address at an instant; null if there is none. */
  @Nullable Network find(String tenant, Address address, long timeMillis) {
    if (address.isIpv4() && !ipv4Blocks.get(block(address))) {
      return null;
    }
    for (int bits : address.isIpv4() ? ipv4Lengths : ipv6Lengths) {
      Address first = address.first(bits);
      Network found = hasTenants ? at(new Key(tenant, first, bits), timeMillis) : null;
      found =
          found != null ? found : at(new Key(PrincipalFact.ANY_TENANT, first, bits), timeMillis);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private @Nullable Network at(Key key, long timeMillis) {
    History<Network> history = ranges.get(key);
    Network network = history == null ? null : history.at(timeMillis);
    return network == null || network.kind() == Network.Kind.NONE ? null : network;
  }

  /** Gathers ranges. */
  static final class Builder {
    private final Map<Key, TreeMap<Long, Network>> ranges = new HashMap<>();

    /**
     * A range.
     *
     * @param cidr such as {@code 192.0.2.0/24}; a single address is a range too
     * @throws IllegalArgumentException if it is none, or said twice from the same instant
     */
    void add(String tenant, String cidr, long fromMillis, Network network) {
      int slash = cidr.indexOf('/');
      Address address = Address.of(slash < 0 ? cidr : cidr.substring(0, slash));
      if (address == null) {
        throw new IllegalArgumentException("not an address range such as 192.0.2.0/24");
      }
      int most = address.isIpv4() ? 32 : 128;
      int bits = slash < 0 ? most : bits(cidr.substring(slash + 1), most);
      bits += 128 - most;
      if (!address.first(bits).equals(address)) {
        throw new IllegalArgumentException("the address has bits after the prefix");
      }
      var versions = ranges.computeIfAbsent(new Key(tenant, address, bits), k -> new TreeMap<>());
      if (versions.put(fromMillis, network) != null) {
        throw new IllegalArgumentException("the range is there twice from the same instant");
      }
    }

    private static int bits(String text, int most) {
      if (!text.matches("\\d{1,3}") || Integer.parseInt(text) > most) {
        throw new IllegalArgumentException("a prefix has 0 to %d bits".formatted(most));
      }
      return Integer.parseInt(text);
    }

    Networks build() {
      var all = new HashMap<Key, History<Network>>();
      ranges.forEach((key, versions) -> all.put(key, History.of(versions)));
      return new Networks(all);
    }
  }
}
