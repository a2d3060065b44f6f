package dev.vedette.detectors;

import dev.vedette.events.ActionKind;
import dev.vedette.events.EventRef;
import dev.vedette.events.Family;
import dev.vedette.events.Observation;
import dev.vedette.events.Outcome;
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
 * Passed step-up: a user is asked for a factor that cannot be phished, and gives it on a device of
 * its own. That reassures, and is the only evidence below zero.
 *
 * <p>Evidence is the likelihood ratio {@code ln(P(passed | stranger) / P(passed | user))}. Such a
 * factor (WebAuthn, a passkey, a security key, a smart card: phishing-resistant by NIST SP 800-63B,
 * §3.2.5) is bound to a thing that its owner has, and is refused to whoever only relays it. Whoever
 * has the user's device as well can give it: a stranger in one case of seven, a prior; so two nats,
 * which is also what the packaged policy lets an hour take away. It lowers what is held against the
 * user's credentials and never goes below nothing (docs/risk.md): who was given back an account may
 * be believed, what was taken with it stays taken.
 *
 * <p>A step-up is a challenge of its own, not the factor of a sign-in: that is given every day and
 * says nothing new. It does not reassure if, within the same 40 minutes, a factor was refused (who
 * asks again and again gives in at last) or one was added, changed or removed (whose is it now?),
 * or if any such step-up was given elsewhere than on devices on which the user gave one on three
 * days without suspicion.
 *
 * <p>Gathers challenges that were answered, refusals and changes of factors. Learns devices by the
 * day, not from suspect windows. A late refusal takes the reassurance back.
 *
 * <p>Memory: a window at most {@value #MAX_WINDOW_BYTES} bytes, a baseline {@value
 * #MAX_BASELINE_BYTES}.
 */
public final class StepUp implements Detector<StepUp.Factors, StepUp.Known> {
  static final int MAX_WINDOW_BYTES = 3 + DevicesSeen.MAX_BYTES + EventRefs.MAX_BYTES;
  static final int MAX_BASELINE_BYTES = 1 + OwnDevices.MAX_BYTES;

  private static final int MICROS = -2_000_000;

  /** A window and those that ended less than a grace before it. */
  private static final int RECENT_WINDOWS = 4;

  /** Words of methods that cannot be phished. */
  private static final List<String> RESISTANT =
      List.of(
          "webauthn", "fido", "passkey", "security_key", "u2f", "smart_card", "smartcard", "piv");

  /**
   * The second factors of a window, but for those of sign-ins that were given.
   *
   * @param doubtful whether one was refused or changed
   * @param devices on which step-ups were passed
   * @param latest the latest that was passed; null if none was
   */
  public record Factors(boolean doubtful, DevicesSeen devices, @Nullable EventRef latest) {}

  /**
   * What is known.
   *
   * @param devices on which step-ups were passed
   */
  public record Known(OwnDevices devices) {}

  private static final Factors NOTHING = new Factors(false, DevicesSeen.ANY, null);
  private static final Known UNKNOWN = new Known(OwnDevices.NONE);

  @Override
  public String id() {
    return "step-up";
  }

  @Override
  public Family family() {
    return Family.CREDENTIAL;
  }

  @Override
  public String technique() {
    return "";
  }

  @Override
  public Duration window() {
    return Duration.ofMinutes(10);
  }

  @Override
  public Set<SubjectType> subjects() {
    return Set.of(SubjectType.USER);
  }

  @Override
  public Factors nothing() {
    return NOTHING;
  }

  @Override
  public Known unknown() {
    return UNKNOWN;
  }

  @Override
  public int mostReassuranceMicros() {
    return -MICROS;
  }

  private static boolean isPassed(Observation observation) {
    return observation.detail().kind() == ActionKind.MFA_CHALLENGE
        && observation.outcome() == Outcome.SUCCESS
        && isResistant(observation.detail().method());
  }

  private static boolean isDoubtful(Observation observation) {
    return observation.detail().kind() == ActionKind.MFA_CHANGE
        || (observation.failed() && MfaFatigue.isSecondFactor(observation));
  }

  private static boolean isResistant(@Nullable String method) {
    if (method == null) {
      return false;
    }
    String words = method.toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
    return RESISTANT.stream().anyMatch(words::contains);
  }

  @Override
  public Factors gather(Factors seen, Observation observation) {
    if (isDoubtful(observation)) {
      return seen.doubtful ? seen : new Factors(true, seen.devices, seen.latest);
    }
    return isPassed(observation)
        ? merge(seen, new Factors(false, DevicesSeen.of(observation), EventRefs.of(observation)))
        : seen;
  }

  @Override
  public Factors merge(Factors earlier, Factors later) {
    DevicesSeen devices =
        earlier.latest == null
            ? later.devices
            : later.latest == null ? earlier.devices : earlier.devices.and(later.devices);
    return new Factors(
        earlier.doubtful || later.doubtful, devices, EventRefs.later(earlier.latest, later.latest));
  }

  @Override
  public Judgement judge(Factors recent, Known baseline, long windowStartMillis) {
    EventRef passed = recent.latest;
    if (passed == null || recent.doubtful || !baseline.devices.areOwn(recent.devices)) {
      return Judgement.NORMAL;
    }
    String why =
        "a factor that cannot be phished was given on a device of its own, and none was refused or"
            + " changed within %d minutes".formatted(RECENT_WINDOWS * window().toMinutes());
    return new Judgement.Anomalous(MICROS, why, List.of(passed), List.of());
  }

  @Override
  public Known learn(Known baseline, Closed<Factors> closed) {
    Factors seen = closed.seen();
    if (seen.latest == null || seen.doubtful) {
      return baseline;
    }
    var devices = new Keys();
    seen.devices.addTo(devices);
    OwnDevices learned = baseline.devices.learn(devices, closed);
    return learned.equals(baseline.devices) ? baseline : new Known(learned);
  }

  @Override
  public Map<String, Object> describe(Known baseline, long atMillis) {
    var profile = new LinkedHashMap<String, Object>();
    Habits habits = baseline.devices.known();
    profile.put("daysWithStepUps", habits.days());
    profile.put("devices", habits.known().size());
    profile.put("ownDevices", baseline.devices.count());
    return profile;
  }

  @Override
  public Set<Need> needs() {
    return Set.of(Need.FACTOR, Need.EQUIPMENT);
  }

  @Override
  public About about() {
    return new About(
        "Passed step-up",
        "A user is asked for a factor that cannot be phished and gives it on a device of its own:"
            + " evidence below zero, at most two nats in ten minutes, which takes from what is held"
            + " against its credentials and from nothing else.",
        "Actions of the kind MFA challenge with `outcome`, `auth.method` (webauthn, fido, passkey,"
            + " security_key, u2f, smart_card, piv) and `device.id`; three days with such answers on"
            + " the device without suspicion. The factor of a sign-in is none.",
        "Have the enforcement point write each step-up that it asks for as an event of its own. How"
            + " much an hour may take away is the family's `reassuranceCap` in the policy: 0 for"
            + " `credential` switches it off.",
        List.of(
            "somebody who has the user's device and its key as well",
            "a malicious program on the user's own device that waits until its owner has stepped up"));
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
  public Codec<Factors> windowCodec() {
    return FactorsCodec.INSTANCE;
  }

  @Override
  public Codec<Known> baselineCodec() {
    return KnownCodec.INSTANCE;
  }

  private enum FactorsCodec implements Codec<Factors> {
    INSTANCE;

    @Override
    public void write(Factors value, Packer to) {
      to.putByte(1).putByte(value.doubtful ? 1 : 0);
      value.devices.write(to);
      EventRefs.writeMaybe(value.latest, to);
    }

    @Override
    public Factors read(Unpacker from) {
      Version.expect(1, "second factors", from);
      return new Factors(from.getByte() == 1, DevicesSeen.read(from), EventRefs.readMaybe(from));
    }
  }

  private enum KnownCodec implements Codec<Known> {
    INSTANCE;

    @Override
    public void write(Known value, Packer to) {
      to.putByte(1);
      value.devices.write(to);
    }

    @Override
    public Known read(Unpacker from) {
      Version.expect(1, "devices of step-ups", from);
      return new Known(OwnDevices.read(from));
    }
  }
}
