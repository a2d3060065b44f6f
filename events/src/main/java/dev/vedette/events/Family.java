package dev.vedette.events;

import java.util.Locale;

/**
 * A group of detections that see the same thing from several sides; a family's evidence saturates
 * together, so that correlated signals are not counted as independent. The order is part of stored
 * state: append only.
 */
public enum Family {
  SESSION,
  PLACE,
  DEVICE,
  TIME,
  CREDENTIAL,
  VOLUME,
  PRIVILEGE,
  CONTROL,
  REACH,
  INTEL;

  private static final Family[] ALL = values();

  private final String wireName = name().toLowerCase(Locale.ROOT);

  /** The name in JSON, Avro and policies, such as {@code credential}. */
  public String wireName() {
    return wireName;
  }

  /** The family of an ordinal in stored state. */
  public static Family ofOrdinal(int ordinal) {
    return ALL[ordinal];
  }

  /**
   * Reads a wire name.
   *
   * @throws IllegalArgumentException naming the value and what is accepted
   */
  public static Family of(String wireName) {
    return Wire.read(Family.class, "family", wireName);
  }
}
