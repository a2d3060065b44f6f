package dev.vedette.detectors;

import dev.vedette.events.EventRef;
import dev.vedette.events.Family;
import dev.vedette.events.Observation;
import dev.vedette.events.Packer;
import dev.vedette.events.Signal;
import dev.vedette.events.SubjectType;
import dev.vedette.events.Unpacker;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Bad reputation: an address on lists of bad addresses is active, or a user succeeds from one.
 *
 * <p>Evidence is the likelihood ratio {@code ln(½ / P)}, {@code P} the share of a subject's days
 * with an address on so many lists. A list names innocent addresses too, so the prior share falls
 * with their number, and the evidence is bounded: one list 0.1, two 0.04, four 0.015, eight or more
 * 0.005 (1.6, 2.5, 3.5 and 4.6 nats; priors, to be calibrated). The subject's own days with any
 * list, and with at least four, count against them with the weight of ten days ({@link
 * Recurrence}): who lives behind a listed exit is soon silent about it, and not about a worse one.
 *
 * <p>Gathers what came from a listed address, of a user only what did not fail: others' attempts
 * are not his. Learns days, not from suspect windows until they come back on three days; what was
 * claimed today and yesterday is not claimed again. A late event counts in its hour.
 *
 * <p>Memory: a window at most {@value #MAX_WINDOW_BYTES} bytes, a baseline {@value
 * #MAX_BASELINE_BYTES}; nothing for who never meets a list.
 */
public final class BadReputation implements Detector<BadReputation.Listed, BadReputation.Usual> {
  static final int MAX_WINDOW_BYTES = 7 + Signal.MAX_EVENTS * EventRefs.MAX_BYTES;
  static final int MAX_BASELINE_BYTES = 1 + 2 * Recurrence.MAX_BYTES;

  /** Prior shares of days with 1, 2 to 3, 4 to 7, and 8 lists or more. */
  private static final double[] PRIOR_SHARES = {0.1, 0.04, 0.015, 0.005};

  private static final double PRIOR_DAYS = 10;
  private static final int NOTORIOUS = 4;

  /**
   * What came from listed addresses in a window.
   *
   * @param lists on how many lists the worst of them is
   * @param earliest the earliest events
   */
  public record Listed(int lists, List<EventRef> earliest) {
    /** Copies the list. */
    public Listed {
      earliest = List.copyOf(earliest);
    }
  }

  /**
   * How often that is so.
   *
   * @param listed with any list
   * @param notorious with at least four
   */
  public record Usual(Recurrence listed, Recurrence notorious) {
    double nats(int lists) {
      double ofListed = listed.rate(share(Math.min(lists, NOTORIOUS - 1)), PRIOR_DAYS);
      double rate =
          lists < NOTORIOUS
              ? ofListed
              : Math.min(ofListed, notorious.rate(share(lists), PRIOR_DAYS));
      return StrictMath.log(0.5 / rate);
    }

    private static double share(int lists) {
      int doublings = 31 - Integer.numberOfLeadingZeros(lists);
      return PRIOR_SHARES[Math.min(doublings, PRIOR_SHARES.length - 1)];
    }
  }

  private static final Listed NOTHING = new Listed(0, List.of());
  private static final Usual UNKNOWN = new Usual(Recurrence.NONE, Recurrence.NONE);

  @Override
  public String id() {
    return "bad-reputation";
  }

  @Override
  public Family family() {
    return Family.INTEL;
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
    return Set.of(SubjectType.USER, SubjectType.IP);
  }

  @Override
  public Listed nothing() {
    return NOTHING;
  }

  @Override
  public Usual unknown() {
    return UNKNOWN;
  }

  @Override
  @SuppressWarnings("ReferenceEquality")
  public Listed gather(Listed seen, Observation observation) {
    int lists = observation.stamp().reputation();
    if (lists == 0 || (observation.failed() && observation.subject().type().isPrincipal())) {
      return seen;
    }
    List<EventRef> earliest = EventRefs.add(seen.earliest, observation, Signal.MAX_EVENTS);
    return earliest == seen.earliest && lists <= seen.lists
        ? seen
        : new Listed(Math.max(lists, seen.lists), earliest);
  }

  @Override
  public Listed merge(Listed earlier, Listed later) {
    if (earlier.lists == 0 || later.lists == 0) {
      return earlier.lists == 0 ? later : earlier;
    }
    return new Listed(
        Math.max(earlier.lists, later.lists),
        EventRefs.merge(earlier.earliest, later.earliest, Signal.MAX_EVENTS));
  }

  @Override
  public Judgement judge(Listed recent, Usual baseline, long windowStartMillis) {
    if (recent.lists == 0) {
      return Judgement.NORMAL;
    }
    int paid = baseline.listed.paid().at(windowStartMillis);
    int micros = Evidence.micros(baseline.nats(recent.lists), paid);
    if (micros == 0) {
      return Judgement.NORMAL;
    }
    int days = (int) StrictMath.rint(baseline.listed.days());
    String why =
        "activity from an address on %s list%s of bad addresses, %s"
            .formatted(
                AtLeast.of(recent.lists),
                recent.lists == 1 ? "" : "s",
                days == 0
                    ? "none seen before"
                    : "from listed ones on %d day%s before".formatted(days, days == 1 ? "" : "s"));
    return new Judgement.Anomalous(micros, why, recent.earliest, List.of());
  }

  @Override
  public Usual learn(Usual baseline, Closed<Listed> closed) {
    int lists = closed.seen().lists;
    if (lists == 0) {
      return baseline;
    }
    var learned =
        new Usual(
            baseline.listed.learn(true, closed),
            baseline.notorious.learn(lists >= NOTORIOUS, closed));
    return learned.equals(baseline) ? baseline : learned;
  }

  @Override
  public Map<String, Object> describe(Usual baseline, long atMillis) {
    var profile = new LinkedHashMap<String, Object>();
    profile.put("daysFromListedAddresses", StrictMath.rint(baseline.listed.days() * 10) / 10);
    profile.put("daysFromNotoriousOnes", StrictMath.rint(baseline.notorious.days() * 10) / 10);
    profile.put("suspectDays", baseline.listed.persistence().days());
    profile.put("natsForOneList", StrictMath.rint(baseline.nats(1) * 10) / 10);
    return profile;
  }

  @Override
  public Set<Need> needs() {
    return Set.of(Need.FACTS);
  }

  @Override
  public About about() {
    return new About(
        "Bad reputation",
        "An address that is on lists of bad addresses is active, or a user succeeds from one; the"
            + " more lists, the more that says.",
        "`source.ip` and the facts `reputation.txt` (docs/facts.md). It judges from the first day,"
            + " against a prior until the subject's own habit is known.",
        "The list `reputation.txt` and its second column, on how many lists an address"
            + " is: 1, 2, 4, 8 are the steps. Take your own scanners and exits off it. The"
            + " family `intel`: half-life and weight in the policy.",
        List.of(
            "a carrier's or a VPN's exit, listed for what others behind it did",
            "a stale list: the address has another owner by now",
            "a scanner of one's own"));
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
  public Codec<Listed> windowCodec() {
    return ListedCodec.INSTANCE;
  }

  @Override
  public Codec<Usual> baselineCodec() {
    return UsualCodec.INSTANCE;
  }

  private enum ListedCodec implements Codec<Listed> {
    INSTANCE;

    @Override
    public void write(Listed value, Packer to) {
      to.putByte(1).putVar(value.lists);
      EventRefs.writeAll(value.earliest, to);
    }

    @Override
    public Listed read(Unpacker from) {
      Version.expect(1, "listed addresses", from);
      return new Listed(from.getVarInt(), EventRefs.readAll(from));
    }
  }

  private enum UsualCodec implements Codec<Usual> {
    INSTANCE;

    @Override
    public void write(Usual value, Packer to) {
      to.putByte(1);
      value.listed.write(to);
      value.notorious.write(to);
    }

    @Override
    public Usual read(Unpacker from) {
      Version.expect(1, "days from listed addresses", from);
      return new Usual(Recurrence.read(from), Recurrence.read(from));
    }
  }
}
