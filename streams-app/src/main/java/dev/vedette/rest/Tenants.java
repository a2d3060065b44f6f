package dev.vedette.rest;

import dev.vedette.events.SubjectKey;
import dev.vedette.flows.risk.RiskStores;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The tenants of a store whose keys begin with one. A range over several partitions is one
 * partition behind the other, each in order: so the first tenant behind another is looked for in
 * ever narrower ranges. That takes a few seeks for each tenant, however many subjects it has.
 */
final class Tenants {
  private static final String SEPARATOR = "/";

  /** The character behind the separator: what is not less has another tenant. */
  private static final String BEHIND = "0";

  private final ReadOnlyKeyValueStore<String, byte[]> subjects;

  Tenants(ReadOnlyKeyValueStore<String, byte[]> subjects) {
    this.subjects = subjects;
  }

  /** Those that one may see, in order. */
  List<String> first(Predicate<String> seen, int atMost) {
    var found = new ArrayList<String>();
    String from = "";
    while (found.size() < atMost) {
      String tenant = firstFrom(from);
      if (tenant == null) {
        break;
      }
      String name = SubjectKey.decode(tenant + "/user/x").tenant();
      if (seen.test(name)) {
        found.add(name);
      }
      from = tenant + BEHIND;
    }
    return found;
  }

  /** The first encoded tenant that is not before this text. */
  private @Nullable String firstFrom(String from) {
    String first = any(from, null);
    for (String earlier = first; earlier != null; ) {
      first = earlier;
      earlier = any(from, first);
    }
    return first;
  }

  /** A tenant from one text on, and before a tenant. */
  private @Nullable String any(String from, @Nullable String before) {
    String to = before == null ? null : before + SEPARATOR;
    try (var entries = RiskStores.subjects(subjects, from, to)) {
      if (!entries.hasNext()) {
        return null;
      }
      String key = entries.next().key;
      String tenant = key.substring(0, key.indexOf(SEPARATOR));
      return tenant.equals(before) ? null : tenant;
    }
  }
}
