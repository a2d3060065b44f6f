package dev.vedette.events;

import org.jspecify.annotations.Nullable;

/**
 * Who or what has a risk: (tenant, type, id).
 *
 * <p>A session also names its owner, the principal in whose risk record it lives: the same session
 * id under two principals is two subjects, so a session's key never changes.
 *
 * @param tenant the tenant, at most {@value #MAX_CHARS} characters
 * @param type the kind of subject
 * @param id the canonical id, at most {@value #MAX_CHARS} characters; any character may occur
 * @param owner the principal of a session; null for everything else, and for a session of nobody
 */
public record Subject(String tenant, SubjectType type, String id, @Nullable Subject owner) {
  /** The longest tenant or id, in characters. */
  public static final int MAX_CHARS = 512;

  /** Checks the bounds and that only a session has an owner. */
  public Subject {
    if (tenant.length() > MAX_CHARS || id.length() > MAX_CHARS) {
      throw new IllegalArgumentException(
          "subject %s \"%s\": tenant and id have at most %d characters"
              .formatted(type.wireName(), Text.excerpt(id), MAX_CHARS));
    }
    if (id.isEmpty()) {
      throw new IllegalArgumentException(
          "a subject of type %s has an empty id".formatted(type.wireName()));
    }
    if (owner != null && (type != SubjectType.SESSION || !owner.type().isPrincipal())) {
      throw new IllegalArgumentException(
          "only a session has an owner, and the owner is a principal");
    }
  }

  /** A subject that stands for itself. */
  public static Subject of(String tenant, SubjectType type, String id) {
    return new Subject(tenant, type, id, null);
  }

  /** The session of a principal. */
  public static Subject session(Subject owner, String id) {
    return new Subject(owner.tenant(), SubjectType.SESSION, id, owner);
  }

  /** The subject in whose risk record this one is kept: a session's owner, otherwise itself. */
  public Subject decider() {
    return owner == null ? this : owner;
  }
}
