package dev.vedette.events;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which words of sources are of which kind: a table of patterns, {@code action-kinds.txt}. An
 * action is compared as lower-case words joined by underscores, so that {@code AttachUserPolicy},
 * {@code attach.user.policy} and {@code Attach user policy} are one. The first pattern that fits
 * decides. What was asked lately is remembered, so an instance is for one thread.
 */
public final class ActionKinds {
  private static final int MOST_REMEMBERED = 4_096;
  private static final List<Pattern> SHIPPED = read();

  private record Pattern(ActionKind kind, String[] parts, boolean fromStart, boolean toEnd) {
    static Pattern of(ActionKind kind, String glob) {
      var parts = new ArrayList<String>();
      for (String part : glob.split("\\*", -1)) {
        if (!part.isEmpty()) {
          parts.add(part);
        }
      }
      if (parts.isEmpty()) {
        throw new IllegalArgumentException("the pattern '" + glob + "' fits everything");
      }
      return new Pattern(
          kind, parts.toArray(String[]::new), !glob.startsWith("*"), !glob.endsWith("*"));
    }

    boolean fits(String words) {
      int at = 0;
      for (int i = 0; i < parts.length; i++) {
        boolean last = i == parts.length - 1;
        int found =
            last && toEnd
                ? words.endsWith(parts[i]) ? words.length() - parts[i].length() : -1
                : words.indexOf(parts[i], at);
        if (found < at || (i == 0 && fromStart && found != 0)) {
          return false;
        }
        at = found + parts[i].length();
      }
      return true;
    }
  }

  private final Map<String, Optional<ActionKind>> remembered = new HashMap<>();

  /** A reader of the shipped table. */
  public ActionKinds() {}

  /** The kind of an action; null if it is none of them. */
  public @Nullable ActionKind of(String action) {
    Optional<ActionKind> known = remembered.get(action);
    if (known == null) {
      if (remembered.size() == MOST_REMEMBERED) {
        remembered.clear();
      }
      known = Optional.ofNullable(find(words(action)));
      remembered.put(action, known);
    }
    return known.orElse(null);
  }

  private static @Nullable ActionKind find(String words) {
    for (Pattern pattern : SHIPPED) {
      if (pattern.fits(words)) {
        return pattern.kind;
      }
    }
    return null;
  }

  /** Lower-case words joined by underscores; a change from small to capital begins a word. */
  static String words(String action) {
    var words = new StringBuilder(action.length() + 8);
    for (int i = 0; i < action.length(); i++) {
      char c = action.charAt(i);
      if (Character.isLetterOrDigit(c)) {
        boolean begins =
            Character.isUpperCase(c) && i > 0 && Character.isLowerCase(action.charAt(i - 1));
        if (begins && !words.isEmpty() && words.charAt(words.length() - 1) != '_') {
          words.append('_');
        }
        words.append(Character.toLowerCase(c));
      } else if (!words.isEmpty() && words.charAt(words.length() - 1) != '_') {
        words.append('_');
      }
    }
    int length = words.length();
    return length > 0 && words.charAt(length - 1) == '_'
        ? words.substring(0, length - 1)
        : words.toString();
  }

  private static List<Pattern> read() {
    var patterns = new ArrayList<Pattern>();
    try (var in = ActionKinds.class.getResourceAsStream("action-kinds.txt");
        var lines =
            new BufferedReader(
                new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String text = line.strip();
        if (!text.isEmpty() && text.charAt(0) != '#') {
          int colon = text.indexOf(':');
          ActionKind kind = ActionKind.of(colon < 0 ? text : text.substring(0, colon).strip());
          if (kind == null) {
            throw new IllegalArgumentException("action-kinds.txt: no kind in '" + text + "'");
          }
          for (String glob : text.substring(colon + 1).strip().split("\\s+", 0)) {
            patterns.add(Pattern.of(kind, glob));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(patterns);
  }
}
