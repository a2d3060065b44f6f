package dev.vedette.events;

import java.util.Locale;

/** What kind of thing a subject is. The name in lower case is its name on the wire. */
public enum SubjectType {
  USER,
  SERVICE,
  SESSION,
  DEVICE,
  IP,
  RESOURCE;

  private final String wireName = name().toLowerCase(Locale.ROOT);

  /** The name in keys, JSON and Avro, such as {@code user}. */
  public String wireName() {
    return wireName;
  }

  /** A principal acts on its own account: a user or a service. */
  public boolean isPrincipal() {
    return this == USER || this == SERVICE;
  }

  /**
   * Reads a wire name.
   *
   * @throws IllegalArgumentException naming the value and what is accepted
   */
  public static SubjectType of(String wireName) {
    return Wire.read(SubjectType.class, "subject type", wireName);
  }
}
