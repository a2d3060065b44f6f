package dev.vedette.detectors;

import dev.vedette.events.EventRef;
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
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * First access to a sensitive class: a principal reaches things of a class and type, such as a
 * secret document, that it never touched.
 *
 * <p>Evidence is {@code ln(w/λ) + ln r}: somebody who looks for what is worth stealing reaches a
 * new class of the highest kind with probability {@code w = ½}, another sensitive one with {@code
 * ¼} (priors, to be calibrated on training seeds of the simulator); the principal itself with
 * {@code λ}, the expected number of new ones on one of its active days ({@link Habits}). Days
 * without anything sensitive count as active. {@code r} is what the tenant and the peers say of the
 * action by which it was reached ({@link TenantRarity}).
 *
 * <p>Gathers whether the principal was active, and what it reached with success; what is public or
 * internal, or has no class, says nothing. Learns classes by the day, not from suspect windows
 * unless new ones keep coming on three days ({@link Persistence}). A late event adds its class; the
 * windows after it are judged again.
 *
 * <p>Memory: a window at most {@value #MAX_WINDOW_BYTES} bytes, the {@value #MAX_CLASSES} classes
 * with the smallest hashes (evidence is monotone up to that many); a baseline at most {@value
 * #MAX_BASELINE_BYTES}.
 */
public final class SensitiveAccess
    implements Detector<SensitiveAccess.Reached, SensitiveAccess.Touched> {
  static final int MAX_CLASSES = 16;
  static final int MAX_WINDOW_BYTES =
      4 + MAX_CLASSES * (2 + ShortName.MAX_BYTES + EventRefs.MAX_BYTES);
  static final int MAX_BASELINE_BYTES = 1 + 20 * 33 + 220 + Persistence.MAX_BYTES;

  /** Classes that most organisations have and that hold nothing to steal. */
  private static final Set<String> PLAIN =
      Set.of("", "public", "internal", "none", "normal", "general", "low", "unclassified");

  private static final Set<String> HIGHEST =
      Set.of(
          "secret",
          "top_secret",
          "top secret",
          "restricted",
          "highly_confidential",
          "highly confidential",
          "strictly_confidential",
          "strictly confidential",
          "critical");

  /** Priors, to be calibrated on training seeds of the simulator. */
  private static final int LEARNING_DAYS = 5;

  private static final double PRIOR_DAYS = 10;
  private static final double LN_HIGHEST = StrictMath.log(0.5);
  private static final double LN_OTHER = StrictMath.log(0.25);

  /** Stands among the classes for the active day itself, so that days without one count. */
  private static final long ACTIVE = 0;

  private static final Habits.Limits LIMITS = new Habits.Limits(33, LEARNING_DAYS);
  private static final Judgement TOO_FEW_DAYS =
      new Judgement.Unscoreable("fewer than " + LEARNING_DAYS + " active days are known");

  /**
   * A sensitive class that was reached.
   *
   * @param key hash of its name
   * @param name class and type, such as {@code secret document}
   * @param highest whether the class is of the highest kind
   * @param step the rarest step of an action that reached it, -1 if none is known
   * @param first the earliest event
   */
  public record Reach(long key, String name, boolean highest, int step, EventRef first)
      implements Sighting<Reach> {
    @Override
    public Reach and(Reach other) {
      return new Reach(
          key,
          name.compareTo(other.name) <= 0 ? name : other.name,
          highest || other.highest,
          TenantRarity.rarer(step, other.step),
          first.compareTo(other.first) <= 0 ? first : other.first);
    }

    /** Beyond being new. */
    double nats() {
      return (highest ? LN_HIGHEST : LN_OTHER) + TenantRarity.logFactor(step);
    }

    /** Its name for people: where class and type are the same word, that word once. */
    String words() {
      String half = name.substring(Math.min(name.length(), name.length() / 2 + 1));
      return name.equals(half + ' ' + half) ? half : name;
    }

    boolean isStrangerThan(@Nullable Reach other) {
      if (other == null || nats() != other.nats()) {
        return other == null || nats() > other.nats();
      }
      return first.compareTo(other.first) < 0;
    }
  }

  /**
   * What was reached in a window.
   *
   * @param active whether the principal was active
   * @param classes sensitive ones, sorted by key
   */
  public record Reached(boolean active, List<Reach> classes) {
    /** Copies the list. */
    public Reached {
      classes = List.copyOf(classes);
    }
  }

  /**
   * What the principal has touched.
   *
   * @param classes sensitive ones, and active days
   * @param persistence the suspect days with new ones
   */
  public record Touched(Habits classes, Persistence persistence) {}

  private static final Touched UNKNOWN = new Touched(Habits.NONE, Persistence.NONE);
  private static final Reached NOTHING = new Reached(false, List.of());
  private static final Reached ACTIVE_ONLY = new Reached(true, List.of());

  @Override
  public String id() {
    return "sensitive-access";
  }

  @Override
  public Family family() {
    return Family.REACH;
  }

  @Override
  public String technique() {
    return "T1213";
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
  public Reached nothing() {
    return NOTHING;
  }

  @Override
  public Touched unknown() {
    return UNKNOWN;
  }

  @Override
  public Reached gather(Reached seen, Observation observation) {
    if (observation.failed()) {
      return seen;
    }
    String sensitivity = observation.detail().sensitivity();
    if (sensitivity == null || isPlain(sensitivity)) {
      return seen.active ? seen : ACTIVE_ONLY;
    }
    String label = sensitivity.strip().toLowerCase(Locale.ROOT);
    String type = observation.detail().resourceType();
    String name = ShortName.of(type == null ? label : label + " " + type);
    int step = Math.max(observation.rarity().step(), observation.detail().peerStep());
    long key = Hash64.of(name);
    int at = Sighting.find(seen.classes, key);
    if (at >= 0
        && TenantRarity.rarer(seen.classes.get(at).step, step) == seen.classes.get(at).step
        && !EventRefs.isBefore(observation, seen.classes.get(at).first)) {
      return seen;
    }
    var next = new Reach(key, name, HIGHEST.contains(label), step, EventRefs.of(observation));
    List<Reach> classes = Sighting.add(seen.classes, next, MAX_CLASSES);
    return seen.active && classes.equals(seen.classes) ? seen : new Reached(true, classes);
  }

  /** The usual spellings need no copy in lower case. */
  private static boolean isPlain(String sensitivity) {
    return PLAIN.contains(sensitivity)
        || PLAIN.contains(sensitivity.strip().toLowerCase(Locale.ROOT));
  }

  @Override
  public Reached merge(Reached earlier, Reached later) {
    if (!earlier.active || !later.active) {
      return earlier.active ? earlier : later;
    }
    return new Reached(true, Sighting.merge(earlier.classes, later.classes, MAX_CLASSES));
  }

  @Override
  public Judgement judge(Reached recent, Touched baseline, long windowStartMillis) {
    if (!recent.active) {
      return Judgement.NORMAL;
    }
    if (baseline.classes.days() < LEARNING_DAYS) {
      return TOO_FEW_DAYS;
    }
    Reach strangest = null;
    int news = 0;
    for (int i = 0; i < recent.classes.size(); i++) {
      Reach reach = recent.classes.get(i);
      if (!baseline.classes.knows(reach.key)) {
        news++;
        strangest = reach.isStrangerThan(strangest) ? reach : strangest;
      }
    }
    if (strangest == null) {
      return Judgement.NORMAL;
    }
    double nats = strangest.nats() - StrictMath.log(baseline.classes.noveltyRate(PRIOR_DAYS));
    int micros = Evidence.micros(nats);
    if (micros == 0) {
      return Judgement.NORMAL;
    }
    String why =
        "first access to %s in %d days%s"
            .formatted(
                strangest.words(),
                Ageing.day(windowStartMillis) - baseline.classes.firstDay(),
                news == 1 ? "" : ", and to other sensitive classes");
    List<EventRef> events =
        recent.classes.stream()
            .filter(reach -> !baseline.classes.knows(reach.key))
            .map(Reach::first)
            .sorted()
            .limit(Signal.MAX_EVENTS)
            .toList();
    return new Judgement.Anomalous(micros, why, events, List.of());
  }

  @Override
  public Touched learn(Touched baseline, Closed<Reached> closed) {
    Reached seen = closed.seen();
    if (!seen.active && !closed.suspect()) {
      return baseline;
    }
    int classes = seen.classes.size();
    Persistence persistence = baseline.persistence.after(closed);
    Closed<Reached> believed = persistence.believed(closed);
    long[] keys = new long[believed.suspect() ? classes : classes + 1];
    for (int i = 0; i < classes; i++) {
      keys[i] = seen.classes.get(i).key;
    }
    if (!believed.suspect()) {
      keys[classes] = ACTIVE;
    }
    var touched = new Touched(baseline.classes.learn(keys, believed, LIMITS), persistence);
    return touched.equals(baseline) ? baseline : touched;
  }

  @Override
  public Map<String, Object> describe(Touched baseline, long atMillis) {
    var profile = new LinkedHashMap<String, Object>();
    if (baseline.classes.days() < LEARNING_DAYS) {
      profile.put("unscoreable", ((Judgement.Unscoreable) TOO_FEW_DAYS).reason());
    }
    profile.put("activeDays", baseline.classes.days());
    profile.put("knownSensitiveClasses", Math.max(0, baseline.classes.known().size() - 1));
    profile.put("pendingSensitiveClasses", baseline.classes.pending().size());
    profile.put(
        "newSensitiveClassesExpectedOnAnActiveDay",
        StrictMath.rint(baseline.classes.noveltyRate(PRIOR_DAYS) * 1000) / 1000);
    return profile;
  }

  @Override
  public Set<Need> needs() {
    return Set.of(Need.SENSITIVITY);
  }

  @Override
  public About about() {
    return new About(
        "First access to a sensitive class",
        "A principal reaches things of a sensitivity and type that it never touched, secret ones"
            + " more than confidential ones; the longer it did without, the more that says.",
        "`resource.sensitivity`, other than public or internal, and `resource.type`; "
            + LEARNING_DAYS
            + " active days (UTC) without suspicion.",
        "The labels themselves: what is `public` or `internal` says nothing, the highest class"
            + " says more than any other. `department` in the directory (or learned peer groups)"
            + " lets it see what a role reaches anyway. For documents labelled anew a suppression"
            + " for that day.",
        List.of(
            "a new task or role; each class is paid once",
            "a deputy in holidays, the first quarter end of a bookkeeper",
            "documents that were labelled anew: then many principals are new to the class"));
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
  public Codec<Reached> windowCodec() {
    return ReachedCodec.INSTANCE;
  }

  @Override
  public Codec<Touched> baselineCodec() {
    return TouchedCodec.INSTANCE;
  }

  private enum ReachedCodec implements Codec<Reached> {
    INSTANCE;

    @Override
    public void write(Reached value, Packer to) {
      to.putByte(1).putByte(value.active ? 1 + value.classes.size() : 0);
      for (Reach reach : value.classes) {
        to.putText(reach.name).putByte(reach.highest ? 1 : 0).putByte(reach.step + 1);
        EventRefs.write(reach.first, to);
      }
    }

    @Override
    public Reached read(Unpacker from) {
      Version.expect(1, "sensitive classes", from);
      int size = from.getByte() - 1;
      if (size <= 0) {
        return size < 0 ? NOTHING : ACTIVE_ONLY;
      }
      var classes = new ArrayList<Reach>();
      for (int i = 0; i < size; i++) {
        String name = from.getText();
        boolean highest = from.getByte() != 0;
        int step = from.getByte() - 1;
        classes.add(new Reach(Hash64.of(name), name, highest, step, EventRefs.read(from)));
      }
      return new Reached(true, classes);
    }
  }

  private enum TouchedCodec implements Codec<Touched> {
    INSTANCE;

    @Override
    public void write(Touched value, Packer to) {
      to.putByte(1);
      value.classes.write(to);
      value.persistence.write(to);
    }

    @Override
    public Touched read(Unpacker from) {
      Version.expect(1, "known classes", from);
      return new Touched(Habits.read(from), Persistence.read(from));
    }
  }
}
