package dev.vedette.detectors;

import dev.vedette.events.ActionKind;
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
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * First-seen action: a subject does, or has done to it, what it never did, weighed by how rare that
 * is in the tenant.
 *
 * <p>The p-value of a new action is {@code rate · min(1, 8·fraction)}: the expected number of new
 * actions on an active day ({@link Habits}, which by Markov's inequality bounds the probability of
 * any, so no further correction for the number of actions is due), times the share of them that
 * would be done by so few principals ({@link Rarity}); an action of unknown rarity has the factor
 * 1. The 8 is a prior. {@link Evidence} makes it an e-value, which is weighed by whether the action
 * is known for a technique of attack ({@link ActionTechniques#lnWeight}); the greatest counts.
 *
 * <p>Gathers everything but alerts, also what failed: trying is telling. Learns actions by the day,
 * not from suspect windows. A late event adds its action; the rarest step seen of an action counts.
 *
 * <p>Memory: a window at most {@value #MAX_WINDOW_BYTES} bytes, the {@value #MAX_ACTIONS} actions
 * with the smallest hashes (evidence is monotone up to that many); a baseline at most {@value
 * #MAX_BASELINE_BYTES}, {@value #MAX_KNOWN} actions.
 */
public final class FirstSeenAction implements Detector<FirstSeenAction.Actions, Habits> {
  static final int MAX_ACTIONS = 32;
  static final int MAX_KNOWN = 128;
  private static final int MAX_NAME_CHARS = 64;
  static final int MAX_WINDOW_BYTES =
      3 + MAX_ACTIONS * (8 + 2 + 3 * MAX_NAME_CHARS + 2 + EventRefs.MAX_BYTES);
  static final int MAX_BASELINE_BYTES = 1 + 20 * MAX_KNOWN + 220;

  /** Priors, to be calibrated on training seeds of the simulator. */
  private static final int LEARNING_DAYS = 5;

  private static final double PRIOR_DAYS = 10;
  private static final double RARITY_FACTOR = 8;

  /**
   * Deeds of principals that other detectors judge ({@link RareDeed}, {@link Forwarding}, {@link
   * MfaChangeAfterRisk}, {@link PostureFall}): one deed is not paid twice.
   */
  private static final Set<ActionKind> HAVE_THEIR_OWN =
      EnumSet.of(
          ActionKind.ADMINISTRATION,
          ActionKind.ACCOUNT_CREATE,
          ActionKind.ACCOUNT_LOCK,
          ActionKind.CREDENTIAL_CHANGE,
          ActionKind.PRIVILEGE_GRANT,
          ActionKind.LOGGING_OFF,
          ActionKind.CONSENT,
          ActionKind.FORWARDING,
          ActionKind.MFA_CHANGE,
          ActionKind.POSTURE);

  private static final Habits.Limits LIMITS = new Habits.Limits(MAX_KNOWN, LEARNING_DAYS);
  private static final Judgement TOO_FEW_DAYS =
      new Judgement.Unscoreable("fewer than " + LEARNING_DAYS + " active days are known");

  /**
   * An action of a window.
   *
   * @param key hash of its whole name
   * @param name its name, cut
   * @param first the earliest event
   * @param step the rarest step seen, {@link Rarity#UNKNOWN_STEP} if none was known
   * @param failed whether every attempt failed
   */
  public record Action(long key, String name, EventRef first, int step, boolean failed)
      implements Sighting<Action> {
    @Override
    public Action and(Action other) {
      return new Action(
          key,
          name.compareTo(other.name) <= 0 ? name : other.name,
          first.compareTo(other.first) <= 0 ? first : other.first,
          Math.max(step, other.step),
          failed && other.failed);
    }

    double fraction() {
      return step < 0 ? 1 : Math.min(1, RARITY_FACTOR * StrictMath.pow(2, -step / 2.0));
    }
  }

  /** The actions of a window, sorted by key. */
  public record Actions(List<Action> actions) {
    /** Copies the list. */
    public Actions {
      actions = List.copyOf(actions);
    }
  }

  private static final Comparator<Action> STRANGEST =
      Comparator.comparingInt((Action action) -> action.step())
          .reversed()
          .thenComparing(Action::first);
  private static final Actions NOTHING = new Actions(List.of());

  @Override
  public String id() {
    return "first-seen-action";
  }

  @Override
  public Family family() {
    return Family.PRIVILEGE;
  }

  @Override
  public String technique() {
    return "T1098";
  }

  @Override
  public Duration window() {
    return Duration.ofHours(1);
  }

  @Override
  public Set<SubjectType> subjects() {
    return EnumSet.complementOf(EnumSet.of(SubjectType.SESSION));
  }

  @Override
  public Actions nothing() {
    return NOTHING;
  }

  @Override
  public Habits unknown() {
    return Habits.NONE;
  }

  @Override
  public Actions gather(Actions seen, Observation observation) {
    ActionKind kind = observation.detail().kind();
    if (kind != null
        && HAVE_THEIR_OWN.contains(kind)
        && observation.subject().type().isPrincipal()) {
      return seen;
    }
    if (observation.category() == Category.DETECTION) {
      return seen; // another product's alert is no action of the subject: RareAlert looks at it
    }
    long key = Hash64.of(observation.action());
    int at = Sighting.find(seen.actions, key);
    if (at >= 0) {
      Action known = seen.actions.get(at);
      if (observation.rarity().step() <= known.step
          && (observation.failed() || !known.failed)
          && !EventRefs.isBefore(observation, known.first)) {
        return seen;
      }
    }
    String name = observation.action();
    var next =
        new Action(
            key,
            EventRefs.wellFormed(
                name.length() <= MAX_NAME_CHARS ? name : name.substring(0, MAX_NAME_CHARS)),
            EventRefs.of(observation),
            observation.rarity().step(),
            observation.failed());
    List<Action> actions = Sighting.add(seen.actions, next, MAX_ACTIONS);
    return actions.equals(seen.actions) ? seen : new Actions(actions);
  }

  @Override
  public Actions merge(Actions earlier, Actions later) {
    if (earlier.actions.isEmpty() || later.actions.isEmpty()) {
      return earlier.actions.isEmpty() ? later : earlier;
    }
    return new Actions(Sighting.merge(earlier.actions, later.actions, MAX_ACTIONS));
  }

  @Override
  public Judgement judge(Actions recent, Habits baseline, long windowStartMillis) {
    if (recent.actions.isEmpty()) {
      return Judgement.NORMAL;
    }
    if (baseline.days() < LEARNING_DAYS) {
      return TOO_FEW_DAYS;
    }
    double rate = baseline.noveltyRate(PRIOR_DAYS);
    Action strangest = null;
    double most = 0;
    int news = 0;
    for (int i = 0; i < recent.actions.size(); i++) {
      Action action = recent.actions.get(i);
      if (!baseline.knows(action.key)) {
        news++;
        double nats = weighed(rate, action);
        if (nats > most
            || (nats == most && strangest != null && STRANGEST.compare(action, strangest) < 0)) {
          strangest = action;
          most = nats;
        }
      }
    }
    int micros = Evidence.micros(most);
    return strangest == null || micros == 0
        ? Judgement.NORMAL
        : explain(recent, baseline, windowStartMillis, strangest, news, micros);
  }

  /** Nats of a new action, 0 if it is not worth saying. */
  private static double weighed(double rate, Action action) {
    double nats = Evidence.logEValue(StrictMath.log(rate * action.fraction()));
    boolean mayBeSaid = nats + ActionTechniques.LN_MOST_WEIGHT >= Evidence.LEAST_NATS;
    return mayBeSaid ? nats + ActionTechniques.lnWeight(action.name) : 0;
  }

  private static Judgement explain(
      Actions recent, Habits baseline, long startMillis, Action strangest, int news, int micros) {
    String rare = "";
    if (strangest.step > 0) {
      long one = (long) StrictMath.pow(2, strangest.step / 2.0);
      rare = "; done on 1 in %s colleague-days".formatted(AtLeast.of(one).replace("+", ""));
    }
    String why =
        "first %s%s in %d days%s%s"
            .formatted(
                strangest.name,
                strangest.failed ? " (failed)" : "",
                Ageing.day(startMillis) - baseline.firstDay(),
                rare,
                news == 1 ? "" : ", and other first actions");
    List<Action> fresh =
        recent.actions.stream().filter(a -> !baseline.knows(a.key)).sorted(STRANGEST).toList();
    List<EventRef> events =
        fresh.stream().map(Action::first).sorted().limit(Signal.MAX_EVENTS).toList();
    var names = new ArrayList<String>();
    names.add(strangest.name);
    fresh.forEach(action -> names.add(action.name));
    return new Judgement.Anomalous(micros, why, events, List.of(), ActionTechniques.of(names));
  }

  @Override
  public Habits learn(Habits baseline, Closed<Actions> closed) {
    return baseline.learn(Sighting.keys(closed.seen().actions), closed, LIMITS);
  }

  @Override
  public Map<String, Object> describe(Habits baseline, long atMillis) {
    var profile = new LinkedHashMap<String, Object>();
    if (baseline.days() < LEARNING_DAYS) {
      profile.put("unscoreable", ((Judgement.Unscoreable) TOO_FEW_DAYS).reason());
    }
    profile.put("activeDays", baseline.days());
    profile.put("knownActions", baseline.known().size());
    profile.put("pendingActions", baseline.pending().size());
    profile.put(
        "newActionsExpectedOnAnActiveDay",
        StrictMath.rint(baseline.noveltyRate(PRIOR_DAYS) * 1000) / 1000);
    return profile;
  }

  @Override
  public About about() {
    return new About(
        "First-seen action",
        "A subject does, or has done to it, what it never did before; the fewer of the tenant's"
            + " principals do it, the more that says, and more if the action is known for a"
            + " technique of attack.",
        "`action`; "
            + LEARNING_DAYS
            + " active days (UTC) without suspicion. The rarity of an action is known from the"
            + " second day after it was counted; until then all count as common.",
        "Actions that are named in a detector's own kind (grants, administration, forwarding …)"
            + " are left to it; a mapping that gives a source's actions names that"
            + " `action-kinds.txt` knows moves them there. For a new task a verdict"
            + " `benign_expected` for `first-seen-action`.",
        List.of(
            "a new task or a new role",
            "what is done once a year",
            "a source that begins to report another kind of action"));
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
  public Codec<Actions> windowCodec() {
    return ActionsCodec.INSTANCE;
  }

  @Override
  public Codec<Habits> baselineCodec() {
    return HabitsCodec.INSTANCE;
  }

  private enum ActionsCodec implements Codec<Actions> {
    INSTANCE;

    @Override
    public void write(Actions value, Packer to) {
      to.putByte(1).putVar(value.actions.size());
      for (Action action : value.actions) {
        to.putLong(action.key).putText(action.name);
        to.putByte(action.step + 1).putByte(action.failed ? 1 : 0);
        EventRefs.write(action.first, to);
      }
    }

    @Override
    public Actions read(Unpacker from) {
      Version.expect(1, "actions", from);
      int size = from.getVarInt();
      if (size == 0) {
        return NOTHING;
      }
      var actions = new ArrayList<Action>();
      for (int i = 0; i < size; i++) {
        long key = from.getLong();
        String name = from.getText();
        int step = from.getByte() - 1;
        boolean failed = from.getByte() != 0;
        actions.add(new Action(key, name, EventRefs.read(from), step, failed));
      }
      return new Actions(actions);
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
      Version.expect(1, "known actions", from);
      return Habits.read(from);
    }
  }
}
