package dev.vedette.detectors;

import dev.vedette.events.ActionKind;
import dev.vedette.events.Family;
import dev.vedette.events.Observation;
import dev.vedette.events.Packer;
import dev.vedette.events.SubjectType;
import dev.vedette.events.Unpacker;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Forwarding to the outside: a rule, a share or a delegation through which mail or data leave by
 * themselves, to somebody it never went to before.
 *
 * <p>The p-value is {@code rate · min(1, 8·fraction) · outside}: the expected number of new
 * recipients on a day with any ({@link Habits}, by Markov's inequality a bound), {@code ½/10} for
 * who never forwarded; the share of principals that do so seldom what was done ({@link
 * dev.vedette.events.Rarity}), 1 if not known; and 1/4 if the recipient is known to be outside, a
 * prior, to be calibrated on training seeds of the simulator. What goes to the principal's own
 * domain is no forwarding to the outside.
 *
 * <p>Gathers attempts too. Learns recipients by the day, not from suspect windows. A late event
 * adds its recipient.
 *
 * <p>Memory: a window at most {@value #MAX_WINDOW_BYTES} bytes, a baseline {@value
 * #MAX_BASELINE_BYTES}, {@value #MAX_KNOWN} recipients.
 */
final class Forwarding implements Detector<Forwarding.Rules, Habits> {
  static final int MAX_KNOWN = 32;
  private static final int MAX_NAME_CHARS = 64;
  static final int MAX_WINDOW_BYTES = 1 + Tally.MAX_BYTES + 1 + 2 + 3 * MAX_NAME_CHARS;
  static final int MAX_BASELINE_BYTES = 1 + 20 * MAX_KNOWN + 220;

  /** Priors, to be calibrated on training seeds of the simulator. */
  private static final double PRIOR_DAYS = 10;

  private static final double RARITY_FACTOR = 8;
  private static final double OUTSIDE_FACTOR = 0.25;

  private static final Habits.Limits LIMITS = new Habits.Limits(MAX_KNOWN, 1);

  /**
   * The forwarding rules of a window.
   *
   * @param tally their number and recipients
   * @param outside whether one is known to be outside
   * @param name the action, of several the first by name
   */
  record Rules(Tally tally, boolean outside, String name) {}

  private static final Rules NOTHING = new Rules(Tally.NOTHING, false, "");

  @Override
  public String id() {
    return "forwarding";
  }

  @Override
  public Family family() {
    return Family.CONTROL;
  }

  @Override
  public String technique() {
    return "T1114.003";
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
  public Rules nothing() {
    return NOTHING;
  }

  @Override
  public Habits unknown() {
    return Habits.NONE;
  }

  @Override
  public Rules gather(Rules seen, Observation observation) {
    if (observation.detail().kind() != ActionKind.FORWARDING) {
      return seen;
    }
    String own = domain(observation.subject().id());
    String theirs = domain(recipient(observation));
    if (own != null && theirs != null && isWithin(own, theirs)) {
      return seen;
    }
    String recipient = recipient(observation);
    Rules one =
        new Rules(
            Tally.NOTHING.plus(
                observation, 1, Hash64.of(recipient == null ? observation.action() : recipient)),
            own != null && theirs != null,
            cut(observation.action()));
    return merge(seen, one);
  }

  private static @Nullable String recipient(Observation observation) {
    if (observation.target() != null) {
      return observation.target();
    }
    return observation.detail().destination() != null
        ? observation.detail().destination()
        : observation.resource();
  }

  /** What stands behind the last at sign; null if there is none. */
  private static @Nullable String domain(@Nullable String address) {
    int at = address == null ? -1 : address.lastIndexOf('@');
    return address == null || at < 0 ? null : address.substring(at + 1).toLowerCase(Locale.ROOT);
  }

  private static boolean isWithin(String own, String theirs) {
    return own.equals(theirs) || own.endsWith("." + theirs) || theirs.endsWith("." + own);
  }

  private static String cut(String name) {
    return EventRefs.wellFormed(
        name.length() <= MAX_NAME_CHARS ? name : name.substring(0, MAX_NAME_CHARS));
  }

  @Override
  public Rules merge(Rules earlier, Rules later) {
    if (earlier.tally.isEmpty() || later.tally.isEmpty()) {
      return earlier.tally.isEmpty() ? later : earlier;
    }
    return new Rules(
        earlier.tally.plus(later.tally),
        earlier.outside || later.outside,
        earlier.name.compareTo(later.name) <= 0 ? earlier.name : later.name);
  }

  @Override
  public Judgement judge(Rules recent, Habits baseline, long windowStartMillis) {
    int fresh = 0;
    for (long recipient : recent.tally.things().smallest()) {
      fresh += baseline.knows(recipient) ? 0 : 1;
    }
    if (fresh == 0) {
      return Judgement.NORMAL;
    }
    int step = recent.tally.step();
    double rare = step < 0 ? 1 : Math.min(1, RARITY_FACTOR * StrictMath.pow(2, -step / 2.0));
    double p = baseline.noveltyRate(PRIOR_DAYS) * rare * (recent.outside ? OUTSIDE_FACTOR : 1);
    int micros = Evidence.micros(Evidence.ofPValue(p));
    if (micros == 0) {
      return Judgement.NORMAL;
    }
    String why =
        "%s: forwarding or sharing to %s never forwarded to before%s"
            .formatted(
                recent.name,
                fresh == 1 ? "a recipient" : AtLeast.of(fresh) + " recipients",
                recent.outside ? ", outside the user's own domain" : "");
    return new Judgement.Anomalous(
        micros, why, recent.tally.events(), List.of(), ActionTechniques.of(List.of(recent.name)));
  }

  @Override
  public Habits learn(Habits baseline, Closed<Rules> closed) {
    return closed.seen().tally.isEmpty()
        ? baseline
        : baseline.learn(closed.seen().tally.things().smallest(), closed, LIMITS);
  }

  @Override
  public Map<String, Object> describe(Habits baseline, long atMillis) {
    var profile = new LinkedHashMap<String, Object>();
    profile.put("daysWithForwarding", baseline.days());
    profile.put("knownRecipients", baseline.known().size());
    profile.put("pendingRecipients", baseline.pending().size());
    return profile;
  }

  @Override
  public About about() {
    return new About(
        "Forwarding to the outside",
        "A user sets up forwarding, or shares mail, files or images, to somebody to whom it never"
            + " went before.",
        "actions that forward or share (`action-kinds.txt`), the recipient as `target.id`,"
            + " `destination` or `resource.id`; an address in the user's own domain is inside. None"
            + " must have been seen before.",
        "Principals' ids that are mail addresses let it tell inside from outside: the"
            + " user's own domain is inside. For sharing with a partner a verdict"
            + " `benign_expected` for `forwarding`.",
        List.of(
            "an absence that is delegated to an outside assistant",
            "a customer's address in a shared folder"));
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
  public Codec<Rules> windowCodec() {
    return RulesCodec.INSTANCE;
  }

  @Override
  public Codec<Habits> baselineCodec() {
    return RecipientsCodec.INSTANCE;
  }

  private enum RulesCodec implements Codec<Rules> {
    INSTANCE;

    @Override
    public void write(Rules value, Packer to) {
      to.putByte(1);
      value.tally.write(to);
      to.putByte(value.outside ? 1 : 0).putText(value.name);
    }

    @Override
    public Rules read(Unpacker from) {
      Version.expect(1, "forwarding rules", from);
      Tally tally = Tally.read(from);
      boolean outside = from.getByte() != 0;
      String name = from.getText();
      return tally.isEmpty() ? NOTHING : new Rules(tally, outside, name);
    }
  }

  private enum RecipientsCodec implements Codec<Habits> {
    INSTANCE;

    @Override
    public void write(Habits value, Packer to) {
      to.putByte(1);
      value.write(to);
    }

    @Override
    public Habits read(Unpacker from) {
      Version.expect(1, "known recipients", from);
      return Habits.read(from);
    }
  }
}
