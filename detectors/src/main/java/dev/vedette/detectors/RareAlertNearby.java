package dev.vedette.detectors;

import dev.vedette.detectors.RareAlert.Kinds;
import dev.vedette.detectors.RareAlert.Known;
import dev.vedette.events.Category;
import dev.vedette.events.EventRef;
import dev.vedette.events.Family;
import dev.vedette.events.Observation;
import dev.vedette.events.Packer;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.events.SubjectType;
import dev.vedette.events.Unpacker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rare alert nearby: other products raise alerts about one resource, such as the network that they
 * watch, that they seldom or never raised about it; every device that alerts about it name at the
 * time is implicated.
 *
 * <p>An intrusion goes from host to host, and on some of them sets off nothing but what is usual
 * there. What the resource's alerts say is what {@link RareAlert} says of any subject. A device is
 * implicated with half of that, at most {@value #MOST_IMPLIED_MICROS} micro-nats: as much as {@link
 * AlertFlood} says at most. Whether cross-host evidence helps was tried by leaving each network of
 * the AIT alert data set out in turn (docs/evaluation.md).
 *
 * <p>Gathers the category {@code detection} with a resource, and the devices that are named. Learns
 * as {@link RareAlert} does. A late event adds its kind and its device to its window.
 *
 * <p>Memory: a window at most {@value #MAX_WINDOW_BYTES} bytes, the {@value #MAX_DEVICES} devices
 * with the smallest hashes beside the kinds; a baseline as that of {@link RareAlert}.
 */
public final class RareAlertNearby implements Detector<RareAlertNearby.Alerts, Known> {
  static final int MAX_DEVICES = Judgement.Anomalous.MAX_IMPLICATIONS;
  static final int MAX_KEY_CHARS = 200;
  static final int MOST_IMPLIED_MICROS = 1_250_000;
  static final int MAX_WINDOW_BYTES =
      RareAlert.MAX_WINDOW_BYTES + 3 + MAX_DEVICES * (2 + MAX_KEY_CHARS + EventRefs.MAX_BYTES);

  private static final RareAlert RARE = new RareAlert();
  private static final Alerts NOTHING = new Alerts(RARE.nothing(), List.of());

  /**
   * A device that alerts name.
   *
   * @param key hash of the subject's key
   * @param subject the device
   * @param first the earliest event that names it
   */
  public record Host(long key, Subject subject, EventRef first) implements Sighting<Host> {
    static Host of(Subject subject, EventRef first) {
      return new Host(Hash64.of(SubjectKey.encode(subject)), subject, first);
    }

    @Override
    public Host and(Host other) {
      return first.compareTo(other.first) <= 0 ? this : other;
    }
  }

  /** Kinds of alerts of a window, and the devices that they name, both sorted by key. */
  public record Alerts(Kinds kinds, List<Host> hosts) {
    /** Copies the list. */
    public Alerts {
      hosts = List.copyOf(hosts);
    }
  }

  @Override
  public String id() {
    return "rare-alert-nearby";
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
    return RARE.window();
  }

  @Override
  public Set<SubjectType> subjects() {
    return Set.of(SubjectType.RESOURCE);
  }

  @Override
  public Alerts nothing() {
    return NOTHING;
  }

  @Override
  public Known unknown() {
    return RARE.unknown();
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
    return RARE.maxBaselineBytes();
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // gathering nothing returns the same object
  public Alerts gather(Alerts seen, Observation observation) {
    if (observation.category() != Category.DETECTION) {
      return seen;
    }
    Kinds kinds = RARE.gather(seen.kinds, observation);
    List<Host> hosts = hosts(seen.hosts, observation);
    return kinds == seen.kinds && hosts == seen.hosts ? seen : new Alerts(kinds, hosts);
  }

  private static List<Host> hosts(List<Host> seen, Observation observation) {
    String device = observation.detail().device();
    if (device == null || device.isEmpty() || !device.equals(EventRefs.wellFormed(device))) {
      return seen;
    }
    Subject subject = Subject.of(observation.subject().tenant(), SubjectType.DEVICE, device);
    return SubjectKey.encode(subject).length() > MAX_KEY_CHARS
        ? seen
        : Sighting.add(seen, Host.of(subject, EventRefs.of(observation)), MAX_DEVICES);
  }

  @Override
  public Alerts merge(Alerts earlier, Alerts later) {
    return new Alerts(
        RARE.merge(earlier.kinds, later.kinds),
        Sighting.merge(earlier.hosts, later.hosts, MAX_DEVICES));
  }

  @Override
  public Judgement judge(Alerts recent, Known baseline, long windowStartMillis) {
    Judgement judgement = RARE.judge(recent.kinds, baseline, windowStartMillis);
    if (!(judgement instanceof Judgement.Anomalous anomalous)) {
      return judgement;
    }
    int implied =
        Evidence.micros(Math.min(MOST_IMPLIED_MICROS, anomalous.evidenceMicros() / 2) / 1e6);
    if (implied == 0) {
      return anomalous;
    }
    String why = "named by alerts at the time of others nearby: " + anomalous.why();
    var implications = new ArrayList<Judgement.Implication>();
    for (Host host : recent.hosts) {
      implications.add(new Judgement.Implication(host.subject, implied, why, List.of(host.first)));
    }
    return new Judgement.Anomalous(
        anomalous.evidenceMicros(), anomalous.why(), anomalous.events(), implications);
  }

  @Override
  public Known learn(Known baseline, Closed<Alerts> closed) {
    return RARE.learn(
        baseline,
        new Closed<>(
            closed.seen().kinds, closed.startMillis(), closed.claimedMicros(), closed.suspect()));
  }

  @Override
  public Map<String, Object> describe(Known baseline, long atMillis) {
    return RARE.describe(baseline, atMillis);
  }

  @Override
  public Set<Need> needs() {
    return Set.of(Need.ALERTS);
  }

  @Override
  public About about() {
    return new About(
        "Rare alert nearby",
        "Other products raise alerts about a resource, such as the network that they watch, that"
            + " they seldom or never raised about it. The devices that alerts about it name within"
            + " some 40 minutes are implicated, for an intrusion goes from one to the next.",
        "events of the category `detection` with `resource.id`, and `device.id`; a day since the"
            + " first alert about the resource. At most "
            + MAX_DEVICES
            + " devices are implicated at once.",
        "Give alerts the resource that they are about (`resource.id`) as narrow as it is:"
            + " one that stands for everything implicates everybody. Otherwise shadow, or a"
            + " suppression of `rare-alert-nearby` for the resource and the devices; a device"
            + " is implicated with at most 1.25 nats.",
        List.of(
            "a device that only happens to raise its usual alerts at the time",
            "a new version of the other product's rules, which names old things anew",
            "a resource that stands for so much that something new is always raised about it"));
  }

  @Override
  public Codec<Alerts> windowCodec() {
    return AlertsCodec.INSTANCE;
  }

  @Override
  public Codec<Known> baselineCodec() {
    return RARE.baselineCodec();
  }

  private enum AlertsCodec implements Codec<Alerts> {
    INSTANCE;

    @Override
    public void write(Alerts value, Packer to) {
      to.putByte(1);
      RARE.windowCodec().write(value.kinds, to);
      to.putVar(value.hosts.size());
      for (Host host : value.hosts) {
        to.putText(SubjectKey.encode(host.subject));
        EventRefs.write(host.first, to);
      }
    }

    @Override
    public Alerts read(Unpacker from) {
      Version.expect(1, "alerts nearby", from);
      Kinds kinds = RARE.windowCodec().read(from);
      int size = from.getVarInt();
      var hosts = new ArrayList<Host>();
      for (int i = 0; i < size; i++) {
        hosts.add(Host.of(SubjectKey.decode(from.getText()), EventRefs.read(from)));
      }
      return kinds.kinds().isEmpty() ? NOTHING : new Alerts(kinds, hosts);
    }
  }
}
