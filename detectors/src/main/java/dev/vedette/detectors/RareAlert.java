package dev.vedette.detectors;

import dev.vedette.events.Category;
import dev.vedette.events.EventRef;
import dev.vedette.events.Family;
import dev.vedette.events.Observation;
import dev.vedette.events.Packer;
import dev.vedette.events.Rarity;
import dev.vedette.events.Signal;
import dev.vedette.events.SubjectType;
import dev.vedette.events.Unpacker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rare alert: other products raise alerts about a subject that they seldom or never raised about
 * it.
 *
 * <p>An alert of a kind that was there in {@code N} windows before, and is there in {@code c} of
 * the windows judged together, says {@code w·ln(1 + c/(1 + N))}: the logarithm of a Lomax tail of
 * shape 1 and scale {@code 1 + N} ({@link Tails#logLomax}), so the fourth time says little and the
 * thousandth nothing, and how often it is repeated within a window is no matter: that is {@link
 * AlertFlood}'s. {@code w} is a weight by severity. A kind that is new for the subject and rare in
 * the tenant says more, by {@code −ln min(1, 8·fraction)} (the factor of {@link FirstSeenAction}),
 * at most {@value #MOST_RARITY_NATS}. What several kinds say is added, for an intrusion sets off
 * many: evidence is {@code 0.7·Σ − 0.5}, the tax against kinds that always come together. The two
 * numbers were chosen by leaving each network of the AIT alert data set out in turn
 * (docs/evaluation.md).
 *
 * <p>Its family is {@code reach}, as what is done on a host is no longer news after some days; that
 * of an address's reputation, {@code intel}, stays for weeks.
 *
 * <p>Gathers the category {@code detection}. Learns the number of windows with each kind, from
 * suspect windows too: an alert is paid when it is new, and is not new again. A late event adds its
 * kind to its window.
 *
 * <p>Memory: a window at most {@value #MAX_WINDOW_BYTES} bytes, the {@value #MAX_KINDS} kinds with
 * the smallest hashes (evidence is monotone up to that many); a baseline at most {@value
 * #MAX_BASELINE_BYTES}, {@value #MAX_KNOWN} kinds, the longest unseen forgotten first.
 */
public final class RareAlert implements Detector<RareAlert.Kinds, RareAlert.Known> {
  static final int MAX_KINDS = 32;
  static final int MAX_KNOWN = 96;
  static final int MOST_RARITY_NATS = 3;
  private static final int MAX_NAME_CHARS = 64;
  static final int MAX_WINDOW_BYTES =
      3 + MAX_KINDS * (8 + 2 + 3 * MAX_NAME_CHARS + 8 + 1 + 1 + EventRefs.MAX_BYTES);
  static final int MAX_BASELINE_BYTES = 3 + 20 * MAX_KNOWN + 15;

  private static final double SHARE = 0.7;
  private static final double TAX = 0.5;
  private static final double RARITY_FACTOR = 8;
  private static final int LEARNING_DAYS = 1;
  private static final int FORGET_DAYS = 180;

  /** By OCSF severity, unknown first: what its source takes lightly counts less. Priors. */
  private static final double[] WEIGHTS = {1, 1, 1, 1, 1.1, 1.2, 1.2};

  private static final long WINDOW_MILLIS = 600_000L;
  private static final Judgement TOO_NEW =
      new Judgement.Unscoreable("its alerts are known for less than a day");
  private static final Kinds NOTHING = new Kinds(List.of());
  private static final Known UNKNOWN = new Known(List.of(), 0, 0);

  /**
   * A kind of alert.
   *
   * @param key hash of its whole name
   * @param name its name, cut
   * @param first the earliest event
   * @param windows in which windows it was: a bit for each number of a window modulo 64, which is
   *     ten hours of them
   * @param severity the gravest, OCSF
   * @param step the rarest step seen in the tenant, {@link Rarity#UNKNOWN_STEP} if none was known
   */
  public record Kind(long key, String name, EventRef first, long windows, int severity, int step)
      implements Sighting<Kind> {
    @Override
    public Kind and(Kind other) {
      return new Kind(
          key,
          name.compareTo(other.name) <= 0 ? name : other.name,
          first.compareTo(other.first) <= 0 ? first : other.first,
          windows | other.windows,
          Math.max(severity, other.severity),
          Math.max(step, other.step));
    }

    double nats(double before) {
      double seldom = WEIGHTS[severity] * StrictMath.log1p(Long.bitCount(windows) / (1 + before));
      if (before > 0 || step < 0) {
        return seldom;
      }
      double fraction = Math.min(1, RARITY_FACTOR * StrictMath.pow(2, -step / 2.0));
      return seldom + Math.min(MOST_RARITY_NATS, -StrictMath.log(fraction));
    }
  }

  /** The kinds of a window, sorted by key. */
  public record Kinds(List<Kind> kinds) {
    /** Copies the list. */
    public Kinds {
      kinds = List.copyOf(kinds);
    }
  }

  /**
   * A kind that is known.
   *
   * @param windows the number of windows with it
   * @param lastDay the last day with it, UTC days since the epoch
   */
  public record Usual(long key, int windows, int lastDay) implements Sighting<Usual> {
    @Override
    public Usual and(Usual other) {
      return new Usual(key, windows + other.windows, Math.max(lastDay, other.lastDay));
    }
  }

  /**
   * What is known of a subject's alerts.
   *
   * @param usual sorted by key
   * @param windows the number of windows with any
   * @param firstDay the first day with any
   */
  public record Known(List<Usual> usual, int windows, int firstDay) {
    /** Copies the list. */
    public Known {
      usual = List.copyOf(usual);
    }

    int windowsWith(long key) {
      int at = Sighting.find(usual, key);
      return at < 0 ? 0 : usual.get(at).windows;
    }
  }

  @Override
  public String id() {
    return "rare-alert";
  }

  @Override
  public Family family() {
    return Family.REACH;
  }

  @Override
  public String technique() {
    return "";
  }

  @Override
  public Duration window() {
    return Duration.ofMillis(WINDOW_MILLIS);
  }

  @Override
  public Set<SubjectType> subjects() {
    return AlertFlood.SUBJECTS;
  }

  @Override
  public Kinds nothing() {
    return NOTHING;
  }

  @Override
  public Known unknown() {
    return UNKNOWN;
  }

  /** Another product has judged already; what little is left to say ranks its alerts. */
  @Override
  public int leastMicros() {
    return 0;
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
  public Kinds gather(Kinds seen, Observation observation) {
    if (observation.category() != Category.DETECTION) {
      return seen;
    }
    long key = Hash64.of(observation.action());
    long window = 1L << (Math.floorDiv(observation.timeMillis(), WINDOW_MILLIS) & 63);
    int severity = observation.detail().severity();
    int step = observation.rarity().step();
    int at = Sighting.find(seen.kinds, key);
    if (at >= 0) {
      Kind known = seen.kinds.get(at);
      if ((known.windows & window) != 0
          && severity <= known.severity
          && step <= known.step
          && !EventRefs.isBefore(observation, known.first)) {
        return seen;
      }
    }
    String name = observation.action();
    var next =
        new Kind(
            key,
            EventRefs.wellFormed(
                name.length() <= MAX_NAME_CHARS ? name : name.substring(0, MAX_NAME_CHARS)),
            EventRefs.of(observation),
            window,
            severity,
            step);
    List<Kind> kinds = Sighting.add(seen.kinds, next, MAX_KINDS);
    return kinds.equals(seen.kinds) ? seen : new Kinds(kinds);
  }

  @Override
  public Kinds merge(Kinds earlier, Kinds later) {
    if (earlier.kinds.isEmpty() || later.kinds.isEmpty()) {
      return earlier.kinds.isEmpty() ? later : earlier;
    }
    return new Kinds(Sighting.merge(earlier.kinds, later.kinds, MAX_KINDS));
  }

  @Override
  public Judgement judge(Kinds recent, Known baseline, long windowStartMillis) {
    if (isLearning(baseline, windowStartMillis)) {
      return TOO_NEW;
    }
    double sum = 0;
    for (int i = 0; i < recent.kinds.size(); i++) {
      Kind kind = recent.kinds.get(i);
      sum += kind.nats(baseline.windowsWith(kind.key));
    }
    int micros = Evidence.micros(SHARE * sum - TAX);
    return micros == 0 ? Judgement.NORMAL : explain(recent, baseline, micros);
  }

  private static boolean isLearning(Known baseline, long atMillis) {
    return baseline.windows == 0 || Ageing.day(atMillis) - baseline.firstDay < LEARNING_DAYS;
  }

  private static Judgement explain(Kinds recent, Known baseline, int micros) {
    List<Kind> rarest =
        recent.kinds.stream()
            .sorted(
                Comparator.comparingDouble((Kind k) -> -k.nats(baseline.windowsWith(k.key)))
                    .thenComparingLong(Kind::key))
            .toList();
    Kind first = rarest.getFirst();
    int before = baseline.windowsWith(first.key);
    long news = recent.kinds.stream().filter(k -> baseline.windowsWith(k.key) == 0).count();
    String others =
        rarest.size() == 1
            ? ""
            : ", and %d other kinds, %s never before"
                .formatted(rarest.size() - 1, before == 0 ? news - 1 : news);
    String why =
        "alert %s, %s%s"
            .formatted(
                first.name,
                before == 0
                    ? "never raised here before"
                    : "raised in %d earlier windows".formatted(before),
                others);
    List<EventRef> events =
        rarest.stream().limit(Signal.MAX_EVENTS).map(Kind::first).sorted().toList();
    return new Judgement.Anomalous(micros, why, events, List.of());
  }

  @Override
  public Known learn(Known baseline, Closed<Kinds> closed) {
    List<Kind> kinds = closed.seen().kinds;
    if (kinds.isEmpty()) {
      return baseline;
    }
    int day = Ageing.day(closed.startMillis());
    List<Usual> usual = baseline.usual;
    for (Kind kind : kinds) {
      usual = Sighting.add(usual, new Usual(kind.key, 1, day), Integer.MAX_VALUE);
    }
    return new Known(
        bounded(usual, day), baseline.windows + 1, baseline.windows == 0 ? day : baseline.firstDay);
  }

  private static List<Usual> bounded(List<Usual> usual, int day) {
    if (usual.size() <= MAX_KNOWN && usual.stream().allMatch(u -> day - u.lastDay <= FORGET_DAYS)) {
      return usual;
    }
    var kept = new ArrayList<Usual>(usual);
    kept.removeIf(u -> day - u.lastDay > FORGET_DAYS);
    kept.sort(
        Comparator.comparingInt(Usual::lastDay)
            .thenComparingInt(Usual::windows)
            .thenComparingLong(Usual::key));
    List<Usual> latest = kept.subList(Math.max(0, kept.size() - MAX_KNOWN), kept.size());
    latest.sort(Comparator.comparingLong(Usual::key));
    return List.copyOf(latest);
  }

  @Override
  public Map<String, Object> describe(Known baseline, long atMillis) {
    var profile = new LinkedHashMap<String, Object>();
    if (isLearning(baseline, atMillis)) {
      profile.put("unscoreable", ((Judgement.Unscoreable) TOO_NEW).reason());
    }
    profile.put("windowsWithAlerts", baseline.windows);
    profile.put("kindsOfAlerts", baseline.usual.size());
    profile.put("seenInOneWindowOnly", baseline.usual.stream().filter(u -> u.windows == 1).count());
    return profile;
  }

  @Override
  public Set<Need> needs() {
    return Set.of(Need.ALERTS);
  }

  @Override
  public About about() {
    return new About(
        "Rare alert",
        "Other products raise alerts about a subject that they seldom or never raised about it; the"
            + " more kinds at once, the more that says.",
        "events of the category `detection`, the kind of alert as `action`; a day since the first"
            + " alert about the subject. `severity` weighs it; how rare a kind is in the tenant"
            + " counts where it is known.",
        "`severity` as the other product gives it, which weighs the kind: what it takes"
            + " lightly counts less. A kind that means nothing is best switched off where it is"
            + " raised; otherwise a suppression of `rare-alert` for who is concerned. The"
            + " family `reach` in the policy.",
        List.of(
            "a new version of the other product's rules, which names old things anew",
            "maintenance that is done seldom",
            "a product that begins to report about a subject"));
  }

  @Override
  public Codec<Kinds> windowCodec() {
    return KindsCodec.INSTANCE;
  }

  @Override
  public Codec<Known> baselineCodec() {
    return KnownCodec.INSTANCE;
  }

  private enum KindsCodec implements Codec<Kinds> {
    INSTANCE;

    @Override
    public void write(Kinds value, Packer to) {
      to.putByte(1).putVar(value.kinds.size());
      for (Kind kind : value.kinds) {
        to.putLong(kind.key).putText(kind.name).putLong(kind.windows);
        to.putByte(kind.severity).putByte(kind.step + 1);
        EventRefs.write(kind.first, to);
      }
    }

    @Override
    public Kinds read(Unpacker from) {
      Version.expect(1, "kinds of alerts", from);
      int size = from.getVarInt();
      if (size == 0) {
        return NOTHING;
      }
      var kinds = new ArrayList<Kind>();
      for (int i = 0; i < size; i++) {
        long key = from.getLong();
        String name = from.getText();
        long windows = from.getLong();
        int severity = from.getByte();
        int step = from.getByte() - 1;
        kinds.add(new Kind(key, name, EventRefs.read(from), windows, severity, step));
      }
      return new Kinds(kinds);
    }
  }

  private enum KnownCodec implements Codec<Known> {
    INSTANCE;

    @Override
    public void write(Known value, Packer to) {
      to.putByte(1).putVar(value.windows).putSigned(value.firstDay).putVar(value.usual.size());
      for (Usual usual : value.usual) {
        to.putLong(usual.key).putVar(usual.windows).putSigned(usual.lastDay);
      }
    }

    @Override
    public Known read(Unpacker from) {
      Version.expect(1, "known alerts", from);
      int windows = from.getVarInt();
      int firstDay = (int) from.getSigned();
      int size = from.getVarInt();
      var usual = new ArrayList<Usual>();
      for (int i = 0; i < size; i++) {
        usual.add(new Usual(from.getLong(), from.getVarInt(), (int) from.getSigned()));
      }
      return new Known(usual, windows, firstDay);
    }
  }
}
