package dev.vedette.events;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The labels of an event: a map that does not change, sorted by name. One array, where a tree would
 * take an object for each label: an event may have thirty of them.
 */
public final class Labels extends AbstractMap<String, String> {
  /** Names and values in turn. */
  private final String[] pairs;

  private Labels(String[] pairs) {
    this.pairs = pairs;
  }

  /**
   * Labels whose names are in order.
   *
   * @param pairs a name, its value, the next name, …; not copied
   * @throws IllegalArgumentException if a name is not behind the one before it
   */
  public static Labels ofSorted(String... pairs) {
    if (pairs.length % 2 != 0) {
      throw new IllegalArgumentException("a label has no value");
    }
    for (int i = 2; i < pairs.length; i += 2) {
      if (pairs[i - 2].compareTo(pairs[i]) >= 0) {
        throw new IllegalArgumentException(
            "label \"%s\" is not behind \"%s\""
                .formatted(Text.excerpt(pairs[i]), Text.excerpt(pairs[i - 2])));
      }
    }
    return new Labels(pairs);
  }

  /** The same labels as in any map. */
  public static Labels copyOf(Map<String, String> labels) {
    if (labels instanceof Labels same) {
      return same;
    }
    String[] pairs = new String[2 * labels.size()];
    int at = 0;
    for (var label : new TreeMap<>(labels).entrySet()) {
      pairs[at++] = label.getKey();
      pairs[at++] = label.getValue();
    }
    return new Labels(pairs);
  }

  @Override
  public int size() {
    return pairs.length / 2;
  }

  @Override
  public @Nullable String get(@Nullable Object name) {
    int at = name instanceof String text ? find(text) : -1;
    return at < 0 ? null : pairs[at + 1];
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return name instanceof String text && find(text) >= 0;
  }

  private int find(String name) {
    int low = 0;
    int high = pairs.length / 2 - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = pairs[2 * middle].compareTo(name);
      if (order == 0) {
        return 2 * middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  @Override
  public void forEach(BiConsumer<? super String, ? super String> action) {
    for (int i = 0; i < pairs.length; i += 2) {
      action.accept(pairs[i], pairs[i + 1]);
    }
  }

  @Override
  public Set<Entry<String, String>> entrySet() {
    return new Entries();
  }

  private final class Entries extends AbstractSet<Entry<String, String>> {
    @Override
    public int size() {
      return pairs.length / 2;
    }

    @Override
    public Iterator<Entry<String, String>> iterator() {
      return new Iterator<>() {
        private int at;

        @Override
        public boolean hasNext() {
          return at < pairs.length;
        }

        @Override
        public Entry<String, String> next() {
          if (at >= pairs.length) {
            throw new NoSuchElementException();
          }
          at += 2;
          return Map.entry(pairs[at - 2], pairs[at - 1]);
        }
      };
    }
  }
}
