package dev.vedette.sources.facts;

import dev.vedette.events.Stamp;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a directory says of a person or of a service account from an instant on.
 *
 * @param tenant whose directory; {@value #ANY_TENANT} for all tenants
 * @param id the canonical id, by which the principal is known everywhere downstream
 * @param aliases its other names, as its sources write them; compared in {@link Names#normal} form
 * @param department its peer group
 * @param manager whom it reports to
 * @param groups what it is a member of, at most {@value Stamp#MAX_GROUPS}
 * @param criticalityMicros ln of how many times likelier a target than others it is, in micro-nats
 * @param serviceAccount whether it is a service; null if the directory does not say
 * @param fromMillis from when this holds, epoch milliseconds; {@link History#ALWAYS} for since ever
 */
public record PrincipalFact(
    String tenant,
    String id,
    Set<String> aliases,
    @Nullable String department,
    @Nullable String manager,
    List<String> groups,
    int criticalityMicros,
    @Nullable Boolean serviceAccount,
    long fromMillis) {

  /** The tenant of what holds for all. */
  public static final String ANY_TENANT = "*";

  /** Sorts, and brings aliases into the form in which they are compared. */
  public PrincipalFact {
    aliases = aliases.stream().map(Names::normal).collect(Collectors.toUnmodifiableSet());
    groups = groups.stream().distinct().sorted().toList();
    if (groups.size() > Stamp.MAX_GROUPS) {
      throw new IllegalArgumentException(
          "%d groups, at most %d are accepted".formatted(groups.size(), Stamp.MAX_GROUPS));
    }
  }

  /** Another name of a principal, and nothing else about it. */
  public static PrincipalFact alias(String tenant, String id, Set<String> aliases) {
    return new PrincipalFact(tenant, id, aliases, null, null, List.of(), 0, null, History.ALWAYS);
  }

  /** The same with other names besides its own. */
  PrincipalFact withAliases(Set<String> more) {
    var all = new HashSet<>(aliases);
    all.addAll(more);
    return new PrincipalFact(
        tenant,
        id,
        all,
        department,
        manager,
        groups,
        criticalityMicros,
        serviceAccount,
        fromMillis);
  }

  /** Everything it says, as text: equal facts have equal text. */
  String text() {
    return Stream.of(
            "principal",
            tenant,
            id,
            aliases.stream().sorted().toList(),
            department,
            manager,
            groups,
            criticalityMicros,
            serviceAccount,
            fromMillis)
        .map(String::valueOf)
        .collect(Collectors.joining("\n"));
  }
}
