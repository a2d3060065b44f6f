package dev.vedette.simulator;

import dev.vedette.events.Category;
import org.jspecify.annotations.Nullable;

/**
 * Something that people do at work.
 *
 * @param action the event's action
 * @param category the event's category
 * @param things the kind of resource it touches; null for none
 * @param weight how often, relative to the others of the same job
 * @param inBytes median of the bytes received
 * @param outBytes median of the bytes sent
 */
record Deed(
    String action,
    Category category,
    @Nullable String things,
    double weight,
    double inBytes,
    double outBytes) {
  static Deed data(String action, String things, double weight, double inBytes, double outBytes) {
    return new Deed(action, Category.DATA, things, weight, inBytes, outBytes);
  }

  /** Whether it sends something to an address outside. */
  boolean uploads() {
    return action.equals(Journal.UPLOAD);
  }

  static Deed call(String action, Category category, @Nullable String things, double weight) {
    return new Deed(action, category, things, weight, 1_500, 600);
  }
}
