package dev.vedette.wire;

import dev.vedette.events.ActionKind;
import dev.vedette.events.Detail;
import dev.vedette.schemas.BoundedDecoder;
import dev.vedette.schemas.ByteEncoder;
import org.jspecify.annotations.Nullable;

/** The circumstances of an observation by hand. A position is in hundredths of a degree. */
final class DetailCodec {
  /** No position: beyond any number of degrees. */
  static final int NOWHERE = Integer.MIN_VALUE;

  private static final double HUNDREDTHS = 100;

  private DetailCodec() {}

  static int hundredths(double degrees) {
    return Double.isNaN(degrees) ? NOWHERE : (int) StrictMath.rint(degrees * HUNDREDTHS);
  }

  static double degrees(int hundredths) {
    return hundredths == NOWHERE ? Double.NaN : hundredths / HUNDREDTHS;
  }

  static void write(Detail detail, ByteEncoder to) {
    ActionKind kind = detail.kind();
    to.writeOptionalString(kind == null ? null : kind.wireName());
    to.writeOptionalString(detail.device());
    to.writeOptionalString(detail.client());
    to.writeInt(hundredths(detail.lat()));
    to.writeInt(hundredths(detail.lon()));
    to.writeOptionalString(detail.method());
    Boolean mfa = detail.mfa();
    to.writePresence(mfa != null);
    if (mfa != null) {
      to.writeBoolean(mfa);
    }
    to.writeOptionalString(detail.resourceType());
    to.writeOptionalString(detail.sensitivity());
    to.writeOptionalString(detail.targetType());
    to.writeOptionalString(detail.destination());
    to.writeInt(detail.port());
    to.writeInt(detail.severity());
    to.writeLong(detail.bytesOut());
    to.writeOptionalString(detail.posture());
    to.writeInt(detail.placeStep());
    to.writeInt(detail.peerStep());
  }

  static Detail read(BoundedDecoder from) {
    ActionKind kind = ActionKind.of(from.readOptionalString());
    String device = from.readOptionalString();
    String client = from.readOptionalString();
    double lat = degrees(from.readInt());
    double lon = degrees(from.readInt());
    String method = from.readOptionalString();
    @Nullable Boolean mfa = from.readPresence() ? (Boolean) from.readBoolean() : null;
    return new Detail(
        kind,
        device,
        client,
        lat,
        lon,
        method,
        mfa,
        from.readOptionalString(),
        from.readOptionalString(),
        from.readOptionalString(),
        from.readOptionalString(),
        from.readInt(),
        from.readInt(),
        from.readLong(),
        from.readOptionalString(),
        from.readInt(),
        from.readInt());
  }
}
