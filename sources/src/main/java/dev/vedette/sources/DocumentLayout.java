package dev.vedette.sources;

import java.util.List;

/**
 * Where the records of a format lie in a JSON document that is no line: because it goes over
 * several, or is too long for one.
 *
 * @param lists the names that lead down to each list of records, the format's {@code each}; empty
 *     if an object is always one record
 * @param anyCase whether the case of names makes no difference; those of the lists are in lower
 *     case then
 * @param around whether records are read together with what is around their list
 */
public record DocumentLayout(List<List<String>> lists, boolean anyCase, boolean around) {
  /** Records that stand alone or in a list at the top. */
  static final DocumentLayout OF_RECORDS = new DocumentLayout(List.of(), false, false);

  /** Copies the lists. */
  public DocumentLayout {
    lists = lists.stream().map(List::copyOf).toList();
  }

  static DocumentLayout of(List<Reference> each, boolean anyCase, boolean around) {
    return new DocumentLayout(
        each.stream().map(DocumentLayout::names).toList(), anyCase, around && !each.isEmpty());
  }

  private static List<String> names(Reference list) {
    return list.steps().stream().map(step -> ((Reference.Key) step).name()).toList();
  }
}
