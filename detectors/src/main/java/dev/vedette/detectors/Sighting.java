package dev.vedette.detectors;

import java.util.Arrays;
import java.util.List;

/**
 * That a thing was seen in a window. Lists of sightings are sorted by key and keep the smallest
 * keys, so what is kept, and everything known of it, is the same in any order: a key once pushed
 * out never returns. Keys are hashes where their order should favour nobody.
 */
interface Sighting<T extends Sighting<T>> {
  /** Identity of the thing. */
  long key();

  /** What two sightings of the same thing show together: commutative, associative. */
  T and(T other);

  /** Where the key is in a sorted list, or {@code −1 − where it would be}. */
  static <T extends Sighting<T>> int find(List<T> sorted, long key) {
    int low = 0;
    int high = sorted.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Long.compare(sorted.get(middle).key(), key);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1 - low;
  }

  /** The keys of a list. */
  static long[] keys(List<? extends Sighting<?>> things) {
    long[] keys = new long[things.size()];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = things.get(i).key();
    }
    return keys;
  }

  /** Adds a sighting; the same list if it says nothing new. */
  static <T extends Sighting<T>> List<T> add(List<T> sorted, T next, int most) {
    int at = find(sorted, next.key());
    if (at >= 0) {
      T known = sorted.get(at);
      T both = known.and(next);
      return both.equals(known) ? sorted : Copies.replaced(sorted, at, both);
    }
    at = -1 - at;
    return at >= most ? sorted : Copies.inserted(sorted, at, next, most);
  }

  /** The sightings of both lists; the first list if the other says nothing new. */
  @SuppressWarnings({"ReferenceEquality", "unchecked"}) // the same object is surely the same
  static <T extends Sighting<T>> List<T> merge(List<T> a, List<T> b, int most) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.isEmpty() ? b : a;
    }
    T[] merged = null; // as long as it is what the first list begins with
    int size = 0;
    int i = 0;
    int j = 0;
    while (size < most && (i < a.size() || j < b.size())) {
      int order =
          i == a.size() ? 1 : j == b.size() ? -1 : Long.compare(a.get(i).key(), b.get(j).key());
      T next;
      boolean isNew = order > 0;
      if (order < 0) {
        next = a.get(i++);
      } else if (order > 0) {
        next = b.get(j++);
      } else {
        T known = a.get(i++);
        next = known.and(b.get(j++));
        isNew = next != known && !next.equals(known);
      }
      if (isNew && merged == null) {
        merged = (T[]) new Sighting<?>[Math.min(size + 1 + a.size() - i + b.size() - j, most)];
        for (int k = 0; k < size; k++) {
          merged[k] = a.get(k);
        }
      }
      if (merged != null) {
        merged[size] = next;
      }
      size++;
    }
    if (merged == null) {
      return size == a.size() ? a : List.copyOf(a.subList(0, size));
    }
    return List.of(size == merged.length ? merged : Arrays.copyOf(merged, size));
  }
}
