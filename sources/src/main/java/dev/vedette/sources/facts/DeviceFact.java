package dev.vedette.sources.facts;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a directory says of a device from an instant on.
 *
 * @param tenant whose directory; {@value PrincipalFact#ANY_TENANT} for all tenants
 * @param id the canonical id
 * @param aliases its other names: host names, serial numbers, ids of management systems
 * @param owner the principal whose device it is, by any of its names
 * @param criticalityMicros ln of how many times likelier a target than others it is, in micro-nats
 * @param managed whether the organisation manages it; null if the directory does not say
 * @param fromMillis from when this holds, epoch milliseconds; {@link History#ALWAYS} for since ever
 */
public record DeviceFact(
    String tenant,
    String id,
    Set<String> aliases,
    @Nullable String owner,
    int criticalityMicros,
    @Nullable Boolean managed,
    long fromMillis) {

  /** Brings aliases into the form in which they are compared. */
  public DeviceFact {
    aliases = aliases.stream().map(Names::normal).collect(Collectors.toUnmodifiableSet());
  }

  /** Everything it says, as text: equal facts have equal text. */
  String text() {
    return Stream.of(
            "device",
            tenant,
            id,
            aliases.stream().sorted().toList(),
            owner,
            criticalityMicros,
            managed,
            fromMillis)
        .map(String::valueOf)
        .collect(Collectors.joining("\n"));
  }
}
