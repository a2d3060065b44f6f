package dev.vedette.sources.facts;

/**
 * A range of addresses of which something is known.
 *
 * @param label its name for people, such as {@code office-berlin}
 * @param kind what it is
 */
record Network(String label, Kind kind) {
  /** What a range is. */
  enum Kind {
    /** The organisation's own, at one place. */
    OWN,
    /** The exit of the organisation's VPN: whoever comes from it is somewhere else. */
    VPN,
    /** The exit of many, such as a proxy, a cloud desktop or a mobile carrier. */
    SHARED,
    /** Not known any more. */
    NONE;

    /** Whether where it lies says nothing of where its users are. */
    boolean isShared() {
      return this == VPN || this == SHARED;
    }
  }
}
