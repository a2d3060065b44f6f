package dev.vedette.events;

import java.util.List;

/**
 * What sightings count, as text: an action, a country that somebody acted from, an action among the
 * principals of one department. {@code @} begins what is not an action; an action that begins with
 * it has it doubled.
 */
public final class Things {
  /** Anything: whoever was active. */
  public static final String ANY = "";

  private static final char MARK = '@';

  private Things() {}

  /** An action. */
  public static String action(String action) {
    return !action.isEmpty() && action.charAt(0) == MARK ? MARK + action : action;
  }

  /** To act from a country. */
  public static String country(String country) {
    return "@country/" + country;
  }

  /** Anything that a department's principals do. */
  public static String peers(String department) {
    return "@peers/" + SubjectKey.encodePart(department);
  }

  /** An action of a department's principals. */
  public static String ofPeers(String department, String action) {
    return peers(department) + '/' + action;
  }

  /** What an observation shows its principal doing; nothing if it failed or is nobody's. */
  public static List<String> shownBy(Observation observation) {
    if (!observation.subject().type().isPrincipal() || observation.failed()) {
      return List.of();
    }
    String action = action(observation.action());
    String country = observation.stamp().shared() ? null : observation.country();
    String department = observation.stamp().department();
    if (department == null) {
      return country == null ? List.of(action, ANY) : List.of(action, ANY, country(country));
    }
    String peers = peers(department);
    String ofPeers = ofPeers(department, observation.action());
    return country == null
        ? List.of(action, ANY, peers, ofPeers)
        : List.of(action, ANY, country(country), peers, ofPeers);
  }
}
