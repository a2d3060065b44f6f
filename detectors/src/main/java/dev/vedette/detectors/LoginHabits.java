package dev.vedette.detectors;

import dev.vedette.events.Packer;
import dev.vedette.events.Unpacker;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How a user's sign-ins usually look: countries, networks, clients and hours, each a categorical
 * law with room for what was never seen.
 *
 * <p>Of a feature with {@code K} known values, value {@code i} known on {@code Dᵢ} days of {@code
 * D}, the user shows a new one with probability {@code ρ = (m + ½)/(N + N₀)}, at most ½ ({@link
 * Habits}; {@code m} and {@code N₀} for each feature), otherwise {@code i} with {@code (1−ρ)·Dᵢ/D}.
 * A stranger shows a new one with probability ½, otherwise any known one alike. Both are laws that
 * sum to 1, so their ratio is an e-value. A pending value, and a feature of which nothing is known,
 * have the ratio 1.
 *
 * @param things known values of all features, tagged by feature
 * @param novelties {@code m} of each feature, in the order of {@link Feature}, aged
 */
public record LoginHabits(Habits things, List<Double> novelties) {
  /** What a sign-in shows, with its prior days {@code N₀}: to be calibrated. */
  enum Feature {
    COUNTRY(25),
    NETWORK(10),
    CLIENT(20),
    HOURS(5);

    private static final Feature[] ALL = values();

    private final double priorDays;

    Feature(double priorDays) {
      this.priorDays = priorDays;
    }

    /** The key of a value. */
    long key(long value) {
      return ((long) ordinal() << 62) | (Hash64.mix(value) >>> 2);
    }

    boolean isOf(long key) {
      return key >>> 62 == ordinal();
    }
  }

  private static final int MOST = 40;

  /** Prior, to be calibrated on training seeds of the simulator. */
  static final int LEARNING_DAYS = 5;

  static final int MAX_BYTES = 20 * MOST + 220 + 4 * 8;
  static final LoginHabits NONE =
      new LoginHabits(Habits.NONE, Collections.nCopies(Feature.ALL.length, 0.0));

  private static final Habits.Limits LIMITS = new Habits.Limits(MOST, LEARNING_DAYS);
  private static final double LN_HALF = StrictMath.log(0.5);

  /** Copies the list. */
  public LoginHabits {
    novelties = List.copyOf(novelties);
  }

  boolean isLearning() {
    return things.days() < LEARNING_DAYS;
  }

  /** How many values of a feature are known. */
  int known(Feature feature) {
    int known = 0;
    for (int i = 0; i < things.known().size(); i++) {
      known += feature.isOf(things.known().get(i).key()) ? 1 : 0;
    }
    return known;
  }

  boolean isNew(Feature feature, long key) {
    return !things.knows(key) && known(feature) > 0;
  }

  /** The logarithm of how many times likelier a stranger shows that value than the user. */
  double logRatio(Feature feature, long key) {
    int at = Sighting.find(things.known(), key);
    if (at < 0) {
      return isNew(feature, key) ? ofNew(feature) : 0;
    }
    return ofKnown(feature, things.known().get(at).days(), known(feature), days(feature));
  }

  /** The greatest {@link #logRatio} that any value has. */
  double mostLogRatio(Feature feature) {
    int known = known(feature);
    if (known == 0) {
      return 0;
    }
    double most = Math.max(0, ofNew(feature));
    long days = days(feature);
    for (Habit habit : things.known()) {
      if (feature.isOf(habit.key())) {
        most = Math.max(most, ofKnown(feature, habit.days(), known, days));
      }
    }
    return most;
  }

  private double ofNew(Feature feature) {
    return LN_HALF - StrictMath.log(rate(feature));
  }

  private double ofKnown(Feature feature, long itsDays, int known, long days) {
    return LN_HALF
        - StrictMath.log((double) known * itsDays / days)
        - StrictMath.log(1 - rate(feature));
  }

  private double rate(Feature feature) {
    double expected = novelties.get(feature.ordinal()) + 0.5;
    return Math.min(0.5, expected / (things.activeDays() + feature.priorDays));
  }

  private long days(Feature feature) {
    long days = 0;
    for (int i = 0; i < things.known().size(); i++) {
      Habit habit = things.known().get(i);
      days += feature.isOf(habit.key()) ? habit.days() : 0;
    }
    return days;
  }

  /** Learns a window with these values, each once. */
  LoginHabits learn(long[] keys, Detector.Closed<?> closed) {
    Habits learned = things.learn(keys, closed, LIMITS);
    if (learned.equals(things)) {
      return this;
    }
    boolean older = things.days() > 0 && learned.lastDay() > things.lastDay();
    double fade = older ? Ageing.after(learned.lastDay() - things.lastDay()) : 1;
    var now = new ArrayList<Double>(novelties.size());
    for (Feature feature : Feature.ALL) {
      long news = isLearning() ? 0 : news(feature, learned);
      now.add(novelties.get(feature.ordinal()) * fade + news);
    }
    return new LoginHabits(learned, now);
  }

  /** How many values of a feature were not known before. */
  private long news(Feature feature, Habits learned) {
    long news = 0;
    for (Habit habit : learned.known()) {
      boolean isNew = feature.isOf(habit.key()) && Sighting.find(things.known(), habit.key()) < 0;
      news += isNew ? 1 : 0;
    }
    return news;
  }

  void write(Packer to) {
    things.write(to);
    for (double novelty : novelties) {
      to.putDouble(novelty);
    }
  }

  static LoginHabits read(Unpacker from) {
    Habits things = Habits.read(from);
    var novelties = new ArrayList<Double>();
    for (int i = 0; i < Feature.ALL.length; i++) {
      novelties.add(from.getDouble());
    }
    return new LoginHabits(things, novelties);
  }
}
