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
record Persistence(int days, int lastDay) {
  static final int MAX_BYTES = 10;
  static final Persistence NONE = new Persistence(0, 0);

  /** From so many days on suspect windows teach. Prior, to be calibrated (issue 4). */
  static final int PERSISTENT_DAYS = 3;

  private static final int SAME_EPISODE_DAYS = 7;

  /** After a suspect window. */
  Persistence on(int day) {
    if (day == lastDay) {
      return this;
    }
    return new Persistence(day - lastDay <= SAME_EPISODE_DAYS ? days + 1 : 1, day);
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
