package dev.vedette.detectors;

import dev.vedette.events.Packer;
import dev.vedette.events.Unpacker;

/**
 * On how many of a subject's days something happened that hardly ever happens.
 *
 * <p>The expected share of days is {@code (n + π·k) / (N + k)}: the mean of a beta-binomial law,
 * the subject's own {@code n} of {@code N} days shrunk to a prior share {@code π} with the weight
 * of {@code k} days. Who does it always is soon believed. A detector that does not count other days
 * has {@code N = n}, which only makes it more careful. Suspect windows teach from the third suspect
 * day on ({@link Persistence}); until then {@link Paid} keeps what was claimed from being claimed
 * again.
 *
 * @param days {@code n}, aged
 * @param activeDays {@code N}, aged
 * @param lastDay the last day that taught, UTC days since the epoch
 * @param lastHappened the last day on which it happened and taught; -1 if none
 * @param persistence the suspect days on which it happened
 * @param paid what was claimed of late
 */
record Recurrence(
    double days,
    double activeDays,
    int lastDay,
    int lastHappened,
    Persistence persistence,
    Paid paid) {
  static final int MAX_BYTES = 8 + 8 + 5 + 5 + Persistence.MAX_BYTES + Paid.MAX_BYTES;
  static final Recurrence NONE = new Recurrence(0, 0, 0, -1, Persistence.NONE, Paid.NOTHING);

  /** The expected share of days on which it happens, in (0, 1]. */
  double rate(double priorShare, double priorDays) {
    return Math.min(1, (days + priorShare * priorDays) / (activeDays + priorDays));
  }

  /** After a window of an active day; {@code this} if it teaches nothing. */
  Recurrence learn(boolean happened, Detector.Closed<?> closed) {
    int day = Ageing.day(closed.startMillis());
    Paid nowPaid = paid.plus(closed);
    Persistence suspects = closed.suspect() && happened ? persistence.on(day) : persistence;
    boolean teaches = !closed.suspect() || (happened && suspects.teaches());
    boolean newDay = activeDays == 0 || day > lastDay;
    boolean first = happened && day > lastHappened;
    if (!teaches || (!newDay && !first)) {
      return suspects.equals(persistence) && nowPaid.equals(paid)
          ? this
          : new Recurrence(days, activeDays, lastDay, lastHappened, suspects, nowPaid);
    }
    double fade = newDay && activeDays > 0 ? Ageing.after(day - lastDay) : 1;
    return new Recurrence(
        days * fade + (first ? 1 : 0),
        activeDays * fade + (newDay ? 1 : 0),
        Math.max(day, lastDay),
        first ? day : lastHappened,
        suspects,
        nowPaid);
  }

  void write(Packer to) {
    to.putDouble(days).putDouble(activeDays).putSigned(lastDay).putSigned(lastHappened);
    persistence.write(to);
    paid.write(to);
  }

  static Recurrence read(Unpacker from) {
    return new Recurrence(
        from.getDouble(),
        from.getDouble(),
        (int) from.getSigned(),
        (int) from.getSigned(),
        Persistence.read(from),
        Paid.read(from));
  }

  /**
   * The bytes of a baseline that is nothing else.
   *
   * @param what it is, for whoever meets another version
   */
  record Alone(String what) implements Codec<Recurrence> {
    @Override
    public void write(Recurrence value, Packer to) {
      to.putByte(1);
      value.write(to);
    }

    @Override
    public Recurrence read(Unpacker from) {
      Version.expect(1, what, from);
      return Recurrence.read(from);
    }
  }
}
