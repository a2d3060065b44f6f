package dev.vedette.detectors;

import dev.vedette.events.Packer;
import dev.vedette.events.Signal;
import dev.vedette.events.Unpacker;

/**
 * Evidence that was claimed today and yesterday (UTC), so that what goes on for hours is paid once,
 * and what goes on for days is paid again every other day. At most {@value #MAX_BYTES} bytes.
 *
 * @param day the day of the last claim
 * @param todayMicros what was claimed on it
 * @param beforeMicros what was claimed on the day before
 */
public record Paid(int day, int todayMicros, int beforeMicros) {
  static final int MAX_BYTES = 15;
  static final Paid NOTHING = new Paid(0, 0, 0);

  /** What a window that starts then must not claim again. */
  int at(long windowStartMillis) {
    return switch (Ageing.day(windowStartMillis) - day) {
      case 0 -> todayMicros + beforeMicros;
      case 1 -> todayMicros;
      default -> 0;
    };
  }

  /** After another window. */
  Paid plus(Detector.Closed<?> closed) {
    int claimed = closed.claimedMicros();
    if (claimed <= 0) {
      return this;
    }
    int now = Ageing.day(closed.startMillis());
    return switch (now - day) {
      case 0 ->
          new Paid(day, Math.min(Signal.MAX_EVIDENCE_MICROS, todayMicros + claimed), beforeMicros);
      case 1 -> new Paid(now, claimed, todayMicros);
      default -> new Paid(now, claimed, 0);
    };
  }

  void write(Packer to) {
    to.putSigned(day).putVar(todayMicros).putVar(beforeMicros);
  }

  static Paid read(Unpacker from) {
    return new Paid((int) from.getSigned(), from.getVarInt(), from.getVarInt());
  }
}
