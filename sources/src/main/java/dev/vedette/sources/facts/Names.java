package dev.vedette.sources.facts;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How the names of principals and devices are compared.
 *
 * <p>Names are the same if they are the same without blanks at their ends, in lower case. Nothing
 * is cut off: {@code CORP\alice}, {@code alice@corp.example} and {@code alice} are three names, as
 * the {@code alice} of another domain is somebody else. Only of a role session of AWS ({@code
 * arn:aws:sts::1:assumed-role/Role/alice}, or {@code AROA…:alice}) that is not known as a whole,
 * the session's name is looked up by itself.
 */
public final class Names {
  private static final String ASSUMED_ROLE = ":assumed-role/";

  private Names() {}

  /** The form in which names are compared. */
  public static String normal(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c <= ' ' || c >= 128 || (c >= 'A' && c <= 'Z')) {
        return name.strip().toLowerCase(Locale.ROOT);
      }
    }
    return name;
  }

  /**
   * The name of a role session of AWS, from a name in normal form; null if it is something else.
   */
  static @Nullable String roleSession(String normal) {
    int before = -1;
    if (normal.startsWith("arn:aws")) {
      int role = normal.indexOf(ASSUMED_ROLE);
      before = role < 0 ? -1 : normal.indexOf('/', role + ASSUMED_ROLE.length());
    } else if (normal.startsWith("aroa")) {
      before = normal.indexOf(':');
    }
    return before < 0 || before == normal.length() - 1 ? null : normal.substring(before + 1);
  }
}
