package dev.vedette.detectors;

import dev.vedette.events.EventRef;
import dev.vedette.events.Observation;
import dev.vedette.events.Packer;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.Unpacker;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Deeds of one kind that a subject never did, weighed by how rare they are: first against its own
 * habit, then among its peers, then in the tenant.
 *
 * <p>The p-value of a new deed is {@code rate · min(1, w·fraction)}, at most a prior {@code p₀}:
 * the rate of new deeds of the kind on an active day ({@link Habits}; by Markov's inequality it
 * bounds the probability of any), times the share of new ones that so few would do. {@code
 * fraction} is of peer-days if it is known among peers, of principal-days in the tenant otherwise,
 * 1 if neither is known ({@link Deed}); {@code w} is how many deeds of the kind there are to choose
 * from. Both {@code w} and {@code p₀} are priors, to be calibrated on training seeds of the
 * simulator. The strangest deed counts; {@link Evidence} makes it nats.
 *
 * <p>Gathers deeds of the kind, also what failed: trying is telling. A detector with days of
 * learning also gathers that the subject was active at all, which is what a habit of not doing it
 * is made of. Learns by the day, not from suspect windows; what was claimed is silent from then on.
 * A late event adds its deed.
 *
 * <p>Memory: a window at most {@value #MAX_WINDOW_BYTES} bytes, the {@value #MAX_DEEDS} rarest
 * deeds, some 80 bytes each as a rule (no more than 80 are known, so the rarest new one is among
 * them, or a rarer one); a baseline at most {@value #MAX_BASELINE_BYTES}.
 */
abstract class RareDeed implements Detector<RareDeed.Deeds, Habits> {
  static final int MAX_KNOWN = 64;

  /** One more than can be known, so that of more deeds the rarest new one still counts. */
  static final int MAX_DEEDS = MAX_KNOWN + Habits.MAX_PENDING + 1;

  static final int MAX_WINDOW_BYTES = 4 + MAX_DEEDS * Deed.MAX_BYTES;
  static final int MAX_BASELINE_BYTES = 1 + 20 * MAX_KNOWN + 220;

  /** What stands for having been active, beside the deeds. */
  private static final long ACTIVE = 0;

  /**
   * The priors of one use.
   *
   * @param learningDays on so many first active days nothing is judged; 0 to judge from the start
   *     and gather nothing but deeds
   * @param priorDays the weight of the prior rate, half a new deed in so many days
   * @param factor {@code w}
   * @param mostP {@code p₀}
   */
  record Priors(int learningDays, double priorDays, double factor, double mostP) {}

  /**
   * The deeds of a window.
   *
   * @param active whether anything was gathered
   * @param deeds sorted by key
   */
  record Deeds(boolean active, List<Deed> deeds) {
    /** Copies the list. */
    Deeds {
      deeds = List.copyOf(deeds);
    }
  }

  private static final Comparator<Deed> STRANGEST =
      Comparator.comparingInt((Deed deed) -> deed.step()).reversed().thenComparing(Deed::first);
  private static final Deeds NOTHING = new Deeds(false, List.of());
  private static final Deeds ACTIVE_ONLY = new Deeds(true, List.of());

  private final Priors priors;
  private final Habits.Limits limits;
  private final Judgement.Unscoreable tooFewDays;

  RareDeed(Priors priors) {
    this.priors = priors;
    this.limits = new Habits.Limits(MAX_KNOWN, priors.learningDays);
    this.tooFewDays =
        new Judgement.Unscoreable("fewer than " + priors.learningDays + " active days are known");
  }

  /** Whether an observation is of the kind; asked of every observation, so cheap. */
  abstract boolean isDeed(Observation observation);

  /** What makes two deeds the same, never 0. */
  long key(Observation observation) {
    return Hash64.of(observation.action());
  }

  /** The account that the deed is done to, if that is of interest. */
  @Nullable Subject target(Observation observation) {
    return null;
  }

  /** The sentence for people about the strangest deed. */
  abstract String why(Deed deed, int days, boolean others);

  /** What the deeds, those that are new, say about other subjects. */
  List<Judgement.Implication> implications(List<Deed> news, int micros) {
    return List.of();
  }

  @Override
  public final Duration window() {
    return Duration.ofHours(1);
  }

  @Override
  public final Deeds nothing() {
    return NOTHING;
  }

  @Override
  public final Habits unknown() {
    return Habits.NONE;
  }

  @Override
  public final Deeds gather(Deeds seen, Observation observation) {
    if (!isDeed(observation)) {
      return seen.active || priors.learningDays == 0 ? seen : ACTIVE_ONLY;
    }
    long key = key(observation);
    int at = Sighting.find(seen.deeds, key);
    if (at >= 0) {
      Deed known = seen.deeds.get(at);
      int step = Deed.step(observation);
      boolean same =
          step == known.step()
              && (known.amongPeers() || observation.detail().peerStep() < 0)
              && observation.action().compareTo(known.name()) >= 0
              && (observation.failed() || !known.failed())
              && observation.timeMillis() > known.first().timeMillis();
      if (same || step < known.step()) {
        return seen;
      }
    }
    var deed = Deed.of(key, observation, target(observation));
    List<Deed> deeds = Deed.rarest(Sighting.add(seen.deeds, deed, Integer.MAX_VALUE), MAX_DEEDS);
    return seen.active && deeds.equals(seen.deeds) ? seen : new Deeds(true, deeds);
  }

  @Override
  public final Deeds merge(Deeds earlier, Deeds later) {
    if (!earlier.active || !later.active) {
      return earlier.active ? earlier : later;
    }
    List<Deed> both = Sighting.merge(earlier.deeds, later.deeds, Integer.MAX_VALUE);
    List<Deed> deeds = Deed.rarest(both, MAX_DEEDS);
    return deeds.isEmpty() ? ACTIVE_ONLY : new Deeds(true, deeds);
  }

  @Override
  public final Judgement judge(Deeds recent, Habits baseline, long windowStartMillis) {
    if (!recent.active) {
      return Judgement.NORMAL;
    }
    if (baseline.days() < priors.learningDays) {
      return tooFewDays;
    }
    Deed strangest = null;
    for (int i = 0; i < recent.deeds.size(); i++) {
      Deed deed = recent.deeds.get(i);
      if (!baseline.knows(deed.key())) {
        strangest = strangest == null || STRANGEST.compare(deed, strangest) < 0 ? deed : strangest;
      }
    }
    if (strangest == null) {
      return Judgement.NORMAL;
    }
    double fraction = strangest.step() < 0 ? 1 : StrictMath.pow(2, -strangest.step() / 2.0);
    double p =
        Math.min(
            priors.mostP,
            baseline.noveltyRate(priors.priorDays) * Math.min(1, priors.factor * fraction));
    int micros = Evidence.micros(Evidence.ofPValue(p));
    if (micros == 0) {
      return Judgement.NORMAL;
    }
    List<Deed> news = recent.deeds.stream().filter(d -> !baseline.knows(d.key())).toList();
    List<EventRef> events =
        news.stream().map(Deed::first).sorted().limit(Signal.MAX_EVENTS).toList();
    int days = baseline.days() == 0 ? 0 : Ageing.day(windowStartMillis) - baseline.firstDay();
    String why = why(strangest, days, news.size() > 1);
    List<String> names = news.stream().sorted(STRANGEST).map(Deed::name).toList();
    return new Judgement.Anomalous(
        micros, why, events, implications(news, micros), ActionTechniques.of(names));
  }

  @Override
  public final Habits learn(Habits baseline, Closed<Deeds> closed) {
    Deeds seen = closed.seen();
    if (!seen.active) {
      return baseline;
    }
    boolean days = priors.learningDays > 0;
    var keys = new long[seen.deeds.size() + (days ? 1 : 0)];
    for (int i = 0; i < seen.deeds.size(); i++) {
      keys[i] = seen.deeds.get(i).key();
    }
    if (days) {
      keys[keys.length - 1] = ACTIVE;
    }
    return baseline.learn(keys, closed, limits);
  }

  @Override
  public final Map<String, Object> describe(Habits baseline, long atMillis) {
    var profile = new LinkedHashMap<String, Object>();
    if (baseline.days() < priors.learningDays) {
      profile.put("unscoreable", tooFewDays.reason());
    }
    profile.put(priors.learningDays > 0 ? "activeDays" : "daysWithDeeds", baseline.days());
    profile.put("knownDeeds", baseline.known().stream().filter(h -> h.key() != ACTIVE).count());
    profile.put("pendingDeeds", baseline.pending().stream().filter(k -> k != ACTIVE).count());
    profile.put(
        "newDeedsExpectedOnAnActiveDay",
        StrictMath.rint(baseline.noveltyRate(priors.priorDays) * 1000) / 1000);
    return profile;
  }

  @Override
  public final int maxWindowBytes() {
    return MAX_WINDOW_BYTES;
  }

  @Override
  public final int maxBaselineBytes() {
    return MAX_BASELINE_BYTES;
  }

  @Override
  public final Codec<Deeds> windowCodec() {
    return DeedsCodec.INSTANCE;
  }

  @Override
  public final Codec<Habits> baselineCodec() {
    return HabitsCodec.INSTANCE;
  }

  private enum DeedsCodec implements Codec<Deeds> {
    INSTANCE;

    @Override
    public void write(Deeds value, Packer to) {
      to.putByte(1).putByte(value.active ? 1 : 0);
      if (value.active) {
        Deed.writeAll(value.deeds, to);
      }
    }

    @Override
    public Deeds read(Unpacker from) {
      Version.expect(1, "deeds", from);
      return from.getByte() == 0 ? NOTHING : new Deeds(true, Deed.readAll(from));
    }
  }

  private enum HabitsCodec implements Codec<Habits> {
    INSTANCE;

    @Override
    public void write(Habits value, Packer to) {
      to.putByte(1);
      value.write(to);
    }

    @Override
    public Habits read(Unpacker from) {
      Version.expect(1, "known deeds", from);
      return Habits.read(from);
    }
  }
}
