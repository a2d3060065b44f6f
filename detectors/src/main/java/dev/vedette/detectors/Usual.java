package dev.vedette.detectors;

import dev.vedette.detectors.Detector.Closed;
import dev.vedette.events.Packer;
import dev.vedette.events.Unpacker;
import org.jspecify.annotations.Nullable;

/**
 * What a subject usually does of one kind: how much in an hour in which it does any, on how many
 * days, to what, and how often to something new.
 *
 * @param amount the amounts of an hour
 * @param things the distinct things of an hour
 * @param known the things themselves, if the detector asks which are new
 * @param freshWindows hours in which new things were counted, aged
 * @param freshThings the new things in them, aged
 * @param windows hours that taught, not aged
 * @param days days that taught, aged
 * @param firstDay the first of them, UTC days since the epoch
 * @param lastDay the last of them
 * @param persistence the suspect days
 * @param paid what was claimed lately
 */
record Usual(
    SeasonalRate amount,
    SeasonalRate things,
    Habits known,
    float freshWindows,
    float freshThings,
    int windows,
    float days,
    int firstDay,
    int lastDay,
    Persistence persistence,
    Paid paid) {

  /** Most subjects deal with few things; of more than so many it is not asked which are new. */
  static final Habits.Limits THINGS = new Habits.Limits(32, 3);

  /**
   * The bytes without known things: version, two rates, three numbers, three integers, and the
   * rest.
   */
  static final int MAX_BYTES =
      1 + 2 * SeasonalRate.MAX_BYTES + 3 * 4 + 3 * 5 + Persistence.MAX_BYTES + Paid.MAX_BYTES;

  static final Usual UNKNOWN =
      new Usual(
          SeasonalRate.NONE,
          SeasonalRate.NONE,
          Habits.NONE,
          0,
          0,
          0,
          0,
          0,
          0,
          Persistence.NONE,
          Paid.NOTHING);

  /** Priors, to be calibrated on training seeds of the simulator. */
  private static final double PRIOR_DAYS = 3;

  private static final double RARITY_FACTOR = 8;
  private static final double LEAST_CHANCE = 1.0 / 32;

  /**
   * The chance that a day has any of it, at least 1/32: {@code (days + ½) / (aged days since the
   * first + 3)}; for who never did it, eight times the fraction of the tenant's principals that do.
   *
   * @param step the rarest step of an action, −1 if none was known
   */
  double chance(int day, int step) {
    if (windows == 0) {
      return step < 0
          ? 1
          : Math.clamp(RARITY_FACTOR * StrictMath.pow(2, -step / 2.0), LEAST_CHANCE, 1);
    }
    double fade = Ageing.after(1);
    int span = Math.max(0, day - firstDay);
    double elapsed = (1 - StrictMath.pow(fade, span)) / (1 - fade);
    double seen = days * Ageing.after(Math.max(0, day - lastDay));
    return Math.clamp((seen + 0.5) / (elapsed + PRIOR_DAYS), LEAST_CHANCE, 1);
  }

  /** How many of the things were never seen before. */
  int fresh(Distinct seen) {
    int fresh = 0;
    for (long thing : seen.smallest()) {
      fresh += known.knows(thing) ? 0 : 1;
    }
    return fresh;
  }

  /** Whether enough is known to say what is new. */
  boolean knowsThings() {
    return known.days() >= THINGS.learningDays() && freshWindows > 0;
  }

  /**
   * After another window; what is suspect teaches only if it keeps coming back.
   *
   * @param amountScale null if amounts are not learned
   * @param countsThings whether distinct things are learned
   * @param knowsThem whether the things themselves are
   */
  Usual learn(
      Closed<Tally> closed,
      SeasonalRate.@Nullable Scale amountScale,
      boolean countsThings,
      boolean knowsThem) {
    Tally seen = closed.seen();
    if (seen.isEmpty()) {
      return this;
    }
    int day = Ageing.day(closed.startMillis());
    Persistence suspects = closed.suspect() ? persistence.on(day) : persistence;
    Paid now = paid.plus(closed);
    boolean teaches = !closed.suspect() || suspects.teaches();
    Closed<Tally> lesson =
        teaches ? new Closed<>(seen, closed.startMillis(), closed.claimedMicros(), false) : closed;
    Habits learned = knowsThem ? known.learn(seen.things().smallest(), lesson, THINGS) : known;
    if (!teaches) {
      return new Usual(
          amount,
          things,
          learned,
          freshWindows,
          freshThings,
          windows,
          days,
          firstDay,
          lastDay,
          suspects,
          now);
    }
    boolean newDay = windows == 0 || day > lastDay;
    double fade = windows > 0 && day > lastDay ? Ageing.after(day - lastDay) : 1;
    boolean counted = knowsThem && known.days() >= THINGS.learningDays();
    int season = SeasonalRate.season(closed.startMillis());
    return new Usual(
        amountScale == null
            ? amount
            : amount.plus((double) seen.amount(), season, fade, amountScale),
        countsThings
            ? things.plus(seen.things().count(), season, fade, SeasonalRate.Scale.COUNT)
            : things,
        learned,
        (float) (freshWindows * fade + (counted ? 1 : 0)),
        (float) (freshThings * fade + (counted ? fresh(seen.things()) : 0)),
        windows + 1,
        (float) (days * fade + (newDay ? 1 : 0)),
        windows == 0 ? day : firstDay,
        Math.max(day, lastDay),
        suspects,
        now);
  }

  void write(Packer to, boolean withThings) {
    amount.write(to);
    things.write(to);
    if (withThings) {
      known.write(to);
      to.putFloat(freshWindows).putFloat(freshThings);
    }
    to.putVar(windows).putFloat(days).putSigned(firstDay).putSigned(lastDay);
    persistence.write(to);
    paid.write(to);
  }

  static Usual read(Unpacker from, boolean withThings) {
    return new Usual(
        SeasonalRate.read(from),
        SeasonalRate.read(from),
        withThings ? Habits.read(from) : Habits.NONE,
        withThings ? from.getFloat() : 0,
        withThings ? from.getFloat() : 0,
        from.getVarInt(),
        from.getFloat(),
        (int) from.getSigned(),
        (int) from.getSigned(),
        Persistence.read(from),
        Paid.read(from));
  }
}
