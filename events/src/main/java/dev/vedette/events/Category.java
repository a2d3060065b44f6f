package dev.vedette.events;

import java.util.Locale;

/** What area of life an event belongs to. The name in lower case is its name on the wire. */
public enum Category {
  AUTHENTICATION,
  ACCOUNT_CHANGE,
  AUTHORIZATION,
  API,
  NETWORK,
  DATA,
  PROCESS,
  CONFIGURATION,
  DETECTION;

  private final String wireName = name().toLowerCase(Locale.ROOT);

  /** The name in JSON and Avro, such as {@code account_change}. */
  public String wireName() {
    return wireName;
  }

  /**
   * Reads a wire name.
   *
   * @throws IllegalArgumentException naming the value and what is accepted
   */
  public static Category of(String wireName) {
    return Wire.read(Category.class, "category", wireName);
  }
}
