package dev.vedette.sources;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a value is got from the fields of one line; compiled once, when the format is loaded. Empty
 * text is no value.
 */
sealed interface Value {
  /** The value, or null if there is none. */
  @Nullable String of(@Nullable String[] slots);

  /** The same for every line. */
  record Constant(String text) implements Value {
    @Override
    public String of(@Nullable String[] slots) {
      return text;
    }
  }

  /** A field of the line. */
  record Field(int slot) implements Value {
    @Override
    public @Nullable String of(@Nullable String[] slots) {
      String text = slots[slot];
      return text == null || text.isEmpty() ? null : text;
    }
  }

  /** The parts one after the other; nothing if a part has no value. */
  record Template(List<Value> parts) implements Value {
    @Override
    public @Nullable String of(@Nullable String[] slots) {
      var text = new StringBuilder();
      for (Value part : parts) {
        String piece = part.of(slots);
        if (piece == null) {
          return null;
        }
        text.append(piece);
      }
      return text.toString();
    }
  }

  /** The first of several that has a value. */
  record First(List<Value> candidates) implements Value {
    @Override
    public @Nullable String of(@Nullable String[] slots) {
      for (Value candidate : candidates) {
        String text = candidate.of(slots);
        if (text != null) {
          return text;
        }
      }
      return null;
    }
  }

  /** Those that have a value, with text between them. */
  record Join(List<Value> parts, String between) implements Value {
    @Override
    public @Nullable String of(@Nullable String[] slots) {
      StringBuilder text = null;
      for (Value part : parts) {
        String piece = part.of(slots);
        if (piece != null) {
          text = text == null ? new StringBuilder() : text.append(between);
          text.append(piece);
        }
      }
      return text == null ? null : text.toString();
    }
  }

  /** A table from values to values. Without a default, what is not in it has no value. */
  record Table(Value key, Map<String, String> values, @Nullable Value otherwise) implements Value {
    @Override
    public @Nullable String of(@Nullable String[] slots) {
      String given = key.of(slots);
      String found = given == null ? null : values.get(given);
      return found != null || otherwise == null ? found : otherwise.of(slots);
    }
  }

  /** One value if a field is there, another (or none) if it is not. */
  record Given(Value condition, Value then, @Nullable Value otherwise) implements Value {
    @Override
    public @Nullable String of(@Nullable String[] slots) {
      if (condition.of(slots) != null) {
        return then.of(slots);
      }
      return otherwise == null ? null : otherwise.of(slots);
    }
  }

  /** The text in lower case, by the rules of no language. */
  record Lower(Value value) implements Value {
    @Override
    public @Nullable String of(@Nullable String[] slots) {
      String text = value.of(slots);
      return text == null ? null : text.toLowerCase(Locale.ROOT);
    }
  }
}
