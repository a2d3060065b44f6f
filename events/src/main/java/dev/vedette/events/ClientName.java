package dev.vedette.events;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The software behind a user agent in a form that survives its updates: family and system, without
 * versions. Not a catalogue of all browsers: what it does not know it names by its first word.
 */
public final class ClientName {
  /** Longer names are cut. */
  public static final int MAX_CHARS = 64;

  /** What is looked for, in this order, as browsers also name their ancestors. */
  private static final List<Known> FAMILIES =
      List.of(
          new Known("HeadlessChrome/", "Headless Chrome"),
          new Known("Edg", "Edge"),
          new Known("OPR/", "Opera"),
          new Known("SamsungBrowser/", "Samsung Internet"),
          new Known("CriOS/", "Chrome"),
          new Known("FxiOS/", "Firefox"),
          new Known("Chrome/", "Chrome"),
          new Known("Firefox/", "Firefox"),
          new Known("Safari/", "Safari"),
          new Known("Trident/", "Internet Explorer"));

  private static final List<Known> SYSTEMS =
      List.of(
          new Known("Windows", "Windows"),
          new Known("Android", "Android"),
          new Known("iPhone", "iOS"),
          new Known("iPad", "iOS"),
          new Known("Mac OS X", "macOS"),
          new Known("Macintosh", "macOS"),
          new Known("CrOS", "ChromeOS"),
          new Known("Linux", "Linux"));

  private record Known(String sign, String name) {}

  private ClientName() {}

  /** The name of a user agent, otherwise the application's; null if neither is known. */
  public static @Nullable String of(@Nullable String userAgent, @Nullable String app) {
    if (userAgent == null || userAgent.isBlank()) {
      return app == null || app.isBlank() ? null : cut(app.strip());
    }
    String family = userAgent.startsWith("Mozilla/") ? find(FAMILIES, userAgent) : null;
    if (family == null) {
      family = firstWord(userAgent.strip());
    }
    String system = find(SYSTEMS, userAgent);
    return cut(system == null ? family : family + " on " + system);
  }

  private static @Nullable String find(List<Known> known, String userAgent) {
    for (Known one : known) {
      if (userAgent.contains(one.sign)) {
        return one.name;
      }
    }
    return null;
  }

  private static String firstWord(String userAgent) {
    for (int i = 0; i < userAgent.length(); i++) {
      char c = userAgent.charAt(i);
      if (i > 0 && (c == '/' || c <= ' ' || c == '(' || c == ';')) {
        return userAgent.substring(0, i);
      }
    }
    return userAgent;
  }

  private static String cut(String name) {
    if (name.length() <= MAX_CHARS) {
      return name;
    }
    boolean splits = Character.isHighSurrogate(name.charAt(MAX_CHARS - 1));
    return name.substring(0, splits ? MAX_CHARS - 1 : MAX_CHARS);
  }
}
