package dev.vedette.detectors;

import dev.vedette.events.Packer;
import dev.vedette.events.Unpacker;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * The things that are normal for a subject (countries, networks, actions), and how often a new one
 * comes along.
 *
 * <p>A window that is not suspect teaches what it shows. A suspect one teaches nothing; what was
 * claimed in it stays listed as pending, is silent when it is seen again, and is taught by the
 * first window after a day without a suspect one. The new things of a day with {@code N} active
 * days before it are expected to number {@code (m + ½) / (N + N₀)}, with {@code m} the new things
 * so far after the days of learning and the prior {@code N₀}: the mean of a gamma-Poisson rate; by
 * Markov's inequality it bounds the probability of any new thing. {@code m} and {@code N} age
 * alike.
 *
 * @param known sorted by key; the longest unseen is forgotten first
 * @param pending claimed and not taught, sorted, at most {@value #MAX_PENDING}
 * @param activeDays {@code N}, aged
 * @param novelties {@code m}, aged
 * @param days active days, not aged
 * @param firstDay the first day that taught, UTC days since the epoch
 * @param lastDay the last day that taught
 * @param suspectMillis when the last suspect window started; {@link Long#MIN_VALUE} if none did
 */
record Habits(
    List<Habit> known,
    List<Long> pending,
    double activeDays,
    double novelties,
    int days,
    int firstDay,
    int lastDay,
    long suspectMillis) {
  static final int MAX_PENDING = 16;

  /** What was not seen for so long is new again. Prior, to be calibrated. */
  private static final int FORGET_DAYS = 180;

  static final Habits NONE = new Habits(List.of(), List.of(), 0, 0, 0, 0, 0, Long.MIN_VALUE);

  private static final Comparator<Habit> FORGOTTEN_FIRST =
      Comparator.comparingInt(Habit::lastDay)
          .thenComparingInt(Habit::days)
          .thenComparingLong(Habit::key);

  /**
   * The bounds of one use.
   *
   * @param most the greatest number of known things
   * @param learningDays on so many first active days everything is new and nothing is a novelty
   */
  record Limits(int most, int learningDays) {
    /** The bytes of state: 20 a known thing, 10 a pending one, and the rest. */
    int maxBytes() {
      return 20 * most + 10 * MAX_PENDING + 60;
    }
  }

  /** Whether a thing is silent: taught, or pending. */
  boolean knows(long key) {
    return Sighting.find(known, key) >= 0 || (!pending.isEmpty() && pending.contains(key));
  }

  /** The expected number of new things on an active day, at most 1. */
  double noveltyRate(double priorDays) {
    return Math.min(1, (novelties + 0.5) / (activeDays + priorDays));
  }

  /** Learns a window with these things, each once. */
  Habits learn(long[] seen, Detector.Closed<?> closed, Limits limits) {
    if (closed.suspect()) {
      return suspend(seen, closed);
    }
    if (seen.length == 0) {
      return this;
    }
    boolean quiet = !pending.isEmpty() && closed.startMillis() - suspectMillis >= Ageing.DAY_MILLIS;
    int day = Ageing.day(closed.startMillis());
    if (day == lastDay && !quiet && allKnownOn(day, seen)) {
      return this;
    }
    var learned = new ArrayList<Habit>(known);
    for (long key : seen) {
      teach(learned, key, day);
    }
    if (quiet) {
      for (long key : pending) {
        teach(learned, key, day);
      }
    }
    int news = learned.size() - known.size();
    boolean newDay = days == 0 || day > lastDay;
    double fade = newDay && days > 0 ? Ageing.after(day - lastDay) : 1;
    return new Habits(
        bounded(learned, day, limits.most),
        quiet ? List.of() : pending,
        activeDays * fade + (newDay ? 1 : 0),
        novelties * fade + (days >= limits.learningDays ? news : 0),
        days + (newDay ? 1 : 0),
        days == 0 ? day : firstDay,
        Math.max(day, lastDay),
        suspectMillis);
  }

  private Habits suspend(long[] seen, Detector.Closed<?> closed) {
    var listed = new ArrayList<Long>(pending);
    if (closed.claimedMicros() > 0) {
      for (long key : seen) {
        if (!knows(key) && !listed.contains(key) && listed.size() < MAX_PENDING) {
          listed.add(key);
        }
      }
      listed.sort(null);
    }
    return new Habits(
        known,
        List.copyOf(listed),
        activeDays,
        novelties,
        days,
        firstDay,
        lastDay,
        closed.startMillis());
  }

  private boolean allKnownOn(int day, long[] seen) {
    for (long key : seen) {
      int at = Sighting.find(known, key);
      if (at < 0 || known.get(at).lastDay() != day) {
        return false;
      }
    }
    return true;
  }

  private static void teach(List<Habit> known, long key, int day) {
    int at = Sighting.find(known, key);
    if (at < 0) {
      known.add(-1 - at, new Habit(key, 1, day));
    } else {
      known.set(at, known.get(at).on(day));
    }
  }

  private static List<Habit> bounded(List<Habit> learned, int day, int most) {
    learned.removeIf(h -> day - h.lastDay() > FORGET_DAYS);
    while (learned.size() > most) {
      learned.remove(Collections.min(learned, FORGOTTEN_FIRST));
    }
    return List.copyOf(learned);
  }

  void write(Packer to) {
    to.putVar(known.size());
    for (Habit habit : known) {
      to.putLong(habit.key()).putVar(habit.days()).putSigned(habit.lastDay());
    }
    to.putVar(pending.size());
    for (long key : pending) {
      to.putLong(key);
    }
    to.putDouble(activeDays).putDouble(novelties).putVar(days);
    to.putSigned(firstDay).putSigned(lastDay).putLong(suspectMillis);
  }

  static Habits read(Unpacker from) {
    int size = from.getVarInt();
    var known = new ArrayList<Habit>();
    for (int i = 0; i < size; i++) {
      known.add(new Habit(from.getLong(), from.getVarInt(), (int) from.getSigned()));
    }
    int waiting = from.getVarInt();
    var pending = new ArrayList<Long>();
    for (int i = 0; i < waiting; i++) {
      pending.add(from.getLong());
    }
    return new Habits(
        List.copyOf(known),
        List.copyOf(pending),
        from.getDouble(),
        from.getDouble(),
        from.getVarInt(),
        (int) from.getSigned(),
        (int) from.getSigned(),
        from.getLong());
  }
}
