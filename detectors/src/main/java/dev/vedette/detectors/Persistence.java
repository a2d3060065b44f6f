package dev.vedette.detectors;

import dev.vedette.events.Packer;
import dev.vedette.events.Unpacker;

/**
 * On how many days a subject was suspect, none more than {@value #SAME_EPISODE_DAYS} days after the
 * one before: a level that keeps coming back is a new normal. At most {@value #MAX_BYTES} bytes.
 *
 * @param days suspect days of the episode
 * @param lastDay the last of them, UTC days since the epoch
 */
public record Persistence(int days, int lastDay) {
  static final int MAX_BYTES = 10;
  static final Persistence NONE = new Persistence(0, 0);

  /** From so many days on suspect windows teach. Prior, to be calibrated. */
  static final int PERSISTENT_DAYS = 3;

  private static final int SAME_EPISODE_DAYS = 7;

  /** After a suspect window. */
  Persistence on(int day) {
    if (day == lastDay) {
      return this;
    }
    return new Persistence(day - lastDay <= SAME_EPISODE_DAYS ? days + 1 : 1, day);
  }

  /** After a window that is suspect and from which the detector itself drew evidence. */
  Persistence after(Detector.Closed<?> closed) {
    return closed.suspect() && closed.claimedMicros() > 0
        ? on(Ageing.day(closed.startMillis()))
        : this;
  }

  /**
   * The window as it teaches habits: what keeps bringing new things is no longer suspect for it.
   */
  <W> Detector.Closed<W> believed(Detector.Closed<W> closed) {
    return closed.suspect() && closed.claimedMicros() > 0 && teaches()
        ? new Detector.Closed<>(closed.seen(), closed.startMillis(), closed.claimedMicros(), false)
        : closed;
  }

  boolean teaches() {
    return days >= PERSISTENT_DAYS;
  }

  void write(Packer to) {
    to.putVar(days).putSigned(lastDay);
  }

  static Persistence read(Unpacker from) {
    return new Persistence(from.getVarInt(), (int) from.getSigned());
  }
}
