package dev.vedette.detectors.model;

/**
 * Something learned in batch from recorded signals, as numbers in a documented form ({@code
 * docs/models.md}): immutable, checked when it is made, and scored without the library that learned
 * it.
 */
public sealed interface Model permits IsolationForest, PeerGroups, Calibration, FusionWeights {
  /** Which model this is and from when on it counts. */
  ModelHead head();

  /** What kind of thing was learned. */
  ModelKind kind();
}
