package dev.vedette.detectors;

import dev.vedette.events.Family;
import dev.vedette.events.Observation;
import dev.vedette.events.Packer;
import dev.vedette.events.Rarity;
import dev.vedette.events.SubjectType;
import dev.vedette.events.Unpacker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Surge: far more of one kind in two hours than this subject usually does of it. What kind is said
 * by a {@link Look}; the looks that there are stand in {@link Surges}.
 *
 * <p>Up to three measures, whose e-values are merged by their mean: the amount (events or bytes),
 * the distinct things, and the things never seen before. Of amount and distinct things the p-value
 * is {@code c · 2·P(X ≥ x − m)}, X as in an hour of this season in which there is any ({@link
 * SeasonalRate}), and c, for kinds that are not done every day, the chance of a day that has any
 * ({@link Usual#chance}): a hurdle model (J. Mullahy, "Specification and testing of some modified
 * count data models", Journal of Econometrics 33, 1986). Of n things never seen before it is {@code
 * 2·P(N ≥ n)}, N geometric with an uncertain mean ({@link Tails#logWaring}), learned from earlier
 * hours. What is usual in every measure is normal, however rare its kind. What was claimed today
 * and yesterday is not claimed again.
 *
 * <p>Learns from hours that are not suspect; a level that comes back on three suspect days is the
 * new normal ({@link Persistence}). A late event adds to its hour.
 *
 * <p>Memory: a window at most {@value #MAX_WINDOW_BYTES} bytes, mostly some fifty; a baseline at
 * most {@link #maxBaselineBytes()}, mostly some seventy, and eleven a known thing.
 */
final class Surge implements Detector<Tally, Usual> {
  static final int MAX_WINDOW_BYTES = Tally.MAX_BYTES;

  /** With this weight at most the past tells of new things, so that their tail stays heavy. */
  private static final double MOST_FRESH_WINDOWS = 12;

  /** More new things say no more, so that evidence is monotone though few hashes are kept. */
  private static final int MOST_FRESH = Distinct.K - 32 - Habits.MAX_PENDING;

  private static final double PRIOR_FRESH = 0.5;
  private static final double LN_TWO = StrictMath.log(2);
  private static final double LN_HALF = StrictMath.log(0.5);

  private final Look look;
  private final Judgement tooFewHours;
  private final UsualCodec baselineCodec;

  Surge(Look look) {
    this.look = look;
    this.tooFewHours =
        new Judgement.Unscoreable(
            "fewer than %d hours with %s are known".formatted(look.learningWindows, look.words()));
    this.baselineCodec = new UsualCodec(look.asksWhichAreNew);
  }

  /**
   * What is counted, and how it is called.
   *
   * @param id the detector's id
   * @param family what its evidence saturates with
   * @param technique the ATT&amp;CK technique
   * @param subjects whom it looks at
   * @param concerns whether an observation is of the kind; must be cheap
   * @param amount what an observation adds to the amount; null if amounts do not matter
   * @param thing the hash of what it was done to, 0 for none; null if things do not matter
   * @param asksWhichAreNew whether things never seen before count by themselves
   * @param seldom whether most subjects do not do it every day, so that doing it is telling
   * @param learningWindows hours to learn before anything is judged; 0 if the prior suffices
   * @param needs what {@link Detector#needs} says
   */
  record Look(
      String id,
      Family family,
      String technique,
      Set<SubjectType> subjects,
      Predicate<Observation> concerns,
      @Nullable Measure amount,
      @Nullable Measure thing,
      boolean asksWhichAreNew,
      boolean seldom,
      int learningWindows,
      Set<Need> needs,
      About about) {

    private String words() {
      return Objects.requireNonNull(amount == null ? thing : amount).words;
    }
  }

  /**
   * One thing that is measured.
   *
   * @param of what an observation adds: an amount, or the hash of a thing
   * @param prior what is usual before anything is known
   * @param words what it is, in the plural
   */
  record Measure(ToLongFunction<Observation> of, SeasonalRate.Prior prior, String words) {
    private boolean isOfBytes() {
      return prior.scale() == SeasonalRate.Scale.BYTES;
    }

    private String say(double amount, boolean roundly) {
      String number =
          isOfBytes() ? AtLeast.ofBytes((long) amount) : AtLeast.of(StrictMath.round(amount));
      return (roundly ? number.replace("+", "") : number) + " " + words;
    }
  }

  @Override
  public String id() {
    return look.id;
  }

  @Override
  public Family family() {
    return look.family;
  }

  @Override
  public String technique() {
    return look.technique;
  }

  @Override
  public Duration window() {
    return Duration.ofHours(1);
  }

  @Override
  public Set<SubjectType> subjects() {
    return look.subjects;
  }

  @Override
  public Tally nothing() {
    return Tally.NOTHING;
  }

  @Override
  public Usual unknown() {
    return Usual.UNKNOWN;
  }

  @Override
  public Tally gather(Tally seen, Observation observation) {
    if (!look.concerns.test(observation)) {
      return seen;
    }
    long amount = look.amount == null ? 0 : look.amount.of.applyAsLong(observation);
    if (look.thing == null && look.amount != null && look.amount.isOfBytes()) {
      return seen.plusBytes(observation, amount);
    }
    return seen.plus(
        observation, amount, look.thing == null ? 0 : look.thing.of.applyAsLong(observation));
  }

  @Override
  public Tally merge(Tally earlier, Tally later) {
    return earlier.plus(later);
  }

  @Override
  public Judgement judge(Tally recent, Usual baseline, long windowStartMillis) {
    if (recent.isEmpty()) {
      return Judgement.NORMAL;
    }
    if (baseline.windows() < look.learningWindows) {
      return tooFewHours;
    }
    int season = SeasonalRate.season(windowStartMillis);
    double ofAmount = logTail(look.amount, (double) recent.amount(), baseline.amount(), season);
    double ofThings = logTail(look.thing, recent.things().count(), baseline.things(), season);
    int fresh =
        look.asksWhichAreNew && baseline.knowsThings() ? baseline.fresh(recent.things()) : 0;
    double ofFresh = Math.min(0, LN_TWO + logTailOfFresh(fresh, baseline));
    if (ofAmount > LN_HALF && ofThings > LN_HALF && ofFresh > LN_HALF) {
      return Judgement.NORMAL;
    }
    double chance = chance(baseline, windowStartMillis, recent.step());
    int micros =
        Evidence.micros(
            nats(ofAmount, ofThings, ofFresh, chance, baseline),
            baseline.paid().at(windowStartMillis));
    return micros == 0
        ? Judgement.NORMAL
        : new Judgement.Anomalous(
            micros, why(recent, baseline, fresh, season), recent.events(), List.of());
  }

  private double chance(Usual baseline, long atMillis, int step) {
    return look.seldom ? baseline.chance(Ageing.day(atMillis), step) : 1;
  }

  /** The logarithm of the mean of the measures' e-values, from the logarithms of their tails. */
  private double nats(
      double ofAmount, double ofThings, double ofFresh, double chance, Usual baseline) {
    double lnChance = StrictMath.log(chance);
    double sum = 0;
    int measures = 0;
    if (look.amount != null) {
      sum += eValue(ofAmount, lnChance);
      measures++;
    }
    if (look.thing != null) {
      sum += eValue(ofThings, lnChance);
      measures++;
    }
    if (look.asksWhichAreNew && baseline.knowsThings()) {
      sum += eValue(ofFresh, 0);
      measures++;
    }
    return StrictMath.log(sum / measures);
  }

  /** The e-value of one measure; a usual one has 1/2, as its p-value is no less than 1/2. */
  private static double eValue(double lnTail, double lnChance) {
    return StrictMath.exp(Evidence.logEValue(lnTail > LN_HALF ? 0 : lnTail + lnChance));
  }

  private static double logTail(
      @Nullable Measure measure, double amount, SeasonalRate usual, int season) {
    return measure == null ? 0 : usual.logTail(amount, season, measure.prior);
  }

  private static double logTailOfFresh(int fresh, Usual baseline) {
    double windows = 1 + baseline.freshWindows();
    double weight = Math.min(1, MOST_FRESH_WINDOWS / windows);
    return Tails.logWaring(
        Math.min(fresh, MOST_FRESH),
        windows * weight,
        (PRIOR_FRESH + baseline.freshThings()) * weight);
  }

  private String why(Tally recent, Usual baseline, int fresh, int season) {
    var seen = new ArrayList<String>();
    var usual = new ArrayList<String>();
    if (look.amount != null && (recent.amount() > 0 || look.thing == null)) {
      seen.add(look.amount.say((double) recent.amount(), false));
      usual.add(look.amount.say(baseline.amount().usual(season, look.amount.prior), true));
    }
    if (look.thing != null && recent.things().count() > 0) {
      seen.add(look.thing.say(recent.things().count(), false));
      usual.add(look.thing.say(baseline.things().usual(season, look.thing.prior), true));
    }
    if (fresh > 0) {
      seen.add(AtLeast.of(fresh) + " never seen before");
    }
    return String.join(", ", seen)
        + " in two hours; "
        + (baseline.windows() == 0
            ? "this subject is not known to do so"
            : "usually about " + String.join(", ", usual) + " in such an hour");
  }

  @Override
  public Usual learn(Usual baseline, Closed<Tally> closed) {
    return baseline.learn(
        closed,
        look.amount == null ? null : look.amount.prior.scale(),
        look.thing != null,
        look.asksWhichAreNew);
  }

  @Override
  public Map<String, Object> describe(Usual baseline, long atMillis) {
    var profile = new LinkedHashMap<String, Object>();
    if (baseline.windows() < look.learningWindows) {
      profile.put("unscoreable", ((Judgement.Unscoreable) tooFewHours).reason());
    }
    int season = SeasonalRate.season(atMillis);
    profile.put("hoursKnown", baseline.windows());
    if (look.amount != null) {
      profile.put(
          "usualAmountInAnHour",
          StrictMath.rint(baseline.amount().usual(season, look.amount.prior) * 10) / 10);
    }
    if (look.thing != null) {
      profile.put(
          "usualDistinctInAnHour",
          StrictMath.rint(baseline.things().usual(season, look.thing.prior) * 10) / 10);
    }
    if (look.asksWhichAreNew) {
      profile.put("known", baseline.known().known().size());
      profile.put("pending", baseline.known().pending().size());
    }
    profile.put(
        "chanceOfADay", StrictMath.rint(baseline.chance(Ageing.day(atMillis), -1) * 1000) / 1000);
    return profile;
  }

  @Override
  public List<UsualRate> rates(Tally recent, Usual baseline, long atMillis) {
    var rates = new ArrayList<UsualRate>();
    if (look.amount != null && baseline.amount().windows() > 0) {
      rates.add(rate(look.amount, baseline.amount(), (double) recent.amount(), baseline, atMillis));
    }
    if (look.thing != null && baseline.things().windows() > 0) {
      rates.add(rate(look.thing, baseline.things(), recent.things().count(), baseline, atMillis));
    }
    return rates;
  }

  private UsualRate rate(
      Measure measure, SeasonalRate usual, double seen, Usual baseline, long atMillis) {
    var seasons = new ArrayList<UsualRate.Season>();
    for (int i = 0; i < SeasonalRate.SEASONS; i++) {
      int season = i;
      seasons.add(
          new UsualRate.Season(
              SeasonalRate.isWeekend(season),
              SeasonalRate.fromHour(season),
              SeasonalRate.toHour(season),
              usual.weights()[season],
              usual.usual(season, measure.prior),
              baseline.windows() < look.learningWindows
                  ? null
                  : UsualRate.least(
                      amount -> isSaid(measure, amount, usual, season, baseline, atMillis))));
    }
    return new UsualRate(
        measure.isOfBytes() ? "bytes " + measure.words : measure.words,
        measure.isOfBytes(),
        window(),
        window().multipliedBy(2),
        baseline.windows(),
        seasons,
        SeasonalRate.season(atMillis),
        seen);
  }

  /** Whether so much of one measure is said while the others are as usual. */
  private boolean isSaid(
      Measure measure, long amount, SeasonalRate usual, int season, Usual baseline, long atMillis) {
    double tail = logTail(measure, (double) amount, usual, season);
    boolean isAmount = measure.equals(look.amount);
    double chance = chance(baseline, atMillis, Rarity.UNKNOWN_STEP);
    double nats = nats(isAmount ? tail : 0, isAmount ? 0 : tail, 0, chance, baseline);
    return tail <= LN_HALF && Evidence.micros(nats) >= leastMicros();
  }

  @Override
  public Set<Need> needs() {
    return look.needs;
  }

  @Override
  public About about() {
    return look.about;
  }

  @Override
  public int maxWindowBytes() {
    return MAX_WINDOW_BYTES;
  }

  @Override
  public int maxBaselineBytes() {
    return Usual.MAX_BYTES + (look.asksWhichAreNew ? Usual.THINGS.maxBytes() + 8 : 0);
  }

  @Override
  public Codec<Tally> windowCodec() {
    return Tally.InBytes.INSTANCE;
  }

  @Override
  public Codec<Usual> baselineCodec() {
    return baselineCodec;
  }

  private record UsualCodec(boolean withThings) implements Codec<Usual> {
    @Override
    public void write(Usual value, Packer to) {
      to.putByte(1);
      value.write(to, withThings);
    }

    @Override
    public Usual read(Unpacker from) {
      Version.expect(1, "usual", from);
      return Usual.read(from, withThings);
    }
  }
}
