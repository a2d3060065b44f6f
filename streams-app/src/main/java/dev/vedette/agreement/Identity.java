package dev.vedette.agreement;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A way to write who somebody is, taken apart: {@code alice}, {@code CORP\alice}, {@code
 * alice@corp.example}, {@code uid=alice,dc=corp} or an ARN that ends in {@code /alice}. The root
 * user of a cloud account is the account.
 *
 * @param user the name without a domain, in lower case
 * @param domain the domain in lower case; null if none is given
 */
record Identity(String user, @Nullable String domain) {
  private static final Pattern ROOT = Pattern.compile("arn:[a-z-]+:iam::(?<account>\\d+):root");

  /** Takes a spelling apart. */
  static Identity of(String spelling) {
    String text = spelling.strip().toLowerCase(Locale.ROOT);
    int backslash = text.lastIndexOf('\\');
    if (backslash >= 0 && backslash < text.length() - 1) {
      return new Identity(
          text.substring(backslash + 1), text.substring(0, backslash).replace("\\", ""));
    }
    Matcher root = ROOT.matcher(text);
    if (root.matches()) {
      return new Identity(root.group("account"), null);
    }
    if (text.startsWith("arn:")) {
      return new Identity(
          text.substring(text.lastIndexOf(text.contains("/") ? '/' : ':') + 1), null);
    }
    if (text.startsWith("uid=") || text.startsWith("cn=")) {
      int comma = text.indexOf(',');
      return new Identity(
          text.substring(text.indexOf('=') + 1, comma < 0 ? text.length() : comma), null);
    }
    int at = text.lastIndexOf('@');
    return at > 0 && at < text.length() - 1
        ? new Identity(text.substring(0, at), text.substring(at + 1))
        : new Identity(text, null);
  }

  /**
   * Whether two spellings can be those of one person: the users are equal, and the domains too
   * where both give one. {@code CORP} is the domain {@code corp.example}.
   */
  boolean agrees(Identity other) {
    String mine = domain;
    String theirs = other.domain;
    return user.equals(other.user)
        && (mine == null
            || theirs == null
            || mine.equals(theirs)
            || mine.startsWith(theirs + ".")
            || theirs.startsWith(mine + "."));
  }
}
