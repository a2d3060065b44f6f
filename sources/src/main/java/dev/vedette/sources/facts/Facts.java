package dev.vedette.sources.facts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * All that was read of a folder of facts, or of nothing. Immutable; may be shared.
 *
 * <p>What is in the folder: see {@code docs/facts.md}.
 */
public final class Facts {
  /** Nothing is known. */
  public static final Facts NONE =
      new Facts(
          List.of(),
          List.of(),
          new Leases.Builder().build(),
          new Networks.Builder().build(),
          History.none(),
          History.none(),
          History.none(),
          0);

  private final List<PrincipalFact> principals;
  private final List<DeviceFact> devices;
  private final long filesVersion;

  /** The instants at which something about addresses changes, sorted. */
  private final long[] epochs;

  final Leases leases;
  final Networks networks;
  final History<Places> places;
  final History<AddressList> reputation;
  final History<AddressList> tor;

  Facts(
      List<PrincipalFact> principals,
      List<DeviceFact> devices,
      Leases leases,
      Networks networks,
      History<Places> places,
      History<AddressList> reputation,
      History<AddressList> tor,
      long filesVersion) {
    this.principals = List.copyOf(principals);
    this.devices = List.copyOf(devices);
    this.leases = leases;
    this.networks = networks;
    this.places = places;
    this.reputation = reputation;
    this.tor = tor;
    this.filesVersion = filesVersion;
    var instants = new TreeSet<Long>();
    networks.instants(instants);
    places.instants(instants);
    reputation.instants(instants);
    tor.instants(instants);
    this.epochs = instants.stream().mapToLong(Long::longValue).toArray();
  }

  /** A number of the span around an instant in which nothing about addresses changes. */
  int epoch(long timeMillis) {
    int at = Arrays.binarySearch(epochs, timeMillis);
    return at >= 0 ? at : -at - 2;
  }

  /**
   * These facts, and other names of principals.
   *
   * @param aliases one for each principal
   * @throws IllegalArgumentException if a name then stands for two
   */
  public Facts withAliases(List<PrincipalFact> aliases) {
    var all = new ArrayList<>(principals);
    var byId = new HashMap<Map.Entry<String, String>, Set<String>>();
    for (PrincipalFact alias : aliases) {
      byId.put(Map.entry(alias.tenant(), alias.id()), alias.aliases());
    }
    all.replaceAll(fact -> {
      var more = byId.get(Map.entry(fact.tenant(), fact.id()));
      return more == null ? fact : fact.withAliases(more);
    });
    for (PrincipalFact fact : principals) {
      byId.remove(Map.entry(fact.tenant(), fact.id()));
    }
    aliases.stream()
        .filter(alias -> byId.containsKey(Map.entry(alias.tenant(), alias.id())))
        .forEach(all::add);
    var facts = new Facts(all, devices, leases, networks, places, reputation, tor, filesVersion);
    facts.check("aliases");
    return facts;
  }

  /** A new directory of these principals and devices, which may then be changed. */
  public Directory directory() {
    var directory = new Directory();
    principals.forEach(directory::put);
    devices.forEach(directory::put);
    return directory;
  }

  /** A hash of all that was read but principals and devices, whose directory has its own. */
  long filesVersion() {
    return filesVersion;
  }

  /** A hash of all facts; 0 if there are none. */
  public long version() {
    return filesVersion + directory().version();
  }

  /** Fails if a name stands for two. */
  void check(String where) {
    List<String> conflicts = directory().conflicts();
    if (!conflicts.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: %s%s"
              .formatted(
                  where,
                  conflicts.getFirst(),
                  conflicts.size() == 1 ? "" : " (and %d more)".formatted(conflicts.size() - 1)));
    }
  }
}
