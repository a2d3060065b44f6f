package dev.vedette.sources.facts;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What held from when: the versions of one fact, each until the next begins. Immutable.
 *
 * @param <T> a version of the fact
 */
public final class History<T> {
  /** Since ever: the instant from which a fact holds that names none. */
  public static final long ALWAYS = Long.MIN_VALUE;

  private final long[] fromMillis;
  private final List<T> versions;

  private History(long[] fromMillis, List<T> versions) {
    this.fromMillis = fromMillis;
    this.versions = versions;
  }

  /** Nothing held, ever. */
  static <T> History<T> none() {
    return new History<>(new long[0], List.of());
  }

  /** The versions by the instant, epoch milliseconds, from which each holds. */
  public static <T> History<T> of(SortedMap<Long, T> byFromMillis) {
    return new History<>(
        byFromMillis.keySet().stream().mapToLong(Long::longValue).toArray(),
        List.copyOf(byFromMillis.values()));
  }

  /** What held at an instant; null if nothing held yet. */
  public @Nullable T at(long timeMillis) {
    int next = Arrays.binarySearch(fromMillis, timeMillis);
    int i = next >= 0 ? next : -next - 2;
    return i < 0 ? null : versions.get(i);
  }

  /** Adds the instants at which another version begins. */
  void instants(Set<Long> into) {
    for (long from : fromMillis) {
      into.add(from);
    }
  }

  /** How many versions there are. */
  int size() {
    return fromMillis.length;
  }

  /** From when the i-th version holds; the earliest is the first. */
  long from(int i) {
    return fromMillis[i];
  }

  /** The i-th version. */
  T version(int i) {
    return versions.get(i);
  }

  /** The version from exactly that instant; null if there is none. */
  @Nullable T exactly(long instantMillis) {
    int i = Arrays.binarySearch(fromMillis, instantMillis);
    return i < 0 ? null : versions.get(i);
  }

  /** The same with one version more, or with another one from that instant. */
  History<T> with(long from, T version) {
    SortedMap<Long, T> all = sorted();
    all.put(from, version);
    return of(all);
  }

  /** The same without the version from that instant. */
  History<T> without(long from) {
    SortedMap<Long, T> all = sorted();
    all.remove(from);
    return of(all);
  }

  private SortedMap<Long, T> sorted() {
    var all = new TreeMap<Long, T>();
    for (int i = 0; i < fromMillis.length; i++) {
      all.put(fromMillis[i], versions.get(i));
    }
    return all;
  }
}
