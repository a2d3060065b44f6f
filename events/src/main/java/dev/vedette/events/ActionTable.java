package dev.vedette.events;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A table that says of actions what they are, by patterns of their words. An action is compared as
 * lower-case words joined by underscores, so that {@code AttachUserPolicy}, {@code
 * attach.user.policy} and {@code Attach user policy} are one. The first pattern that fits decides.
 *
 * <p>A line is {@code value: pattern pattern …}; {@code *} in a pattern is anything. Empty lines
 * and lines that begin with {@code #} are passed over.
 *
 * @param <T> what actions are said to be
 */
public final class ActionTable<T> {
  private final List<Entry<T>> entries;

  private record Entry<T>(Pattern pattern, T value) {}

  private record Pattern(String[] parts, boolean fromStart, boolean toEnd) {
    static Pattern of(String glob) {
      var parts = new ArrayList<String>();
      for (String part : glob.split("\\*", -1)) {
        if (!part.isEmpty()) {
          parts.add(part);
        }
      }
      if (parts.isEmpty()) {
        throw new IllegalArgumentException("the pattern '" + glob + "' fits everything");
      }
      return new Pattern(parts.toArray(String[]::new), !glob.startsWith("*"), !glob.endsWith("*"));
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

  private ActionTable(List<Entry<T>> entries) {
    this.entries = List.copyOf(entries);
  }

  /**
   * Reads a table that ships beside a class.
   *
   * @param values the value of its name; null if there is none
   * @throws IllegalArgumentException naming the line, if it is no line of a table
   */
  public static <T> ActionTable<T> read(
      Class<?> beside, String file, Function<String, @Nullable T> values) {
    var entries = new ArrayList<Entry<T>>();
    try (var in = beside.getResourceAsStream(file);
        var lines =
            new BufferedReader(
                new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String text = line.strip();
        if (!text.isEmpty() && text.charAt(0) != '#') {
          int colon = text.indexOf(':');
          T value = values.apply(colon < 0 ? text : text.substring(0, colon).strip());
          if (colon < 0 || value == null) {
            throw new IllegalArgumentException("%s: nothing is said by '%s'".formatted(file, text));
          }
          for (String glob : text.substring(colon + 1).strip().split("\\s+", 0)) {
            entries.add(new Entry<>(Pattern.of(glob), value));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ActionTable<>(entries);
  }

  /** What an action is said to be; null if no pattern fits. Tries one pattern after the other. */
  public @Nullable T of(String action) {
    String words = words(action);
    for (Entry<T> entry : entries) {
      if (entry.pattern.fits(words)) {
        return entry.value;
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
}
