package dev.vedette.detectors;

import dev.vedette.detectors.SeasonalRate.Prior;
import dev.vedette.detectors.SeasonalRate.Scale;
import dev.vedette.events.ActionKind;
import dev.vedette.events.Category;
import dev.vedette.events.Family;
import dev.vedette.events.Observation;
import dev.vedette.events.Packer;
import dev.vedette.events.Signal;
import dev.vedette.events.SubjectType;
import dev.vedette.events.Unpacker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Slow drift: a little more data each day, no day of which is remarkable.
 *
 * <p>Each active day's volume has a p-value against the days that came at least {@value #LAG_DAYS}
 * active days before ({@link SeasonalRate.Scale#BYTES_OF_A_DAY}), and becomes a bet that is fair or
 * worse in normal life: {@code e(p) = min(40, ¼·p^(−¾))}, a calibrator of V. Vovk and R. Wang,
 * "E-values: Calibration, combination and applications", Annals of Statistics 49, 2021. The bets of
 * the days are multiplied, with a restart mixed in so that a drift is found whenever it begins, and
 * what is won is bounded so that it is soon forgotten: {@code R ← min(e⁸, (¾·R + ¼) · e(p))}. By
 * induction {@code E[R] ≤ 1}: an e-value on every day (the fixed share of M. Herbster and M.
 * Warmuth, "Tracking the best expert", Machine Learning 32, 1998; as a CUSUM: J. Shin, A. Ramdas,
 * A. Rinaldo, "E-detectors", New England Journal of Statistics in Data Science 2, 2024). Today
 * counts only if it raises R, taxed by {@code ln 1.5}, which is more than {@code E[max(1, e)]}, so
 * that the first hours of a day never lower what was found.
 *
 * <p>Gathers what reads or moves data; a read of no known size counts as 10 kB. Days always teach,
 * after their lag, and none as less than half of a usual one: only the upper tail is asked for, and
 * days off with a little mail would make every volume seem possible. After {@value #ACCEPTED_DAYS}
 * days of alarm the new level is taken for normal. What was claimed is not claimed again until it
 * has faded with a half-life of {@value #TOLD_HALF_LIFE_DAYS} days, as risk by volume does, so that
 * risk shows what the drift says today and not the sum of what it said each day. A late event adds
 * to its hour, and with it to its day.
 *
 * <p>The constants of the bet, the lag and the spread before anything is known were chosen on
 * simulated companies (docs/evaluation.md).
 *
 * <p>Memory: a window at most {@value #MAX_WINDOW_BYTES} bytes, a baseline {@value
 * #MAX_BASELINE_BYTES}.
 */
final class SlowDrift implements Detector<Tally, SlowDrift.Course> {
  static final int LAG_DAYS = 7;
  static final int ACCEPTED_DAYS = 7;
  static final int TOLD_HALF_LIFE_DAYS = 2;
  static final int MAX_WINDOW_BYTES = Tally.MAX_BYTES;
  static final int MAX_BASELINE_BYTES =
      1 + SeasonalRate.MAX_BYTES + 10 + 1 + LAG_DAYS * 9 + 5 + 10 + 4 + 1 + 5 + 5;

  private static final int LEARNING_DAYS = 10;

  private static final Prior PRIOR = new Prior(Scale.BYTES_OF_A_DAY, 2e7, 3);
  private static final long UNKNOWN_SIZE = 10_000;
  private static final double POWER = 0.25;
  private static final double LN_POWER = StrictMath.log(POWER);
  private static final double LN_MOST_A_DAY = StrictMath.log(40);
  private static final double MOST_NATS = 8;
  private static final double RESTART = 0.25;
  private static final double ALARM_NATS = 2;
  private static final double LN_TAX = StrictMath.log(1.5);
  private static final double LN_LEAST_LESSON = StrictMath.log(0.5);

  private static final Judgement TOO_FEW_DAYS =
      new Judgement.Unscoreable("fewer than " + LEARNING_DAYS + " days with data are known");

  /**
   * A day that is over.
   *
   * @param day UTC days since the epoch
   * @param volume bytes
   */
  record Day(int day, float volume) {}

  /**
   * What is known of a subject's days.
   *
   * @param reference the volumes of the days that teach
   * @param taught their number, not aged
   * @param taughtDay the last of them, UTC days since the epoch
   * @param waiting the days that do not teach yet, oldest first
   * @param today the day of the last window, 0 if there was none
   * @param volume its bytes so far
   * @param logE ln R after the days before it
   * @param alarms days on which that was high
   * @param told what was claimed and had not faded on the day it was last claimed, micro-nats
   * @param toldDay that day
   */
  record Course(
      SeasonalRate reference,
      int taught,
      int taughtDay,
      List<Day> waiting,
      int today,
      long volume,
      float logE,
      int alarms,
      int told,
      int toldDay) {
    /** Copies the list. */
    public Course {
      waiting = List.copyOf(waiting);
    }

    boolean isScoreable() {
      return taught >= LEARNING_DAYS;
    }

    /** {@code ln P} of a day with so much or more. */
    double logTail(int day, double bytes) {
      return reference.logTailOfOne(bytes, season(day), PRIOR);
    }

    /** {@code ln R} before the bet of a day that comes after those that are over. */
    double restarted() {
      return StrictMath.log((1 - RESTART) * StrictMath.exp(logE) + RESTART);
    }

    /** What was claimed and has not faded on a day, micro-nats, rounded up to the grid. */
    int toldOn(int day) {
      double halfLives = Math.max(0, day - toldDay) / (double) TOLD_HALF_LIFE_DAYS;
      double steps = told * StrictMath.pow(2, -halfLives) / Evidence.GRID_MICROS;
      return Evidence.GRID_MICROS * (int) StrictMath.ceil(steps);
    }

    /** The same when the day of the last window is over. */
    Course closed() {
      if (today == 0) {
        return this;
      }
      float logAfter = 0;
      int alarmed = 0;
      if (isScoreable()) {
        double bet = logBet(logTail(today, (double) volume));
        logAfter = (float) Math.min(MOST_NATS, restarted() + bet);
        alarmed = logAfter >= ALARM_NATS ? alarms + 1 : 0;
      }
      var later = new ArrayList<Day>(waiting);
      later.add(new Day(today, (float) volume));
      boolean accepted = alarmed >= ACCEPTED_DAYS;
      return new Course(
              accepted ? SeasonalRate.NONE : reference,
              accepted ? 0 : taught,
              taughtDay,
              later,
              0,
              0,
              accepted ? 0 : logAfter,
              accepted ? 0 : alarmed,
              told,
              toldDay)
          .withLessons();
    }

    /** The same when the days that have waited long enough, or are needed, have taught. */
    private Course withLessons() {
      var later = new ArrayList<Day>(waiting);
      SeasonalRate learned = reference;
      int number = taught;
      int last = taughtDay;
      while (!later.isEmpty() && (number < LEARNING_DAYS || later.size() > LAG_DAYS)) {
        Day oldest = later.removeFirst();
        double fade = number == 0 ? 1 : Ageing.after(oldest.day - last);
        int season = season(oldest.day);
        double lesson = Math.max(oldest.volume, halfOf(learned.usual(season, PRIOR)));
        learned = learned.plus(lesson, season, fade, Scale.BYTES_OF_A_DAY);
        number++;
        last = oldest.day;
      }
      return new Course(learned, number, last, later, today, volume, logE, alarms, told, toldDay);
    }

    /** Half of an amount, on the scale on which amounts are counted. */
    private static double halfOf(double usual) {
      Scale scale = Scale.BYTES_OF_A_DAY;
      return scale.back(Math.max(0, scale.of(usual) + LN_LEAST_LESSON));
    }

    /** After another window, which is not before the last one. */
    Course plus(Closed<Tally> closed) {
      int day = Ageing.day(closed.startMillis());
      Course before = day == today ? this : closed();
      long bytes = closed.seen().amount();
      int more = closed.claimedMicros();
      boolean claimed = more > 0;
      return new Course(
          before.reference,
          before.taught,
          before.taughtDay,
          before.waiting,
          day,
          before.volume > Long.MAX_VALUE - bytes ? Long.MAX_VALUE : before.volume + bytes,
          before.logE,
          before.alarms,
          claimed ? Math.min(Signal.MAX_EVIDENCE_MICROS, toldOn(day) + more) : told,
          claimed ? day : toldDay);
    }

    private static int season(int day) {
      return SeasonalRate.season(day * Ageing.DAY_MILLIS);
    }
  }

  private static final Course UNKNOWN =
      new Course(SeasonalRate.NONE, 0, 0, List.of(), 0, 0, 0, 0, 0, 0);

  @Override
  public String id() {
    return "slow-drift";
  }

  @Override
  public Family family() {
    return Family.VOLUME;
  }

  @Override
  public String technique() {
    return "T1030";
  }

  @Override
  public Duration window() {
    return Duration.ofHours(1);
  }

  @Override
  public Set<SubjectType> subjects() {
    return Set.of(SubjectType.USER);
  }

  @Override
  public Tally nothing() {
    return Tally.NOTHING;
  }

  @Override
  public Course unknown() {
    return UNKNOWN;
  }

  @Override
  public Tally gather(Tally seen, Observation observation) {
    ActionKind kind = observation.detail().kind();
    boolean data =
        observation.category() == Category.DATA
            || kind == ActionKind.READ
            || kind == ActionKind.UPLOAD
            || observation.detail().bytesOut() > 0;
    if (!data) {
      return seen;
    }
    long bytes = Math.max(observation.bytes(), observation.detail().bytesOut());
    return seen.plusBytes(observation, bytes == 0 ? UNKNOWN_SIZE : bytes);
  }

  @Override
  public Tally merge(Tally earlier, Tally later) {
    return earlier.plus(later);
  }

  @Override
  public Judgement judge(Tally recent, Course baseline, long windowStartMillis) {
    if (recent.isEmpty()) {
      return Judgement.NORMAL;
    }
    int day = Ageing.day(windowStartMillis);
    Course course = day == baseline.today ? baseline : baseline.closed();
    if (!course.isScoreable()) {
      return TOO_FEW_DAYS;
    }
    double bytes = (double) course.volume + recent.amount();
    double usual = course.reference.usual(Course.season(day), PRIOR);
    int micros = Evidence.micros(nats(course, day, bytes), course.toldOn(day));
    if (micros == 0) {
      return Judgement.NORMAL;
    }
    String why =
        "%s of data today and for days more than usual, about %s a day until %d active days ago"
            .formatted(
                AtLeast.ofBytes((long) bytes),
                AtLeast.ofBytes((long) usual).replace("+", ""),
                LAG_DAYS);
    return new Judgement.Anomalous(micros, why, recent.events(), List.of());
  }

  /** What a day with so much shows, with the days before it. */
  private static double nats(Course course, int day, double bytes) {
    if (bytes <= course.reference.usual(Course.season(day), PRIOR) && course.logE <= 0) {
      return 0; // the bet is lost or even, and none was won before
    }
    double bet = logBet(course.logTail(day, bytes));
    return Math.min(MOST_NATS, course.restarted() + Math.max(0, bet - LN_TAX));
  }

  /** The logarithm of the bet on a p-value given as its logarithm; the mean of e^bet is below 1. */
  static double logBet(double lnP) {
    return Math.min(LN_MOST_A_DAY, LN_POWER + (POWER - 1) * lnP);
  }

  @Override
  public Course learn(Course baseline, Closed<Tally> closed) {
    return closed.seen().isEmpty() ? baseline : baseline.plus(closed);
  }

  @Override
  public Map<String, Object> describe(Course baseline, long atMillis) {
    var profile = new LinkedHashMap<String, Object>();
    if (!baseline.isScoreable()) {
      profile.put("unscoreable", ((Judgement.Unscoreable) TOO_FEW_DAYS).reason());
    }
    profile.put("daysThatTaught", baseline.taught);
    profile.put("daysThatWait", baseline.waiting.size());
    profile.put(
        "usualBytesOfADay",
        (long) baseline.reference.usual(Course.season(Ageing.day(atMillis)), PRIOR));
    profile.put("driftInNats", StrictMath.rint(baseline.logE * 100) / 100);
    return profile;
  }

  @Override
  public List<UsualRate> rates(Tally recent, Course baseline, long atMillis) {
    int day = Ageing.day(atMillis);
    Course course = day == baseline.today ? baseline : baseline.closed();
    if (course.taught == 0) {
      return List.of();
    }
    var seasons = new ArrayList<UsualRate.Season>();
    for (boolean isWeekend : new boolean[] {false, true}) {
      int next = day;
      while (SeasonalRate.isWeekend(Course.season(next)) != isWeekend) {
        next++;
      }
      int like = next;
      int season = Course.season(like);
      seasons.add(
          new UsualRate.Season(
              isWeekend,
              0,
              24,
              course.reference.weights()[season],
              course.reference.usual(season, PRIOR),
              course.isScoreable()
                  ? UsualRate.least(
                      bytes -> Evidence.micros(nats(course, like, (double) bytes)) >= leastMicros())
                  : null));
    }
    return List.of(
        new UsualRate(
            "bytes read or moved",
            true,
            Duration.ofDays(1),
            Duration.ofDays(1),
            course.taught,
            seasons,
            SeasonalRate.isWeekend(Course.season(day)) ? 1 : 0,
            (double) course.volume + recent.amount()));
  }

  @Override
  public About about() {
    return new About(
        "Slow drift",
        "A user reads or moves a little more data day after day than before, no day of which is"
            + " remarkable by itself.",
        "events of category `data`, actions that read or upload, or `bytes_out`; "
            + LEARNING_DAYS
            + " active days.",
        "For a growing project a verdict `benign_expected` for `slow-drift` until its"
            + " end; it takes the new level for normal by itself after days of alarm. A source"
            + " that begins to report sizes: a suppression for its first weeks. The half-life"
            + " of `volume` in the policy decides how long it stays.",
        List.of(
            "a new role or a growing project: taken for normal after "
                + ACCEPTED_DAYS
                + " days of alarm",
            "the weeks before the end of a year",
            "a source that begins to report sizes"));
  }

  @Override
  public int maxWindowBytes() {
    return MAX_WINDOW_BYTES;
  }

  @Override
  public int maxBaselineBytes() {
    return MAX_BASELINE_BYTES;
  }

  @Override
  public Codec<Tally> windowCodec() {
    return Tally.InBytes.INSTANCE;
  }

  @Override
  public Codec<Course> baselineCodec() {
    return CourseCodec.INSTANCE;
  }

  private enum CourseCodec implements Codec<Course> {
    INSTANCE;

    @Override
    public void write(Course value, Packer to) {
      to.putByte(2);
      value.reference.write(to);
      to.putVar(value.taught).putSigned(value.taughtDay).putVar(value.waiting.size());
      for (Day day : value.waiting) {
        to.putSigned(day.day).putFloat(day.volume);
      }
      to.putSigned(value.today).putVar(value.volume).putFloat(value.logE).putByte(value.alarms);
      to.putSigned(value.toldDay).putVar(value.told);
    }

    @Override
    public Course read(Unpacker from) {
      int version = Version.upTo(2, "course", from);
      SeasonalRate reference = SeasonalRate.read(from);
      int taught = from.getVarInt();
      int taughtDay = (int) from.getSigned();
      int size = from.getVarInt();
      var waiting = new ArrayList<Day>();
      for (int i = 0; i < size; i++) {
        waiting.add(new Day((int) from.getSigned(), from.getFloat()));
      }
      int today = (int) from.getSigned();
      long volume = from.getVar();
      float logE = from.getFloat();
      int alarms = from.getByte();
      if (version == 1) {
        Paid.read(from);
        return UNKNOWN; // its days stood on another scale: it learns anew
      }
      int toldDay = (int) from.getSigned();
      return new Course(
          reference,
          taught,
          taughtDay,
          waiting,
          today,
          volume,
          logE,
          alarms,
          from.getVarInt(),
          toldDay);
    }
  }
}
