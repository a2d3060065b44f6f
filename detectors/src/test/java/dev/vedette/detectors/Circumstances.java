package dev.vedette.detectors;

import dev.vedette.events.ActionKind;
import dev.vedette.events.Detail;
import dev.vedette.events.Rarity;
import dev.vedette.events.Stamp;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A detail in the making, for tests: what is not said is not known. */
final class Circumstances {
  private @Nullable ActionKind kind;
  private @Nullable String client;
  private @Nullable String device;
  private @Nullable String method;
  private @Nullable Boolean mfa;
  private @Nullable String targetType;
  private int peerStep = Rarity.UNKNOWN_STEP;

  static Circumstances of(@Nullable ActionKind kind) {
    var circumstances = new Circumstances();
    circumstances.kind = kind;
    return circumstances;
  }

  Circumstances with(@Nullable String itsClient, @Nullable String itsDevice) {
    client = itsClient;
    device = itsDevice;
    return this;
  }

  Circumstances by(@Nullable String itsMethod) {
    method = itsMethod;
    return this;
  }

  Circumstances mfa(boolean asked) {
    mfa = asked;
    return this;
  }

  Circumstances onA(String type) {
    targetType = type;
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
        Double.NaN,
        Double.NaN,
        method,
        mfa,
        null,
        null,
        targetType,
        null,
        0,
        0,
        0,
        null,
        Rarity.UNKNOWN_STEP,
        peerStep);
  }

  /** What is known of an address by an exit of Tor, or on so many lists. */
  static Stamp address(boolean tor, int lists) {
    return new Stamp(1, null, null, List.of(), 0, null, null, null, false, lists, tor);
  }
}
