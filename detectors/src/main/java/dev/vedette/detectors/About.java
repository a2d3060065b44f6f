package dev.vedette.detectors;

import java.util.List;

/**
 * A detector for people; {@code docs/detections.md} is made of these.
 *
 * @param title what it detects, in two or three words
 * @param sees what it sees, one or two sentences
 * @param needs the fields without which it is blind, and how much it must have learned
 * @param tune what makes it say less, or more, where it is wrong: facts, suppressions, verdicts
 * @param falsePositives what is normal and looks the same
 */
public record About(
    String title, String sees, String needs, String tune, List<String> falsePositives) {
  /** Copies the list. */
  public About {
    falsePositives = List.copyOf(falsePositives);
  }
}
