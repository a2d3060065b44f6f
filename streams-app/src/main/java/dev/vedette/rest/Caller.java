package dev.vedette.rest;

import io.javalin.http.Context;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, as the {@link Doorkeeper} found out.
 *
 * @param name tells callers apart: for limits, never for rights
 * @param roles what the caller may do
 * @param tenants whose data the caller may see; null for everybody's
 * @param isNamed whether a token says that this is the caller's name
 */
record Caller(String name, Set<Caller.Role> roles, @Nullable Set<String> tenants, boolean isNamed) {
  /** Whoever asks for what anybody may know. */
  static final Caller ANYBODY = new Caller("anybody", Set.of(), Set.of(), false);

  /** Whoever is on this machine, where nobody needs a token. */
  static final Caller LOOPBACK = new Caller("loopback", Set.of(Role.values()), null, false);

  private static final String ATTRIBUTE = "vedette.caller";

  /** What a caller may do; none contains another. */
  enum Role {
    /** Ask. */
    READER,
    /** Say what was found out. */
    ANALYST,
    /** See dead letters, and have them read again. */
    ADMIN
  }

  /** Copies the sets. */
  Caller {
    roles = Set.copyOf(roles);
    tenants = tenants == null ? null : Set.copyOf(tenants);
  }

  /** A caller whom a token names. */
  Caller(String name, Set<Caller.Role> roles, @Nullable Set<String> tenants) {
    this(name, roles, tenants, true);
  }

  /** The name that the caller's token says; null if it needed none. */
  @Nullable String ownName() {
    return isNamed ? name : null;
  }

  /** A caller who may do everything to everybody's data. */
  static Caller all(String name) {
    return new Caller(name, Set.of(Role.values()), null);
  }

  /** Whoever sent a request that was let in. */
  static Caller of(Context context) {
    Caller caller = context.attribute(ATTRIBUTE);
    return caller == null ? ANYBODY : caller;
  }

  /** Notes that this is who sent a request. */
  void sent(Context context) {
    context.attribute(ATTRIBUTE, this);
  }

  /** Whether the caller may see a tenant's data; null is that of which no tenant is known. */
  boolean sees(@Nullable String tenant) {
    return tenants == null || (tenant != null && tenants.contains(tenant));
  }

  /**
   * Refuses a caller who lacks a role.
   *
   * @param needed null if nobody needs one
   * @throws ProblemException if the caller does not have it
   */
  void check(@Nullable Role needed) {
    if (needed != null && !roles.contains(needed)) {
      throw new ProblemException(Problem.forbidden());
    }
  }

  /**
   * Refuses a caller who may not see a tenant's data.
   *
   * @throws ProblemException as if the caller lacked a role: whether the tenant exists is not said
   */
  void check(String tenant) {
    if (!sees(tenant)) {
      throw new ProblemException(Problem.forbidden());
    }
  }
}
