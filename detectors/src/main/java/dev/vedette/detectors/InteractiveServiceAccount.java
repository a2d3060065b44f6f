package dev.vedette.detectors;

import dev.vedette.events.ActionKind;
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
import org.jspecify.annotations.Nullable;

/**
 * Service account used by a person: an account of a program shows a browser, or answers a second
 * factor, and never did.
 *
 * <p>Evidence is the likelihood ratio {@code ln(½ / P)}, {@code P} the share of active days on
 * which the account does so ({@link Recurrence}, shrunk to one in twenty with the weight of five
 * days).
 *
 * <p>Gathers that the account was active, and what looked like a person and did not fail. Learns
 * days, not from suspect windows until they come back on three days; what was claimed today and
 * yesterday is not claimed again ({@link Paid}). A late event counts in its hour.
 *
 * <p>Memory: a window at most {@value #MAX_WINDOW_BYTES} bytes, usually 2; a baseline {@value
 * #MAX_BASELINE_BYTES}.
 */
public final class InteractiveServiceAccount
    implements Detector<InteractiveServiceAccount.Uses, Recurrence> {
  private static final int MAX_CLIENT_CHARS = 40;
  static final int MAX_WINDOW_BYTES =
      6 + 3 * MAX_CLIENT_CHARS + Signal.MAX_EVENTS * EventRefs.MAX_BYTES;
  static final int MAX_BASELINE_BYTES = 1 + Recurrence.MAX_BYTES;
  private static final Codec<Recurrence> DAYS = new Recurrence.Alone("days used like a person's");

  /** Priors, to be calibrated on training seeds of the simulator. */
  private static final int LEARNING_DAYS = 3;

  private static final double PRIOR_SHARE = 0.05;
  private static final double PRIOR_DAYS = 5;

  /** The families of {@link dev.vedette.events.ClientName} that a person looks at. */
  private static final List<String> BROWSERS =
      List.of(
          "Chrome", "Firefox", "Safari", "Edge", "Opera", "Samsung Internet", "Internet Explorer");

  private static final Judgement.Unscoreable TOO_FEW_DAYS =
      new Judgement.Unscoreable("fewer than " + LEARNING_DAYS + " active days are known");

  /**
   * How an account was used in a window.
   *
   * @param active whether it was used at all
   * @param how the browser, of several the first in the alphabet, cut; empty if there was none
   * @param byPerson the earliest events that look like a person
   */
  public record Uses(boolean active, String how, List<EventRef> byPerson) {
    /** Copies the list. */
    public Uses {
      byPerson = List.copyOf(byPerson);
    }
  }

  private static final Uses NOTHING = new Uses(false, "", List.of());
  private static final Uses ACTIVE = new Uses(true, "", List.of());

  @Override
  public String id() {
    return "interactive-service-account";
  }

  @Override
  public Family family() {
    return Family.PRIVILEGE;
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
    return Set.of(SubjectType.SERVICE);
  }

  @Override
  public Uses nothing() {
    return NOTHING;
  }

  @Override
  public Recurrence unknown() {
    return Recurrence.NONE;
  }

  @Override
  @SuppressWarnings("ReferenceEquality")
  public Uses gather(Uses seen, Observation observation) {
    String client = observation.detail().client();
    boolean browser = isBrowser(client);
    if (observation.failed()
        || (!browser && observation.detail().kind() != ActionKind.MFA_CHALLENGE)) {
      return seen.active ? seen : ACTIVE;
    }
    String how = browser && client != null ? earlier(seen.how, cut(client)) : seen.how;
    List<EventRef> events = EventRefs.add(seen.byPerson, observation, Signal.MAX_EVENTS);
    return events == seen.byPerson && how.equals(seen.how) ? seen : new Uses(true, how, events);
  }

  private static boolean isBrowser(@Nullable String client) {
    if (client != null) {
      for (int i = 0; i < BROWSERS.size(); i++) {
        String browser = BROWSERS.get(i);
        if (client.startsWith(browser)
            && (client.length() == browser.length() || client.charAt(browser.length()) == ' ')) {
          return true;
        }
      }
    }
    return false;
  }

  private static String cut(String client) {
    return EventRefs.wellFormed(
        client.length() <= MAX_CLIENT_CHARS ? client : client.substring(0, MAX_CLIENT_CHARS));
  }

  private static String earlier(String a, String b) {
    return a.isEmpty() || (!b.isEmpty() && b.compareTo(a) < 0) ? b : a;
  }

  @Override
  public Uses merge(Uses earlier, Uses later) {
    if (!earlier.active || !later.active) {
      return earlier.active ? earlier : later;
    }
    return new Uses(
        true,
        earlier(earlier.how, later.how),
        EventRefs.merge(earlier.byPerson, later.byPerson, Signal.MAX_EVENTS));
  }

  @Override
  public Judgement judge(Uses recent, Recurrence baseline, long windowStartMillis) {
    if (!recent.active) {
      return Judgement.NORMAL;
    }
    if (isLearning(baseline)) {
      return TOO_FEW_DAYS;
    }
    if (recent.byPerson.isEmpty()) {
      return Judgement.NORMAL;
    }
    double nats = StrictMath.log(0.5 / baseline.rate(PRIOR_SHARE, PRIOR_DAYS));
    int micros = Evidence.micros(nats, baseline.paid().at(windowStartMillis));
    if (micros == 0) {
      return Judgement.NORMAL;
    }
    int days = (int) StrictMath.rint(baseline.days());
    String why =
        "a service account is used like a person's, %s; that happened on %s of its last days"
            .formatted(
                recent.how.isEmpty() ? "with a second factor" : "by " + recent.how,
                days == 0 ? "none" : Integer.toString(days));
    return new Judgement.Anomalous(micros, why, recent.byPerson, List.of());
  }

  /** Days fade; a day less than a half-life ago counts more than half. */
  private static boolean isLearning(Recurrence baseline) {
    return baseline.activeDays() < LEARNING_DAYS - 0.5;
  }

  @Override
  public Recurrence learn(Recurrence baseline, Closed<Uses> closed) {
    Uses seen = closed.seen();
    return seen.active ? baseline.learn(!seen.byPerson.isEmpty(), closed) : baseline;
  }

  @Override
  public Map<String, Object> describe(Recurrence baseline, long atMillis) {
    var profile = new LinkedHashMap<String, Object>();
    if (isLearning(baseline)) {
      profile.put("unscoreable", TOO_FEW_DAYS.reason());
    }
    profile.put("activeDays", StrictMath.rint(baseline.activeDays() * 10) / 10);
    profile.put("daysUsedLikeAPersons", StrictMath.rint(baseline.days() * 10) / 10);
    profile.put("suspectDays", baseline.persistence().days());
    profile.put(
        "expectedShareOfDays",
        StrictMath.rint(baseline.rate(PRIOR_SHARE, PRIOR_DAYS) * 1000) / 1000);
    return profile;
  }

  @Override
  public About about() {
    return new About(
        "Service account used by a person",
        "An account of a program shows a browser, or answers a second factor, and never did.",
        "A principal of type service, and `client.user_agent` or the answers to second factors; "
            + LEARNING_DAYS
            + " active days (UTC) without suspicion.",
        "`service_account` in the directory decides who is one: correct it there. Have programs that pretend to be a browser send a"
            + " `client.user_agent` of their own; for a"
            + " person who tries something out a verdict.",
        List.of(
            "an administrator who tries out by hand what the account may do",
            "a program that pretends to be a browser, after an update",
            "a person's account that the directory takes for a service"));
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
  public Codec<Uses> windowCodec() {
    return UsesCodec.INSTANCE;
  }

  @Override
  public Codec<Recurrence> baselineCodec() {
    return DAYS;
  }

  private enum UsesCodec implements Codec<Uses> {
    INSTANCE;

    @Override
    public void write(Uses value, Packer to) {
      int content = (value.active ? 1 : 0) | (value.byPerson.isEmpty() ? 0 : 2);
      to.putByte(1).putByte(content);
      if (!value.byPerson.isEmpty()) {
        to.putText(value.how);
        EventRefs.writeAll(value.byPerson, to);
      }
    }

    @Override
    public Uses read(Unpacker from) {
      Version.expect(1, "uses of a service account", from);
      int content = from.getByte();
      if ((content & 2) != 0) {
        return new Uses(true, from.getText(), EventRefs.readAll(from));
      }
      return content == 0 ? NOTHING : ACTIVE;
    }
  }
}
