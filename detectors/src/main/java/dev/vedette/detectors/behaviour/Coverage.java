package dev.vedette.detectors.behaviour;

import java.util.List;

/**
 * Which detections can see a subject, and which are blind for it and why: low risk that nobody
 * could have seen is not the same as low risk.
 *
 * @param detectors how many detectors look at subjects of its type
 * @param blind those that can judge nothing of it yet
 */
public record Coverage(int detectors, List<Blind> blind) {
  /**
   * A detection that cannot see the subject.
   *
   * @param detector its id
   * @param reason what is missing, for a person
   */
  public record Blind(String detector, String reason) {}

  /** Copies the list. */
  public Coverage {
    blind = List.copyOf(blind);
  }

  /** The coverage that a profile shows. */
  public static Coverage of(List<DetectorView> profile) {
    return new Coverage(
        profile.size(),
        profile.stream()
            .filter(view -> !view.isScoreable())
            .map(view -> new Blind(view.detector(), view.unscoreable()))
            .toList());
  }

  /** The ids of those that are blind. */
  public List<String> detectorsBlind() {
    return blind.stream().map(Blind::detector).toList();
  }

  /** How many detectors can judge the subject. */
  public int scoring() {
    return detectors - blind.size();
  }
}
