package dev.vedette.risk;

import dev.vedette.events.EventRef;
import dev.vedette.events.Family;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * A random history of one principal and its sessions, by seed.
 *
 * @param upserts every version of every signal, in the order of time
 * @param finals the last versions of those that were not withdrawn, with {@code previous} 0
 * @param lastMillis the greatest event time
 */
record History(List<Signal> upserts, List<Signal> finals, long lastMillis) {
  static final Subject ALICE = Subject.of("acme", SubjectType.USER, "alice");
  static final long START = 1_790_000_000_000L / Cells.HOUR_MILLIS * Cells.HOUR_MILLIS;
  static final int START_HOUR = (int) (START / Cells.HOUR_MILLIS);
  static final long MINUTE = 60_000;

  static History of(long seed) {
    var random = new SplittableRandom(seed);
    var upserts = new ArrayList<Signal>();
    var finals = new ArrayList<Signal>();
    int spanHours = random.nextBoolean() ? 30 : 900;
    long last = START;
    int identities = 1 + random.nextInt(40);
    for (int i = 0; i < identities; i++) {
      int pick = random.nextInt(4);
      Subject subject = pick < 2 ? ALICE : Subject.session(ALICE, "s" + pick);
      Family family = Family.ofOrdinal(random.nextInt(random.nextBoolean() ? 2 : 10));
      long start = START + random.nextInt(spanHours * 6) * 10L * MINUTE;
      long length = random.nextInt(5) == 0 ? 24 * 60 * MINUTE : 10 * MINUTE;
      int previous = 0;
      int versions = 1 + random.nextInt(4);
      for (int v = 0; v < versions; v++) {
        int evidence =
            random.nextInt(4) == 0
                ? 0
                : (int) (random.nextGaussian() * 3e6 + (random.nextInt(3) == 0 ? -1e6 : 2e6));
        long time = start + random.nextLong(length);
        var upsert =
            signal(subject, "d" + i, family, start, start + length, evidence, previous, time);
        last = Math.max(last, time);
        if (upsert.deltaMicros() != 0) {
          upserts.add(upsert);
        }
        previous = evidence;
      }
      if (previous != 0) {
        finals.add(signal(subject, "d" + i, family, start, start + length, previous, 0, start));
      }
    }
    return new History(List.copyOf(upserts), List.copyOf(finals), last);
  }

  List<Signal> shuffled(long seed) {
    var shuffled = new ArrayList<>(upserts);
    Collections.shuffle(shuffled, new Random(seed));
    return shuffled;
  }

  Cells cells(Subject subject) {
    return Cells.of(of(finals, subject));
  }

  Cells allCells() {
    return Cells.of(finals);
  }

  Ledger ledger() {
    return subject -> of(finals, subject);
  }

  static List<Signal> of(List<Signal> signals, Subject subject) {
    return signals.stream().filter(signal -> signal.subject().equals(subject)).toList();
  }

  /** Evidence of alice in one ten-minute window, so many hours and minutes after START. */
  static Signal evidence(Family family, int hour, int minute, double nats) {
    return evidence(ALICE, family, hour, minute, nats);
  }

  static Signal evidence(Subject subject, Family family, int hour, int minute, double nats) {
    long start = START + (hour * 60L + minute) * MINUTE;
    return signal(
        subject,
        "detector-" + family.wireName(),
        family,
        start,
        start + 10 * MINUTE,
        (int) Math.round(nats * 1e6),
        0,
        start);
  }

  static Signal signal(
      Subject subject,
      String detector,
      Family family,
      long start,
      long end,
      int evidence,
      int previous,
      long time) {
    return new Signal(
        subject,
        detector,
        family,
        start,
        end,
        null,
        evidence,
        previous,
        evidence == 0 ? "" : "Seen by " + detector + ".",
        "T1110",
        List.of(new EventRef(time, "e" + time)),
        "e" + time,
        time,
        time);
  }
}
