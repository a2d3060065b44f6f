package dev.vedette.detectors;

import dev.vedette.events.ActionKind;
import dev.vedette.events.Detail;
import dev.vedette.events.Rarity;
import org.jspecify.annotations.Nullable;

/** A {@link Detail} in the making, for tests: nothing is known until it is said. */
final class Surroundings {
  private @Nullable ActionKind kind;
  private @Nullable String device;
  private @Nullable String client;
  private double lat = Double.NaN;
  private double lon = Double.NaN;
  private @Nullable String resourceType;
  private @Nullable String sensitivity;
  private @Nullable String posture;
  private int placeStep = Rarity.UNKNOWN_STEP;
  private int peerStep = Rarity.UNKNOWN_STEP;

  Surroundings kind(ActionKind itsKind) {
    kind = itsKind;
    return this;
  }

  Surroundings device(@Nullable String id) {
    device = id;
    return this;
  }

  Surroundings client(@Nullable String name) {
    client = name;
    return this;
  }

  Surroundings at(double north, double east) {
    lat = north;
    lon = east;
    return this;
  }

  Surroundings resource(@Nullable String label, @Nullable String type) {
    sensitivity = label;
    resourceType = type;
    return this;
  }

  Surroundings posture(@Nullable String word) {
    posture = word;
    return this;
  }

  Surroundings rarePlace(int step) {
    placeStep = step;
    return this;
  }

  Surroundings rareAmongPeers(int step) {
    peerStep = step;
    return this;
  }

  Detail detail() {
    return new Detail(
        kind,
        device,
        client,
        lat,
        lon,
        null,
        null,
        resourceType,
        sensitivity,
        null,
        null,
        0,
        0,
        0,
        posture,
        placeStep,
        peerStep);
  }
}
