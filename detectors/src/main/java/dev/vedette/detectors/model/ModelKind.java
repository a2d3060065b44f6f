package dev.vedette.detectors.model;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What kinds of models there are. */
public enum ModelKind {
  /** How easily a subject-hour is told from all others. */
  ISOLATION_FOREST("isolation-forest"),
  /** Who behaves like whom. */
  PEER_GROUPS("peer-groups"),
  /** What a detector's evidence is worth on benign data. */
  CALIBRATION("calibration"),
  /** How much the evidence of families and detectors weighs. */
  FUSION_WEIGHTS("fusion-weights");

  private final String wireName;

  ModelKind(String wireName) {
    this.wireName = wireName;
  }

  /** The name in files and keys, such as {@code peer-groups}. */
  public String wireName() {
    return wireName;
  }

  /**
   * Reads a wire name.
   *
   * @throws IllegalArgumentException naming what is accepted
   */
  public static ModelKind of(String wireName) {
    for (ModelKind kind : values()) {
      if (kind.wireName.equals(wireName)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(
        "kind is not one of "
            + Arrays.stream(values()).map(ModelKind::wireName).collect(Collectors.joining(", ")));
  }
}
