package dev.vedette.sources;

import java.util.ArrayList;
import java.util.List;

/**
 * A path to a field of the input: {@code user.name}, {@code items[0].id}, {@code "a.b"} for a name
 * that has a dot in it.
 */
record Reference(List<Step> steps) {
  private static final int MAX_STEPS = 16;

  /** One step down. */
  sealed interface Step {}

  /** To the member of that name. */
  record Key(String name) implements Step {}

  /** To that item of a list, counted from 0. */
  record Index(int position) implements Step {}

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
        int end = path.indexOf(']', at);
        if (end < 0 || end - at > 5 || !path.substring(at + 1, end).matches("\\d+")) {
          throw new IllegalArgumentException("[n] is expected in ${%s}".formatted(path));
        }
        steps.add(new Index(Integer.parseInt(path.substring(at + 1, end))));
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

  /** Whether this is the name of a field at the top. */
  boolean isName() {
    return steps.size() == 1;
  }

  /** The name of the field at the top. */
  String name() {
    return ((Key) steps.getFirst()).name();
  }
}
