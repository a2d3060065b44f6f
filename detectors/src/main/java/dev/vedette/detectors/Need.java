package dev.vedette.detectors;

import dev.vedette.events.ActionKind;
import dev.vedette.events.Category;
import dev.vedette.events.Detail;
import dev.vedette.events.Observation;
import dev.vedette.events.Stamp;

/**
 * Something that events must say for a detector to see anything at all. Whoever's events never say
 * it is not calm but unseen.
 *
 * <p>Their order is part of stored state: new ones come last.
 */
public enum Need {
  /** A country or a network. */
  ORIGIN("the country or network of its address"),
  /** A position on earth. */
  POSITION("the position of its address"),
  /** A device or a client. */
  EQUIPMENT("a device or client"),
  /** A session. */
  SESSION("a session"),
  /** Whether a second factor was given. */
  FACTOR("whether a second factor was given"),
  /** How sensitive a resource is. */
  SENSITIVITY("how sensitive a resource is"),
  /** Bytes that left. */
  BYTES_OUT("how many bytes left"),
  /** A destination. */
  DESTINATION("a destination"),
  /** A port. */
  PORT("a destination's port"),
  /** A device's posture. */
  POSTURE("the posture of a device"),
  /** What another product detected. */
  ALERTS("what another product detected"),
  /** Facts that are looked up beside the log, lists of bad addresses among them. */
  FACTS("what is known of its address: no facts are loaded");

  private final String words;

  Need(String words) {
    this.words = words;
  }

  /** What is needed, for a person. */
  public String words() {
    return words;
  }

  /** Whether an observation says it. */
  public boolean isMetBy(Observation seen) {
    Detail detail = seen.detail();
    return switch (this) {
      case ORIGIN -> seen.country() != null || seen.asn() != 0;
      case POSITION -> detail.hasPosition();
      case EQUIPMENT -> detail.device() != null || detail.client() != null;
      case SESSION -> seen.session() != null && !seen.session().isEmpty();
      case FACTOR -> detail.mfa() != null || detail.kind() == ActionKind.MFA_CHALLENGE;
      case SENSITIVITY -> detail.sensitivity() != null;
      case BYTES_OUT -> detail.bytesOut() > 0;
      case DESTINATION -> detail.destination() != null;
      case PORT -> detail.port() > 0;
      case POSTURE -> detail.posture() != null;
      case ALERTS -> seen.category() == Category.DETECTION;
      case FACTS -> isLookedUp(seen.stamp());
    };
  }

  private static boolean isLookedUp(Stamp stamp) {
    return stamp.version() != 0 || stamp.tor() || stamp.reputation() > 0;
  }
}
