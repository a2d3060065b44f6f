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
  private final Map<String, Known> candidates;
  private final String digest;

  private record Known(Formula formula, String digest) {
    static Known of(Policy policy) {
      return new Known(Formula.of(policy), PolicyDocument.digest(policy));
    }
  }

  private Formulas(Known first, Map<String, Known> told, Map<String, Known> candidates) {
    this.first = first;
    this.told = Map.copyOf(told);
    this.candidates = Map.copyOf(candidates);
    var all = new StringBuilder(first.digest());
    append(told, "", all);
    append(candidates, "candidate ", all);
    digest = EventHash.of(all.toString().getBytes(UTF_8)).hex();
  }

  private static void append(Map<String, Known> policies, String what, StringBuilder all) {
    new TreeMap<>(policies)
        .forEach((tenant, known) ->
            all.append('\n').append(what).append(tenant).append('\n').append(known.digest()));
  }

  /** One policy for all. */
  public static Formulas of(Policy policy) {
    return new Formulas(Known.of(policy), Map.of(), Map.of());
  }

  /** The formula of a tenant: its own, else that told for every tenant, else the first. */
  public Formula of(String tenant) {
    return known(tenant).formula();
  }

  /** A candidate for a tenant, that tenant's own or else that for every one; null if none is. */
  public @Nullable Candidate candidateFor(String tenant) {
    Known known = candidate(tenant);
    return known == null ? null : new Candidate(known.formula(), known.digest());
  }

  /**
   * A policy that is only tried.
   *
   * @param formula reads cells as it would
   * @param digest what tells it from others, 32 hexadecimal digits
   */
  public record Candidate(Formula formula, String digest) {}

  /** Whether a tenant is read as by others, and the same candidate is tried on it. */
  public boolean sameFor(String tenant, Formulas others) {
    return known(tenant).digest().equals(others.known(tenant).digest())
        && digest(candidate(tenant)).equals(digest(others.candidate(tenant)));
  }

  /** What tells these policies from others, the same on every instance. */
  public String digest() {
    return digest;
  }

  private Known known(String tenant) {
    Known own = told.get(tenant);
    return own != null ? own : told.getOrDefault(EVERY_TENANT, first);
  }

  private static String digest(@Nullable Known known) {
    return known == null ? "" : known.digest();
  }

  private @Nullable Known candidate(String tenant) {
    Known own = candidates.get(tenant);
    return own != null ? own : candidates.get(EVERY_TENANT);
  }

  /** These with another policy of a tenant, or of every one; null for none of its own. */
  Formulas with(String tenant, @Nullable Policy policy) {
    return new Formulas(first, changed(told, tenant, policy), candidates);
  }

  /** These with another candidate for a tenant, or for every one; null for none. */
  Formulas withCandidate(String tenant, @Nullable Policy policy) {
    return new Formulas(first, told, changed(candidates, tenant, policy));
  }

  private static Map<String, Known> changed(
      Map<String, Known> policies, String tenant, @Nullable Policy policy) {
    var changed = new HashMap<>(policies);
    if (policy == null) {
      changed.remove(tenant);
    } else {
      changed.put(tenant, Known.of(policy));
    }
    return changed;
  }
}
