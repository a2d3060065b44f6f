package dev.vedette.detectors;

import java.util.List;

/** Copies of short immutable lists with one element more, or another one. */
@SuppressWarnings("unchecked") // the arrays never leave, List.of copies them
final class Copies {
  private Copies() {}

  /** With an element inserted, and without what is then beyond {@code most}. */
  static <T> List<T> inserted(List<T> list, int at, T element, int most) {
    T[] copy = (T[]) new Object[Math.min(list.size() + 1, most)];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = i < at ? list.get(i) : i == at ? element : list.get(i - 1);
    }
    return List.of(copy);
  }

  /** With another element in the place of one. */
  static <T> List<T> replaced(List<T> list, int at, T element) {
    T[] copy = (T[]) list.toArray();
    copy[at] = element;
    return List.of(copy);
  }
}
