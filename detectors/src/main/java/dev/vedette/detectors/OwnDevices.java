package dev.vedette.detectors;

import dev.vedette.events.Observation;
import dev.vedette.events.Packer;
import dev.vedette.events.Unpacker;
import org.jspecify.annotations.Nullable;

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

  /** Of a device, where an event names none. */
  static final long UNNAMED = 0;

  /** Priors; {@code ln 10}, on the grid of evidence. */
  static final double REASSURING_NATS = 2.25;

  private static final int DAYS = 3;

  private static final Habits.Limits LIMITS = new Habits.Limits(12, DAYS);

  static final int MAX_BYTES = LIMITS.maxBytes();

  /** The device of an observation, as one finds it here. */
  static long of(Observation observation) {
    @Nullable String device = observation.detail().device();
    return device == null ? UNNAMED : Hash64.of(device);
  }

  /** Whether it was used on so many days that it speaks for the principal. */
  boolean isOwn(long device) {
    if (device == UNNAMED) {
      return false;
    }
    int at = Sighting.find(known.known(), device);
    return at >= 0 && known.known().get(at).days() >= DAYS;
  }

  /** Learns the devices of a window; {@link #UNNAMED} and repetitions do no harm. */
  OwnDevices learn(long[] seen, Detector.Closed<?> closed) {
    Habits learned = known.learn(seen, closed, LIMITS);
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
