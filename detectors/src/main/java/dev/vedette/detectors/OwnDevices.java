package dev.vedette.detectors;

import dev.vedette.events.Packer;
import dev.vedette.events.Unpacker;

/**
 * The devices that a principal acts from. One that it used on several quiet days speaks for it: who
 * is somebody else shows a device of the principal's in one case of ten (prior), whoever else's he
 * shows. So what is strange about a place says {@value #REASSURING_NATS} nats less when it comes
 * from such a device; never less than nothing. On honest days of simulated companies nearly every
 * new place is a journey or a VPN, and comes with a device of one's own.
 *
 * @param known by hash of the id
 */
record OwnDevices(Habits known) {
  static final OwnDevices NONE = new OwnDevices(Habits.NONE);

  /** Priors; {@code ln 10}, on the grid of evidence. */
  static final double REASSURING_NATS = 2.25;

  private static final int DAYS = 3;

  private static final Habits.Limits LIMITS = new Habits.Limits(12, DAYS);

  static final int MAX_BYTES = LIMITS.maxBytes();

  /** Whether all of them were used on so many days that they speak for the principal. */
  boolean areOwn(DevicesSeen seen) {
    for (int i = 0; i < seen.hashes().size(); i++) {
      int at = Sighting.find(known.known(), seen.hashes().get(i));
      if (at < 0 || known.known().get(at).days() < DAYS) {
        return false;
      }
    }
    return !seen.hashes().isEmpty();
  }

  /** How many speak for the principal. */
  long count() {
    return known.known().stream().filter(device -> device.days() >= DAYS).count();
  }

  /** Learns the devices of a window, by their hashes. */
  OwnDevices learn(Keys hashes, Detector.Closed<?> closed) {
    if (hashes.size() == 0) {
      return this;
    }
    Habits learned = known.learn(hashes.toArray(), closed, LIMITS);
    return learned.equals(known) ? this : new OwnDevices(learned);
  }

  void write(Packer to) {
    known.write(to);
  }

  static OwnDevices read(Unpacker from) {
    Habits known = Habits.read(from);
    return known.equals(Habits.NONE) ? NONE : new OwnDevices(known);
  }
}
