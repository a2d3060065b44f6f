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
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * New device or client: a principal acts from a device, or with software, that it never used.
 *
 * <p>Evidence of one new thing is the likelihood ratio {@code ln(½ / P(new))}: somebody else is as
 * likely as not to come with another device (prior, to be calibrated on training seeds of the
 * simulator), the principal itself takes a new one with the rate that {@link Habits} learned. What
 * is known speaks with {@code ½}. Device and client together: the mean of the e-values of those
 * that the principal's sources report ({@link Evidence}). A client is its family and system without
 * versions ({@link dev.vedette.events.ClientName}), so an update is nothing new.
 *
 * <p>Gathers from what did not fail: a stranger's failed guess must not become somebody's device.
 * Learns devices and clients by the day, not from suspect windows, unless new ones keep coming on
 * three days ({@link Persistence}): a browser that forgets its cookies. A late event adds its
 * device to its hour; the hours after it are judged again.
 *
 * <p>Memory: a window at most {@value #MAX_WINDOW_BYTES} bytes, {@value #MAX_THINGS} devices and as
 * many clients, those with the smallest hashes; evidence is monotone up to that many. A baseline at
 * most {@value #MAX_BASELINE_BYTES} bytes.
 */
public final class NewDevice implements Detector<NewDevice.Used, NewDevice.Known> {
  static final int MAX_THINGS = 24;
  static final int MAX_WINDOW_BYTES = 3 + 2 * MAX_THINGS * (1 + Named.MAX_BYTES);
  static final int MAX_BASELINE_BYTES = 1 + 2 * (20 * 24 + 220) + Persistence.MAX_BYTES;

  /** Priors, to be calibrated on training seeds of the simulator. */
  private static final int LEARNING_DAYS = 3;

  private static final double PRIOR_DAYS = 20;
  private static final double LN_STRANGER = StrictMath.log(0.5);

  private static final Habits.Limits LIMITS = new Habits.Limits(24, LEARNING_DAYS);
  private static final Judgement TOO_FEW_DAYS =
      new Judgement.Unscoreable(
          "fewer than " + LEARNING_DAYS + " active days with a device or a client are known");

  /** The devices and clients of a window, each sorted by key. */
  public record Used(List<Named> devices, List<Named> clients) {
    /** Copies the lists. */
    public Used {
      devices = List.copyOf(devices);
      clients = List.copyOf(clients);
    }

    boolean isEmpty() {
      return devices.isEmpty() && clients.isEmpty();
    }
  }

  /**
   * What is known.
   *
   * @param devices by hash
   * @param clients by hash
   * @param persistence the suspect days with new ones
   */
  public record Known(Habits devices, Habits clients, Persistence persistence) {}

  private static final Used NOTHING = new Used(List.of(), List.of());
  private static final Known UNKNOWN = new Known(Habits.NONE, Habits.NONE, Persistence.NONE);

  @Override
  public String id() {
    return "new-device";
  }

  @Override
  public Family family() {
    return Family.DEVICE;
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
    return Set.of(SubjectType.USER, SubjectType.SERVICE);
  }

  @Override
  public Used nothing() {
    return NOTHING;
  }

  @Override
  public Known unknown() {
    return UNKNOWN;
  }

  @Override
  @SuppressWarnings("ReferenceEquality")
  public Used gather(Used seen, Observation observation) {
    String device = observation.detail().device();
    String client = observation.detail().client();
    if ((device == null && client == null) || observation.failed()) {
      return seen;
    }
    List<Named> devices =
        device == null ? seen.devices : Named.add(seen.devices, device, observation, MAX_THINGS);
    List<Named> clients =
        client == null ? seen.clients : Named.add(seen.clients, client, observation, MAX_THINGS);
    return devices == seen.devices && clients == seen.clients ? seen : new Used(devices, clients);
  }

  @Override
  public Used merge(Used earlier, Used later) {
    if (earlier.isEmpty() || later.isEmpty()) {
      return earlier.isEmpty() ? later : earlier;
    }
    return new Used(
        Sighting.merge(earlier.devices, later.devices, MAX_THINGS),
        Sighting.merge(earlier.clients, later.clients, MAX_THINGS));
  }

  @Override
  public Judgement judge(Used recent, Known baseline, long windowStartMillis) {
    if (recent.isEmpty()) {
      return Judgement.NORMAL;
    }
    boolean judgesDevices = baseline.devices.days() >= LEARNING_DAYS;
    boolean judgesClients = baseline.clients.days() >= LEARNING_DAYS;
    if (!judgesDevices && !judgesClients) {
      return TOO_FEW_DAYS;
    }
    boolean newDevice = judgesDevices && isAnyNew(recent.devices, baseline.devices);
    boolean newClient = judgesClients && isAnyNew(recent.clients, baseline.clients);
    if (!newDevice && !newClient) {
      return Judgement.NORMAL;
    }
    double ofDevice = newDevice ? strangeness(baseline.devices) : LN_STRANGER;
    double ofClient = newClient ? strangeness(baseline.clients) : LN_STRANGER;
    double nats =
        !judgesClients ? ofDevice : !judgesDevices ? ofClient : Evidence.mean(ofDevice, ofClient);
    int micros = Evidence.micros(nats);
    return micros == 0
        ? Judgement.NORMAL
        : explain(
            newDevice ? news(recent.devices, baseline.devices) : List.of(),
            newClient ? news(recent.clients, baseline.clients) : List.of(),
            Ageing.day(windowStartMillis)
                - (newDevice ? baseline.devices : baseline.clients).firstDay(),
            micros);
  }

  private static Judgement explain(List<Named> devices, List<Named> clients, int days, int micros) {
    String what =
        devices.isEmpty()
            ? "with " + clients.getFirst().name()
            : "from device "
                + devices.getFirst().name()
                + (clients.isEmpty() ? "" : " and with " + clients.getFirst().name());
    String why =
        "first activity %s in %d days%s"
            .formatted(
                what,
                days,
                devices.size() > 1 || clients.size() > 1 ? ", and with other new ones" : "");
    List<EventRef> events =
        Stream.concat(devices.stream(), clients.stream())
            .map(Named::first)
            .distinct()
            .sorted()
            .limit(Signal.MAX_EVENTS)
            .toList();
    return new Judgement.Anomalous(micros, why, events, List.of());
  }

  private static boolean isAnyNew(List<Named> things, Habits usual) {
    for (int i = 0; i < things.size(); i++) {
      if (!usual.knows(things.get(i).key())) {
        return true;
      }
    }
    return false;
  }

  private static List<Named> news(List<Named> things, Habits usual) {
    return things.stream()
        .filter(thing -> !usual.knows(thing.key()))
        .sorted((a, b) -> a.first().compareTo(b.first()))
        .toList();
  }

  private static double strangeness(Habits usual) {
    return LN_STRANGER - StrictMath.log(usual.noveltyRate(PRIOR_DAYS));
  }

  @Override
  public Known learn(Known baseline, Closed<Used> closed) {
    Used seen = closed.seen();
    if (seen.isEmpty() && !closed.suspect()) {
      return baseline;
    }
    Persistence persistence = baseline.persistence.after(closed);
    Closed<Used> believed = persistence.believed(closed);
    Habits devices = baseline.devices.learn(Sighting.keys(seen.devices), believed, LIMITS);
    Habits clients = baseline.clients.learn(Sighting.keys(seen.clients), believed, LIMITS);
    var known = new Known(devices, clients, persistence);
    return known.equals(baseline) ? baseline : known;
  }

  /** Days of what is known, by the first digits of its hash: names are not kept. */
  private static Map<String, Object> daysByHash(Habits usual) {
    var days = new LinkedHashMap<String, Object>();
    for (Habit habit : usual.known()) {
      days.put("%016x".formatted(habit.key()).substring(0, 8), habit.days());
    }
    return days;
  }

  @Override
  public Map<String, Object> describe(Known baseline, long atMillis) {
    var profile = new LinkedHashMap<String, Object>();
    if (baseline.devices.days() < LEARNING_DAYS && baseline.clients.days() < LEARNING_DAYS) {
      profile.put("unscoreable", ((Judgement.Unscoreable) TOO_FEW_DAYS).reason());
    }
    profile.put("activeDays", Math.max(baseline.devices.days(), baseline.clients.days()));
    profile.put("knownDevices", baseline.devices.known().size());
    profile.put("knownClients", baseline.clients.known().size());
    profile.put("devices", daysByHash(baseline.devices));
    profile.put("clients", daysByHash(baseline.clients));
    profile.put("pendingDevices", baseline.devices.pending().size());
    profile.put("pendingClients", baseline.clients.pending().size());
    return profile;
  }

  @Override
  public Set<Need> needs() {
    return Set.of(Need.EQUIPMENT);
  }

  @Override
  public About about() {
    return new About(
        "New device or client",
        "A principal succeeds from a device, or with software (family and system, without versions),"
            + " that it never used; the longer it kept to its own, the more that says.",
        "`device.id` or `client.user_agent`; "
            + LEARNING_DAYS
            + " active days (UTC) without suspicion.",
        "Have the source send a `device.id` that stays: one that goes with the cookies is"
            + " learned as a habit of new ones, which blinds it for that account. For a"
            + " roll-out of new machines a suppression of `new-device` for its days.",
        List.of(
            "a new laptop or telephone; it is paid once, and silent when it is seen again",
            "device ids that a browser forgets with its cookies: the rate of new ones is learned",
            "somebody borrows a colleague's machine"));
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
  public Codec<Used> windowCodec() {
    return UsedCodec.INSTANCE;
  }

  @Override
  public Codec<Known> baselineCodec() {
    return KnownCodec.INSTANCE;
  }

  /** A client that was first seen with a device, as most are, shares the event with it. */
  private enum UsedCodec implements Codec<Used> {
    INSTANCE;

    @Override
    public void write(Used value, Packer to) {
      to.putByte(1).putVar(value.devices.size());
      for (Named device : value.devices) {
        device.write(to);
      }
      to.putVar(value.clients.size());
      List<EventRef> first = value.devices.stream().map(Named::first).toList();
      for (Named client : value.clients) {
        int shared = first.indexOf(client.first()) + 1;
        to.putText(client.name()).putByte(shared);
        if (shared == 0) {
          EventRefs.write(client.first(), to);
        }
      }
    }

    @Override
    public Used read(Unpacker from) {
      Version.expect(1, "used devices", from);
      int size = from.getVarInt();
      var devices = new ArrayList<Named>();
      for (int i = 0; i < size; i++) {
        devices.add(Named.read(from));
      }
      int others = from.getVarInt();
      var clients = new ArrayList<Named>();
      for (int i = 0; i < others; i++) {
        String name = from.getText();
        int shared = from.getByte();
        clients.add(
            Named.of(name, shared == 0 ? EventRefs.read(from) : devices.get(shared - 1).first()));
      }
      return size == 0 && others == 0 ? NOTHING : new Used(devices, clients);
    }
  }

  private enum KnownCodec implements Codec<Known> {
    INSTANCE;

    @Override
    public void write(Known value, Packer to) {
      to.putByte(1);
      value.devices.write(to);
      value.clients.write(to);
      value.persistence.write(to);
    }

    @Override
    public Known read(Unpacker from) {
      Version.expect(1, "known devices", from);
      return new Known(Habits.read(from), Habits.read(from), Persistence.read(from));
    }
  }
}
