package dev.vedette.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vedette.events.EventHash;
import dev.vedette.risk.Formula;
import dev.vedette.risk.Policy;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The policies of all tenants as of one moment, ready to read cells. Immutable. */
public final class Formulas {
  /** The name that stands for every tenant without a policy of its own. */
  public static final String EVERY_TENANT = "*";

  private final Known first;
  private final Map<String, Known> told;
  private final String digest;

  private record Known(Formula formula, String digest) {
    static Known of(Policy policy) {
      return new Known(Formula.of(policy), PolicyDocument.digest(policy));
    }
  }

  private Formulas(Known first, Map<String, Known> told) {
    this.first = first;
    this.told = Map.copyOf(told);
    var all = new StringBuilder(first.digest());
    new TreeMap<>(told)
        .forEach(
            (tenant, known) -> all.append('\n').append(tenant).append('\n').append(known.digest()));
    digest = EventHash.of(all.toString().getBytes(UTF_8)).hex();
  }

  /** One policy for all. */
  public static Formulas of(Policy policy) {
    return new Formulas(Known.of(policy), Map.of());
  }

  /** The formula of a tenant: its own, else that told for every tenant, else the first. */
  public Formula of(String tenant) {
    return known(tenant).formula();
  }

  /** Whether a tenant is read as by others. */
  public boolean sameFor(String tenant, Formulas others) {
    return known(tenant).digest().equals(others.known(tenant).digest());
  }

  /** What tells these policies from others, the same on every instance. */
  public String digest() {
    return digest;
  }

  private Known known(String tenant) {
    Known own = told.get(tenant);
    return own != null ? own : told.getOrDefault(EVERY_TENANT, first);
  }

  /** These with another policy of a tenant, or of every one; null for none of its own. */
  Formulas with(String tenant, @Nullable Policy policy) {
    var changed = new HashMap<>(told);
    if (policy == null) {
      changed.remove(tenant);
    } else {
      changed.put(tenant, Known.of(policy));
    }
    return new Formulas(first, changed);
  }
}
