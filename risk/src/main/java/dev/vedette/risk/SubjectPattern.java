package dev.vedette.risk;

import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import org.jspecify.annotations.Nullable;

/**
 * Which subjects are meant: by tenant, type and id. In tenant and id a {@code *} stands for any
 * number of characters. What is said of a principal is said of its sessions too.
 *
 * @param tenant a tenant, or a pattern; {@code *} for all
 * @param type the type; null for all
 * @param id an id, or a pattern; {@code *} for all
 */
public record SubjectPattern(String tenant, @Nullable SubjectType type, String id) {
  /** The most characters of a tenant or an id. */
  public static final int MAX_CHARS = 512;

  /** Checks the lengths. */
  public SubjectPattern {
    check("tenant", tenant);
    check("id", id);
  }

  private static void check(String what, String pattern) {
    if (pattern.isEmpty() || pattern.length() > MAX_CHARS) {
      throw new IllegalArgumentException(
          "%s of a pattern: must have 1 to %d characters".formatted(what, MAX_CHARS));
    }
  }

  /** Whether a subject is meant, itself or by its owner. */
  public boolean matches(Subject subject) {
    Subject owner = subject.owner();
    return one(subject) || (owner != null && one(owner));
  }

  /** Whether a subject that decides, or a session of it, may be meant. */
  public boolean mayConcern(Subject decider) {
    return one(decider)
        || (glob(tenant, decider.tenant())
            && decider.type().isPrincipal()
            && (type == null || type == SubjectType.SESSION));
  }

  private boolean one(Subject subject) {
    return (type == null || type == subject.type())
        && glob(tenant, subject.tenant())
        && glob(id, subject.id());
  }

  /** Whether a text is of a form; takes at most the product of the lengths. */
  static boolean glob(String form, String text) {
    int f = 0;
    int t = 0;
    int star = -1;
    int resume = 0;
    while (t < text.length()) {
      if (f < form.length() && form.charAt(f) == '*') {
        star = f++;
        resume = t;
      } else if (f < form.length() && form.charAt(f) == text.charAt(t)) {
        f++;
        t++;
      } else if (star >= 0) {
        f = star + 1;
        t = ++resume;
      } else {
        return false;
      }
    }
    while (f < form.length() && form.charAt(f) == '*') {
      f++;
    }
    return f == form.length();
  }

  /** Such as {@code acme/user/svc-*}. */
  @Override
  public String toString() {
    return tenant + "/" + (type == null ? "*" : type.wireName()) + "/" + id;
  }
}
