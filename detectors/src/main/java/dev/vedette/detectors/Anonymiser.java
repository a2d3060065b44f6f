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
 * Anonymiser: a user comes by, or an address is, an exit of Tor.
 *
 * <p>Evidence is the likelihood ratio {@code ln(½ / P)}, {@code P} the share of days on which the
 * subject does so ({@link Recurrence}, shrunk to one in fifty with the weight of ten days, and
 * without counting the other days): who always comes by Tor is soon silent. If all that was tried
 * failed, {@code P} is eight times as great: that somebody else knocks is less about a user.
 *
 * <p>Gathers what came by an exit and nothing else. Learns days, not from suspect windows until
 * they come back on three days; what was claimed today and yesterday is not claimed again ({@link
 * Paid}). A late event counts in its hour.
 *
 * <p>Memory: a window at most {@value #MAX_WINDOW_BYTES} bytes, a baseline {@value
 * #MAX_BASELINE_BYTES}; nothing at all for who never comes by Tor.
 */
public final class Anonymiser implements Detector<Anonymiser.Exits, Recurrence> {
  static final int MAX_WINDOW_BYTES = 3 + 2 * Signal.MAX_EVENTS * EventRefs.MAX_BYTES;
  static final int MAX_BASELINE_BYTES = 1 + Recurrence.MAX_BYTES;
  private static final Codec<Recurrence> DAYS = new Recurrence.Alone("days by exits");

  /** Priors, to be calibrated on training seeds of the simulator. */
  private static final double PRIOR_SHARE = 0.02;

  private static final double PRIOR_DAYS = 10;
  private static final double FAILED_FACTOR = 8;

  /**
   * What came by an exit in a window.
   *
   * @param succeeded the earliest that did not fail
   * @param failed the earliest that did
   */
  public record Exits(List<EventRef> succeeded, List<EventRef> failed) {
    /** Copies the lists. */
    public Exits {
      succeeded = List.copyOf(succeeded);
      failed = List.copyOf(failed);
    }

    boolean isEmpty() {
      return succeeded.isEmpty() && failed.isEmpty();
    }
  }

  private static final Exits NOTHING = new Exits(List.of(), List.of());

  @Override
  public String id() {
    return "anonymiser";
  }

  @Override
  public Family family() {
    return Family.INTEL;
  }

  @Override
  public String technique() {
    return "T1090.003";
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
  public Exits nothing() {
    return NOTHING;
  }

  @Override
  public Recurrence unknown() {
    return Recurrence.NONE;
  }

  @Override
  @SuppressWarnings("ReferenceEquality")
  public Exits gather(Exits seen, Observation observation) {
    if (!observation.stamp().tor()) {
      return seen;
    }
    List<EventRef> before = observation.failed() ? seen.failed : seen.succeeded;
    List<EventRef> after = EventRefs.add(before, observation, Signal.MAX_EVENTS);
    if (after == before) {
      return seen;
    }
    return observation.failed() ? new Exits(seen.succeeded, after) : new Exits(after, seen.failed);
  }

  @Override
  public Exits merge(Exits earlier, Exits later) {
    if (earlier.isEmpty() || later.isEmpty()) {
      return earlier.isEmpty() ? later : earlier;
    }
    return new Exits(
        EventRefs.merge(earlier.succeeded, later.succeeded, Signal.MAX_EVENTS),
        EventRefs.merge(earlier.failed, later.failed, Signal.MAX_EVENTS));
  }

  @Override
  public Judgement judge(Exits recent, Recurrence baseline, long windowStartMillis) {
    if (recent.isEmpty()) {
      return Judgement.NORMAL;
    }
    boolean failed = recent.succeeded.isEmpty();
    double rate = baseline.rate(PRIOR_SHARE, PRIOR_DAYS) * (failed ? FAILED_FACTOR : 1);
    double nats = StrictMath.log(0.5 / Math.min(1, rate));
    int micros = Evidence.micros(nats, baseline.paid().at(windowStartMillis));
    if (micros == 0) {
      return Judgement.NORMAL;
    }
    int days = (int) StrictMath.rint(baseline.days());
    String why =
        "%s by an exit of Tor, %s"
            .formatted(
                failed ? "tried, and failed," : "came",
                days == 0
                    ? "never seen before"
                    : "seen on %d day%s before".formatted(days, days == 1 ? "" : "s"));
    return new Judgement.Anomalous(
        micros, why, failed ? recent.failed : recent.succeeded, List.of());
  }

  @Override
  public Recurrence learn(Recurrence baseline, Closed<Exits> closed) {
    return closed.seen().isEmpty() ? baseline : baseline.learn(true, closed);
  }

  @Override
  public Map<String, Object> describe(Recurrence baseline, long atMillis) {
    var profile = new LinkedHashMap<String, Object>();
    profile.put("daysByTor", StrictMath.rint(baseline.days() * 10) / 10);
    profile.put("suspectDays", baseline.persistence().days());
    profile.put(
        "expectedShareOfDays",
        StrictMath.rint(baseline.rate(PRIOR_SHARE, PRIOR_DAYS) * 1000) / 1000);
    return profile;
  }

  @Override
  public Set<Need> needs() {
    return Set.of(Need.FACTS);
  }

  @Override
  public About about() {
    return new About(
        "Anonymiser",
        "A user comes by, or an address is, an exit of Tor; who always does is soon silent.",
        "`source.ip` and the facts `tor.txt` (docs/facts.md). It judges from the first day, against"
            + " a prior until the subject's own habit is known.",
        "The list `tor.txt`, as new as it is kept; without it the detector is blind. For"
            + " who works by Tor now and then a suppression of `anonymiser`. The family"
            + " `intel`: half-life and weight in the policy.",
        List.of(
            "a journalist, a researcher or a security team that works by way of Tor now and then",
            "an address that was an exit yesterday and is somebody's home today"));
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
  public Codec<Exits> windowCodec() {
    return ExitsCodec.INSTANCE;
  }

  @Override
  public Codec<Recurrence> baselineCodec() {
    return DAYS;
  }

  private enum ExitsCodec implements Codec<Exits> {
    INSTANCE;

    @Override
    public void write(Exits value, Packer to) {
      to.putByte(1);
      EventRefs.writeAll(value.succeeded, to);
      EventRefs.writeAll(value.failed, to);
    }

    @Override
    public Exits read(Unpacker from) {
      Version.expect(1, "exits", from);
      return new Exits(EventRefs.readAll(from), EventRefs.readAll(from));
    }
  }
}
