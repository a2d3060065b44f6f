package dev.vedette.sources;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A path to a field of the input: {@code user.name}, {@code items[0].id}, {@code items[*].id} (the
 * first item that has one), {@code fields[name=colour].value}, {@code "a.b"} for a name that has a
 * dot in it; {@code ^.name} is a field of what is around the record.
 */
record Reference(List<Step> steps) {
  /** The name of the step out of a record to what is around it. */
  static final String OUTER = "^";

  private static final int MAX_STEPS = 16;

  /** One step down. */
  sealed interface Step {}

  /** To the member of that name. */
  record Key(String name) implements Step {}

  /** To that item of a list, counted from 0. */
  record Index(int position) implements Step {}

  /** To the first item of a list that has what the rest of the path asks for. */
  record Any() implements Step {}

  /** To the first item of a list whose member of that name is that text. */
  record Match(String name, String text) implements Step {}

  Reference {
    steps = List.copyOf(steps);
  }

  /** A field at the top. */
  static Reference to(String name) {
    return new Reference(List.of(new Key(name)));
  }

  /**
   * Reads a path.
   *
   * @throws IllegalArgumentException saying what is wrong
   */
  static Reference parse(String path) {
    var steps = new ArrayList<Step>();
    int at = 0;
    boolean expectKey = true;
    while (at < path.length() || expectKey) {
      if (expectKey) {
        int end;
        if (at < path.length() && path.charAt(at) == '"') {
          end = path.indexOf('"', at + 1);
          if (end < 0) {
            throw new IllegalArgumentException("a quote does not end in ${%s}".formatted(path));
          }
          steps.add(new Key(path.substring(at + 1, end)));
          end++;
        } else {
          end = at;
          while (end < path.length() && ".[\"".indexOf(path.charAt(end)) < 0) {
            end++;
          }
          if (end == at) {
            throw new IllegalArgumentException("a name is missing in ${%s}".formatted(path));
          }
          steps.add(new Key(path.substring(at, end)));
        }
        at = end;
        expectKey = false;
      } else if (path.charAt(at) == '.') {
        at++;
        expectKey = true;
      } else if (path.charAt(at) == '[') {
        int end = bracket(path, at);
        steps.add(item(path, path.substring(at + 1, end)));
        at = end + 1;
      } else {
        throw new IllegalArgumentException("a dot is expected in ${%s}".formatted(path));
      }
    }
    if (steps.size() > MAX_STEPS) {
      throw new IllegalArgumentException(
          "${%s} has %d steps, at most %d are accepted".formatted(path, steps.size(), MAX_STEPS));
    }
    return new Reference(steps);
  }

  /** Where the bracket that opens there closes, beyond what is quoted. */
  private static int bracket(String path, int from) {
    boolean quoted = false;
    for (int i = from; i < path.length(); i++) {
      quoted ^= path.charAt(i) == '"';
      if (path.charAt(i) == ']' && !quoted) {
        return i;
      }
    }
    throw new IllegalArgumentException("a ] is missing in ${%s}".formatted(path));
  }

  private static Step item(String path, String which) {
    if (which.equals("*")) {
      return new Any();
    }
    if (which.matches("\\d{1,4}")) {
      return new Index(Integer.parseInt(which));
    }
    int equals = which.indexOf('=');
    if (equals < 1) {
      throw new IllegalArgumentException(
          "[n], [*] or [name=text] is expected in ${%s}".formatted(path));
    }
    String text = which.substring(equals + 1);
    boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    return new Match(
        which.substring(0, equals), quoted ? text.substring(1, text.length() - 1) : text);
  }

  /** The same path with its names in lower case. */
  Reference inLowerCase() {
    return new Reference(
        steps.stream()
            .map(step ->
                switch (step) {
                  case Key(String name) -> new Key(name.toLowerCase(Locale.ROOT));
                  case Match(String name, String text) ->
                      new Match(name.toLowerCase(Locale.ROOT), text);
                  case Index _, Any _ -> step;
                })
            .toList());
  }

  /** Whether this is the name of a field at the top. */
  boolean isName() {
    return steps.size() == 1;
  }

  /** The name of the field at the top. */
  String name() {
    return ((Key) steps.getFirst()).name();
  }

  /** The path below the first step. */
  Reference below() {
    return new Reference(steps.subList(1, steps.size()));
  }

  /** The names of the path with dots between them; what is not a name is left out. */
  String dotted() {
    return steps.stream()
        .filter(Key.class::isInstance)
        .map(step -> ((Key) step).name())
        .collect(Collectors.joining("."));
  }

  /** Whether no step goes into a list. */
  boolean isOfNames() {
    return steps.stream().allMatch(Key.class::isInstance);
  }

  /** The path as it is written in a mapping file. */
  @Override
  public String toString() {
    var path = new StringBuilder();
    for (Step step : steps) {
      switch (step) {
        case Key(String name) -> {
          if (!path.isEmpty()) {
            path.append('.');
          }
          boolean plain = name.chars().noneMatch(c -> ".[\"".indexOf(c) >= 0);
          path.append(plain ? name : '"' + name + '"');
        }
        case Index(int position) -> path.append('[').append(position).append(']');
        case Any() -> path.append("[*]");
        case Match(String name, String text) ->
            path.append('[').append(name).append('=').append(text).append(']');
      }
    }
    return path.toString();
  }
}
