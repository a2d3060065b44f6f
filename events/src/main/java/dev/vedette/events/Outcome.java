package dev.vedette.events;

import java.util.Locale;

/** How an event ended. The name in lower case is its name on the wire. */
public enum Outcome {
  SUCCESS,
  FAILURE,
  UNKNOWN;

  private final String wireName = name().toLowerCase(Locale.ROOT);

  /** The name in JSON and Avro, such as {@code success}. */
  public String wireName() {
    return wireName;
  }

  /**
   * Reads a wire name.
   *
   * @throws IllegalArgumentException naming the value and what is accepted
   */
  public static Outcome of(String wireName) {
    return Wire.read(Outcome.class, "outcome", wireName);
  }
}
