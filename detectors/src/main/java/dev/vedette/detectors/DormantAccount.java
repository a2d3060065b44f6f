package dev.vedette.detectors;

import dev.vedette.events.EventRef;
import dev.vedette.events.Family;
import dev.vedette.events.Observation;
import dev.vedette.events.Packer;
import dev.vedette.events.SubjectType;
import dev.vedette.events.Unpacker;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Dormant account wakes: a principal acts after so long a silence as its own rhythm does not
 * explain.
 *
 * <p>With {@code g} days since the last active one (UTC), the p-value is {@code (1 + (g−1)/m)^−2}
 * ({@link Tails#logLomax}): weekends, holidays and illness are over-dispersed, a geometric law
 * fitted to working days would believe every journey to be an attack. {@code m} is the mean of the
 * principal's own idle days between two active ones, shrunk to a prior and at least that prior. A
 * silence that is not a fifth longer than one before is normal: a job at the end of a quarter
 * explains the next.
 *
 * <p>Gathers the first event of the window that did not fail: a failed guess wakes nobody. Learns
 * the last active day always, silences when not suspect; one that was claimed is taught by the
 * first window after a day without a suspect one. A late event may shorten a silence; the windows
 * after it are judged again.
 *
 * <p>A subject is forgotten after 180 idle days ({@code BehaviourSettings.expiry}), after 7 if
 * little was seen of it: then it is a stranger, and nothing is said about its silence.
 *
 * <p>Memory: a window at most {@value #MAX_WINDOW_BYTES} bytes, a baseline {@value
 * #MAX_BASELINE_BYTES}.
 */
public final class DormantAccount implements Detector<DormantAccount.Awake, DormantAccount.Rhythm> {
  static final int MAX_WINDOW_BYTES = 2 + EventRefs.MAX_BYTES;
  static final int MAX_BASELINE_BYTES = 1 + 4 * 5 + 2 * 8 + 10;

  /** Priors, to be calibrated on training seeds of the simulator. */
  private static final int LEARNING_DAYS = 5;

  private static final double PRIOR_IDLE_DAYS = 2;
  private static final double PRIOR_SILENCES = 10;
  private static final double SHAPE = 2;
  private static final double AS_BEFORE = 1.2;

  private static final Judgement TOO_FEW_DAYS =
      new Judgement.Unscoreable("fewer than " + LEARNING_DAYS + " active days are known");

  /**
   * That a principal was active.
   *
   * @param first the earliest event; null if it was not
   */
  public record Awake(@Nullable EventRef first) {}

  /**
   * How a principal's active days follow each other.
   *
   * @param days active days
   * @param lastDay the last of them, UTC days since the epoch
   * @param silences pairs of successive active days that taught, aged
   * @param idleDays days between them, aged
   * @param longest the most days from one to the next
   * @param pending the longest one that was claimed and not taught; 0 if there is none
   * @param suspectMillis when the last suspect window started
   */
  public record Rhythm(
      int days,
      int lastDay,
      double silences,
      double idleDays,
      int longest,
      int pending,
      long suspectMillis) {
    double usualIdleDays() {
      return Math.max(
          PRIOR_IDLE_DAYS,
          (PRIOR_IDLE_DAYS * PRIOR_SILENCES + idleDays) / (PRIOR_SILENCES + silences));
    }

    Rhythm suspect(int day, boolean claimed, long atMillis) {
      int gap = days == 0 ? 0 : day - lastDay;
      return new Rhythm(
          days + (days == 0 || gap > 0 ? 1 : 0),
          days == 0 ? day : Math.max(day, lastDay),
          silences,
          idleDays,
          longest,
          claimed ? Math.max(pending, gap) : pending,
          atMillis);
    }

    Rhythm taught(int gap, double fade) {
      return new Rhythm(
          days,
          lastDay,
          silences * fade + 1,
          idleDays * fade + gap - 1,
          Math.max(longest, gap),
          pending,
          suspectMillis);
    }

    Rhythm awake(int day) {
      return new Rhythm(days + 1, day, silences, idleDays, longest, pending, suspectMillis);
    }

    Rhythm quiet() {
      return new Rhythm(days, lastDay, silences, idleDays, longest, 0, suspectMillis);
    }
  }

  private static final Awake NOTHING = new Awake(null);
  private static final Rhythm UNKNOWN = new Rhythm(0, 0, 0, 0, 0, 0, Long.MIN_VALUE);

  @Override
  public String id() {
    return "dormant-account";
  }

  @Override
  public Family family() {
    return Family.TIME;
  }

  @Override
  public String technique() {
    return "T1078";
  }

  @Override
  public Duration window() {
    return Duration.ofHours(1);
  }

  @Override
  public Set<SubjectType> subjects() {
    return Set.of(SubjectType.USER, SubjectType.SERVICE);
  }

  @Override
  public Awake nothing() {
    return NOTHING;
  }

  @Override
  public Rhythm unknown() {
    return UNKNOWN;
  }

  @Override
  public Awake gather(Awake seen, Observation observation) {
    if (observation.failed()
        || (seen.first != null && !EventRefs.isBefore(observation, seen.first))) {
      return seen;
    }
    return new Awake(EventRefs.of(observation));
  }

  @Override
  public Awake merge(Awake earlier, Awake later) {
    if (earlier.first == null || later.first == null) {
      return earlier.first == null ? later : earlier;
    }
    return earlier.first.compareTo(later.first) <= 0 ? earlier : later;
  }

  @Override
  public Judgement judge(Awake recent, Rhythm baseline, long windowStartMillis) {
    if (recent.first == null) {
      return Judgement.NORMAL;
    }
    if (baseline.days < LEARNING_DAYS) {
      return TOO_FEW_DAYS;
    }
    int gap = Ageing.day(windowStartMillis) - baseline.lastDay;
    if (gap <= 1 || gap <= AS_BEFORE * Math.max(baseline.longest, baseline.pending)) {
      return Judgement.NORMAL;
    }
    double usual = baseline.usualIdleDays();
    int micros = Evidence.micros(Evidence.ofLogPValue(Tails.logLomax(gap - 1, usual, SHAPE)));
    if (micros == 0) {
      return Judgement.NORMAL;
    }
    String why =
        "active again after %d days of silence; the longest silence before was %s"
            .formatted(
                gap - 1,
                baseline.longest <= 1 ? "less than a day" : baseline.longest - 1 + " days");
    return new Judgement.Anomalous(micros, why, List.of(recent.first), List.of());
  }

  @Override
  public Rhythm learn(Rhythm baseline, Closed<Awake> closed) {
    if (closed.seen().first == null) {
      return baseline;
    }
    int day = Ageing.day(closed.startMillis());
    if (closed.suspect()) {
      return baseline.suspect(day, closed.claimedMicros() > 0, closed.startMillis());
    }
    Rhythm learned = baseline;
    if (baseline.pending > 0
        && closed.startMillis() - baseline.suspectMillis >= Ageing.DAY_MILLIS) {
      learned = baseline.taught(baseline.pending, 1).quiet();
    }
    if (baseline.days == 0) {
      return learned.awake(day);
    }
    int gap = day - baseline.lastDay;
    return gap <= 0 ? learned : learned.taught(gap, Ageing.after(gap)).awake(day);
  }

  @Override
  public Map<String, Object> describe(Rhythm baseline, long atMillis) {
    var profile = new LinkedHashMap<String, Object>();
    if (baseline.days < LEARNING_DAYS) {
      profile.put("unscoreable", ((Judgement.Unscoreable) TOO_FEW_DAYS).reason());
    }
    profile.put("activeDays", baseline.days);
    if (baseline.days > 0) {
      profile.put("lastActiveDay", LocalDate.ofEpochDay(baseline.lastDay).toString());
    }
    profile.put("usualIdleDays", StrictMath.rint(baseline.usualIdleDays() * 10) / 10);
    profile.put("longestSilenceInDays", Math.max(0, baseline.longest - 1));
    return profile;
  }

  @Override
  public About about() {
    return new About(
        "Dormant account wakes",
        "A principal acts after a silence of days that is longer than any before, and long for its"
            + " own rhythm of active days.",
        LEARNING_DAYS
            + " active days (UTC). After 180 days a subject is forgotten and is a stranger.",
        "Hand sources in without long gaps. For a return from leave a verdict"
            + " `benign_expected` for `dormant-account`; for a quarterly job a suppression"
            + " until it has run once, after which its silence is known.",
        List.of(
            "the return from parental leave, long illness, a sabbatical",
            "a job that runs once a quarter, for the first time",
            "a source that was not delivered for weeks: then many subjects wake on one day"));
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
  public Codec<Awake> windowCodec() {
    return AwakeCodec.INSTANCE;
  }

  @Override
  public Codec<Rhythm> baselineCodec() {
    return RhythmCodec.INSTANCE;
  }

  private enum AwakeCodec implements Codec<Awake> {
    INSTANCE;

    @Override
    public void write(Awake value, Packer to) {
      to.putByte(1).putByte(value.first == null ? 0 : 1);
      if (value.first != null) {
        EventRefs.write(value.first, to);
      }
    }

    @Override
    public Awake read(Unpacker from) {
      Version.expect(1, "waking", from);
      return from.getByte() == 0 ? NOTHING : new Awake(EventRefs.read(from));
    }
  }

  private enum RhythmCodec implements Codec<Rhythm> {
    INSTANCE;

    @Override
    public void write(Rhythm value, Packer to) {
      to.putByte(1).putVar(value.days).putSigned(value.lastDay);
      to.putDouble(value.silences).putDouble(value.idleDays);
      to.putVar(value.longest).putVar(value.pending).putSigned(value.suspectMillis);
    }

    @Override
    public Rhythm read(Unpacker from) {
      Version.expect(1, "rhythm of days", from);
      return new Rhythm(
          from.getVarInt(),
          (int) from.getSigned(),
          from.getDouble(),
          from.getDouble(),
          from.getVarInt(),
          from.getVarInt(),
          from.getSigned());
    }
  }
}
