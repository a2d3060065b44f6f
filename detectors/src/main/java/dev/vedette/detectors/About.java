package dev.vedette.detectors;

import java.util.List;

/**
 * A detector for people; {@code docs/detections.md} is made of these.
 *
 * @param title what it detects, in two or three words
 * @param sees what it sees, one or two sentences
 * @param needs the fields without which it is blind, and how much it must have learned
 * @param falsePositives what is normal and looks the same
 */
public record About(String title, String sees, String needs, List<String> falsePositives) {
  /** Copies the list. */
  public About {
    falsePositives = List.copyOf(falsePositives);
  }
}
