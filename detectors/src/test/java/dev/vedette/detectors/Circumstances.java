package dev.vedette.detectors;

import dev.vedette.events.ActionKind;
import dev.vedette.events.Detail;
import dev.vedette.events.Rarity;
import org.jspecify.annotations.Nullable;

/** A {@link Detail} in the making, for tests: nothing is known until it is said. */
final class Circumstances {
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

  Circumstances kind(ActionKind itsKind) {
    kind = itsKind;
    return this;
  }

  Circumstances device(@Nullable String id) {
    device = id;
    return this;
  }

  Circumstances client(@Nullable String name) {
    client = name;
    return this;
  }

  Circumstances at(double north, double east) {
    lat = north;
    lon = east;
    return this;
  }

  Circumstances resource(@Nullable String label, @Nullable String type) {
    sensitivity = label;
    resourceType = type;
    return this;
  }

  Circumstances posture(@Nullable String word) {
    posture = word;
    return this;
  }

  Circumstances rarePlace(int step) {
    placeStep = step;
    return this;
  }

  Circumstances rareAmongPeers(int step) {
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
