package dev.vedette.sources;

import org.jspecify.annotations.Nullable;

/** Takes a line apart: puts the fields that the format refers to into their slots. */
interface Extractor {
  /**
   * Fills the slots, which are empty.
   *
   * @return null if the line can now go through the rules, otherwise what became of it
   */
  @Nullable Normalized extract(Line line, @Nullable String[] slots);

  /** Whether it takes the names of fields from the first line of a file. */
  default boolean readsHeader() {
    return false;
  }

  /**
   * A line of input.
   *
   * @param text the line, decoded
   * @param work what matching it may still cost
   */
  record Line(String text, Work work) {}
}
