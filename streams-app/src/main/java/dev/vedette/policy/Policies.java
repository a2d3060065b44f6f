package dev.vedette.policy;

import dev.vedette.risk.Policy;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The policies that are in force at this moment. One thread tells of new ones; any other takes
 * {@link Formulas}, which do not change under it.
 */
public final class Policies {
  private final AtomicReference<Formulas> known;

  /** Knows one policy for all, until told of others. */
  public Policies(Policy first) {
    known = new AtomicReference<>(Formulas.of(first));
  }

  /** All that is in force now: take it once for a step that should be of one piece. */
  public Formulas now() {
    return known.get();
  }

  /**
   * Another policy of a tenant is in force, at once.
   *
   * @param tenant its name, or {@value Formulas#EVERY_TENANT} for all without one of their own
   * @param policy null for none of its own
   */
  public void replace(String tenant, @Nullable Policy policy) {
    known.updateAndGet(formulas -> formulas.with(tenant, policy));
  }

  /**
   * Another candidate is tried on a tenant, at once; it moves nobody's risk.
   *
   * @param tenant its name, or {@value Formulas#EVERY_TENANT} for all without one of their own
   * @param policy null for none
   */
  public void tryOut(String tenant, @Nullable Policy policy) {
    known.updateAndGet(formulas -> formulas.withCandidate(tenant, policy));
  }
}
