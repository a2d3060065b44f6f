package dev.vedette.sources;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a value is got from the fields of one record; compiled once, when the format is loaded. Empty
 * text is no value.
 */
sealed interface Value {
  /** The value, or null if there is none. */
  @Nullable String of(Fields fields);

  /** The same for every record. */
  record Constant(String text) implements Value {
    @Override
    public String of(Fields fields) {
      return text;
    }
  }

  /** A field of the record. */
  record Field(int slot) implements Value {
    @Override
    public @Nullable String of(Fields fields) {
      return fields.value(slot);
    }
  }

  /** The parts one after the other; nothing if a part has no value. */
  record Template(List<Value> parts) implements Value {
    @Override
    public @Nullable String of(Fields fields) {
      var text = new StringBuilder();
      for (Value part : parts) {
        String piece = part.of(fields);
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
    public @Nullable String of(Fields fields) {
      for (Value candidate : candidates) {
        String text = candidate.of(fields);
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
    public @Nullable String of(Fields fields) {
      StringBuilder text = null;
      for (Value part : parts) {
        String piece = part.of(fields);
        if (piece != null) {
          text = text == null ? new StringBuilder() : text.append(between);
          text.append(piece);
        }
      }
      return text == null ? null : text.toString();
    }
  }

  /**
   * A table from values to values. Without a default, what is not in it has no value.
   *
   * @param values by the text; by the text in lower case if letters' case does not matter
   * @param patterns tried in order on what is not in the table
   */
  record Table(
      Value key,
      boolean anyCase,
      Map<String, Value> values,
      List<Pair> patterns,
      @Nullable Value otherwise)
      implements Value {
    /** What is meant by texts that an expression fits. */
    record Pair(Expression expression, Value meant) {}

    @Override
    public @Nullable String of(Fields fields) {
      Value chosen = chosen(fields);
      return chosen == null ? null : chosen.of(fields);
    }

    private @Nullable Value chosen(Fields fields) {
      String given = key.of(fields);
      if (given != null) {
        Value found = values.get(anyCase ? given.toLowerCase(Locale.ROOT) : given);
        if (found != null) {
          return found;
        }
        for (Pair pair : patterns) {
          if (pair.expression().fits(given, fields)) {
            return pair.meant();
          }
        }
      }
      return otherwise;
    }
  }

  /** One value if a field is there, another (or none) if it is not. */
  record Given(Value condition, Value then, @Nullable Value otherwise) implements Value {
    @Override
    public @Nullable String of(Fields fields) {
      if (condition.of(fields) != null) {
        return then.of(fields);
      }
      return otherwise == null ? null : otherwise.of(fields);
    }
  }

  /** One value if conditions hold, another (or none) if one does not. */
  record When(List<Rule.Condition> conditions, Value then, @Nullable Value otherwise)
      implements Value {
    @Override
    public @Nullable String of(Fields fields) {
      if (Rule.hold(conditions, fields)) {
        return then.of(fields);
      }
      return otherwise == null ? null : otherwise.of(fields);
    }
  }

  /** What an expression that fits the whole value makes of its groups; nothing if it does not. */
  record Part(Value value, Expression expression, Value made) implements Value {
    @Override
    public @Nullable String of(Fields fields) {
      String text = value.of(fields);
      return text != null && expression.fits(text, fields) ? made.of(fields) : null;
    }
  }

  /** Something made of a value's text alone, such as its lower case. */
  record Made(Value value, Maker maker) implements Value {
    @Override
    public @Nullable String of(Fields fields) {
      String text = value.of(fields);
      return text == null ? null : maker.of(text);
    }
  }

  /** Tells from which fields of this record the value is made. */
  default void sources(Fields fields, Consumer<Field> each) {
    switch (this) {
      case Constant _ -> {}
      case Field field -> {
        if (field.of(fields) != null) {
          each.accept(field);
        }
      }
      case Template(List<Value> parts) -> parts.forEach(p -> p.sources(fields, each));
      case Join(List<Value> parts, String between) -> parts.forEach(p -> p.sources(fields, each));
      case First(List<Value> candidates) ->
          candidates.stream()
              .filter(c -> c.of(fields) != null)
              .findFirst()
              .ifPresent(c -> c.sources(fields, each));
      case Given(Value condition, Value then, Value otherwise) -> {
        condition.sources(fields, each);
        sources(condition.of(fields) != null ? then : otherwise, fields, each);
      }
      case When(List<Rule.Condition> conditions, Value then, Value otherwise) -> {
        conditions.forEach(c -> c.field().sources(fields, each));
        sources(Rule.hold(conditions, fields) ? then : otherwise, fields, each);
      }
      case Table table -> {
        table.key().sources(fields, each);
        sources(table.chosen(fields), fields, each);
      }
      case Part part -> part.value().sources(fields, each);
      case Made made -> made.value().sources(fields, each);
    }
  }

  private static void sources(@Nullable Value chosen, Fields fields, Consumer<Field> each) {
    if (chosen != null) {
      chosen.sources(fields, each);
    }
  }

  /** Tells what a value may turn out to be, without looking at a record. */
  default void outcomes(Consumer<Value> each) {
    each.accept(this);
    switch (this) {
      case First(List<Value> candidates) -> candidates.forEach(c -> c.outcomes(each));
      case Given(Value condition, Value then, Value otherwise) -> {
        then.outcomes(each);
        if (otherwise != null) {
          otherwise.outcomes(each);
        }
      }
      case When(List<Rule.Condition> conditions, Value then, Value otherwise) -> {
        then.outcomes(each);
        if (otherwise != null) {
          otherwise.outcomes(each);
        }
      }
      case Table table -> {
        table.values().values().forEach(v -> v.outcomes(each));
        table.patterns().forEach(p -> p.meant().outcomes(each));
        if (table.otherwise() instanceof Value otherwise) {
          otherwise.outcomes(each);
        }
      }
      case Constant _, Field _, Template _, Join _, Part _, Made _ -> {}
    }
  }
}
