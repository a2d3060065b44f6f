package dev.vedette.detectors;

import dev.vedette.detectors.NewPlace.Place;
import dev.vedette.detectors.Trail.Tool;
import dev.vedette.events.EventRef;
import dev.vedette.events.Family;
import dev.vedette.events.Observation;
import dev.vedette.events.Packer;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.events.Unpacker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Token replay: one session is used from another network, by another client or on another device
 * than it was first seen with.
 *
 * <p>Evidence is the likelihood ratio {@code ln(½ / P)}, {@code P} the product of how often an
 * honest session shows each change that the last 40 minutes show: a network 0.3, and if the country
 * is another too, times 0.15; a client 0.05; a device 0.01. They are priors, to be calibrated. So a
 * train, which changes the network of one client and device, says next to nothing, and a stolen
 * cookie in another browser on another network much. A change is a value that the session was not
 * known with; in its first windows, of which nothing is learned yet, it is a second value.
 *
 * <p>Gathers every use ({@link Trail}). Behind an exit that many share, network and country say
 * nothing. What a session was seen with is a fact and always learned, from suspect windows too, so
 * a change is paid once. A late event adds what it shows to its window. There is no phase of
 * learning.
 *
 * <p>Memory: a window at most {@value #MAX_WINDOW_BYTES} bytes, usually that of three events; a
 * baseline at most {@value #MAX_BASELINE_BYTES}, {@value Facts#MOST} values of each kind: when a
 * kind has taken so many it is not judged any more.
 */
public final class TokenReplay implements Detector<Trail, TokenReplay.Usual> {
  static final int MAX_WINDOW_BYTES = 1 + Trail.MAX_BYTES;
  static final int MAX_BASELINE_BYTES = 1 + 4 * Facts.MAX_BYTES;

  /** Priors: ln of how often an honest session does so; to be calibrated. */
  private static final double LN_NETWORK = StrictMath.log(0.3);

  private static final double LN_COUNTRY = StrictMath.log(0.15);
  private static final double LN_CLIENT = StrictMath.log(0.05);
  private static final double LN_DEVICE = StrictMath.log(0.01);
  private static final double LN_HALF = StrictMath.log(0.5);

  /**
   * What a session was seen with, in the order in which it was learned.
   *
   * @param networks autonomous systems
   * @param countries packed
   * @param clients hashes
   * @param devices hashes
   */
  public record Usual(
      List<Long> networks, List<Long> countries, List<Long> clients, List<Long> devices) {
    /** Copies the lists. */
    public Usual {
      networks = List.copyOf(networks);
      countries = List.copyOf(countries);
      clients = List.copyOf(clients);
      devices = List.copyOf(devices);
    }

    boolean isEmpty() {
      return networks.isEmpty() && countries.isEmpty() && clients.isEmpty() && devices.isEmpty();
    }
  }

  /** What is new of each kind, the earliest of it; null if nothing is. */
  private record Changes(
      @Nullable Place network,
      @Nullable Place country,
      @Nullable Tool client,
      @Nullable Tool device) {

    static Changes of(Trail recent, Usual usual) {
      boolean first = usual.isEmpty();
      Place network = null;
      Place country = null;
      for (int i = 0; i < recent.places().size(); i++) {
        Place place = recent.places().get(i);
        boolean abroad =
            first ? isSecondCountry(place, recent) : Facts.isNew(usual.countries, place.country());
        boolean elsewhere =
            first ? isSecondNetwork(place, recent) : Facts.isNew(usual.networks, place.asn());
        country = abroad ? earlier(country, place) : country;
        network = abroad || elsewhere ? earlier(network, place) : network;
      }
      return new Changes(
          network,
          country,
          fresh(recent.clients(), usual.clients, first),
          fresh(recent.devices(), usual.devices, first));
    }

    private static boolean isSecondCountry(Place place, Trail recent) {
      return recent.places().stream()
          .anyMatch(
              p -> differ(p.country(), place.country()) && isBefore(p.first(), place.first()));
    }

    private static boolean isSecondNetwork(Place place, Trail recent) {
      return recent.places().stream()
          .anyMatch(p -> differ(p.asn(), place.asn()) && isBefore(p.first(), place.first()));
    }

    private static boolean differ(long a, long b) {
      return a != 0 && b != 0 && a != b;
    }

    /** Not after: two values may come in one and the same event id. */
    private static boolean isBefore(EventRef a, EventRef b) {
      return a.compareTo(b) <= 0;
    }

    private static Place earlier(@Nullable Place a, Place b) {
      return a == null || b.first().compareTo(a.first()) < 0 ? b : a;
    }

    private static @Nullable Tool fresh(List<Tool> tools, List<Long> known, boolean first) {
      if (first && tools.size() < 2) {
        return null;
      }
      Tool earliest = null;
      Tool second = null;
      for (Tool tool : tools) {
        if (first || Facts.isNew(known, tool.key())) {
          if (earliest == null || tool.first().compareTo(earliest.first()) < 0) {
            second = earliest;
            earliest = tool;
          } else if (second == null || tool.first().compareTo(second.first()) < 0) {
            second = tool;
          }
        }
      }
      return first ? second : earliest;
    }

    double nats() {
      return network == null && client == null && device == null
          ? 0
          : LN_HALF
              - (network == null ? 0 : LN_NETWORK)
              - (country == null ? 0 : LN_COUNTRY)
              - (client == null ? 0 : LN_CLIENT)
              - (device == null ? 0 : LN_DEVICE);
    }

    Judgement.Anomalous explained(int micros) {
      var why = new StringBuilder("the session is also used");
      var events = new ArrayList<EventRef>();
      Place place = country == null ? network : country;
      if (place != null) {
        why.append(" from ").append(Trail.name(place));
        events.add(place.first());
      }
      if (client != null) {
        why.append(" by another client (").append(client.name()).append(')');
        events.add(client.first());
      }
      if (device != null) {
        why.append(" on another device");
        events.add(device.first());
      }
      why.append(" than before");
      List<EventRef> shown = events.stream().distinct().sorted().limit(Signal.MAX_EVENTS).toList();
      return new Judgement.Anomalous(micros, why.toString(), shown, List.of());
    }
  }

  private static final Usual UNKNOWN = new Usual(List.of(), List.of(), List.of(), List.of());

  @Override
  public String id() {
    return "token-replay";
  }

  @Override
  public Family family() {
    return Family.SESSION;
  }

  @Override
  public String technique() {
    return "T1550.004";
  }

  /**
   * A person's session is a cookie that is used elsewhere; that of a program or a machine is a
   * token that was taken from it.
   */
  @Override
  public String techniqueOf(Subject subject) {
    return subject.decider().type() == SubjectType.SERVICE ? "T1528" : technique();
  }

  @Override
  public Duration window() {
    return Duration.ofMinutes(10);
  }

  @Override
  public Set<SubjectType> subjects() {
    return Set.of(SubjectType.SESSION);
  }

  @Override
  public Trail nothing() {
    return Trail.NONE;
  }

  @Override
  public Usual unknown() {
    return UNKNOWN;
  }

  @Override
  public Trail gather(Trail seen, Observation observation) {
    return seen.plus(observation);
  }

  @Override
  public Trail merge(Trail earlier, Trail later) {
    return earlier.and(later);
  }

  @Override
  public Judgement judge(Trail recent, Usual baseline, long windowStartMillis) {
    Changes changes = Changes.of(recent, baseline);
    int micros = Evidence.micros(changes.nats());
    return micros == 0 ? Judgement.NORMAL : changes.explained(micros);
  }

  @Override
  public Usual learn(Usual baseline, Closed<Trail> closed) {
    List<Long> networks = baseline.networks;
    List<Long> countries = baseline.countries;
    List<Long> clients = baseline.clients;
    List<Long> devices = baseline.devices;
    for (Place place : closed.seen().places()) {
      networks = Facts.plus(networks, place.asn());
      countries = Facts.plus(countries, place.country());
    }
    for (Tool client : closed.seen().clients()) {
      clients = Facts.plus(clients, client.key());
    }
    for (Tool device : closed.seen().devices()) {
      devices = Facts.plus(devices, device.key());
    }
    var learned = new Usual(networks, countries, clients, devices);
    return learned.equals(baseline) ? baseline : learned;
  }

  @Override
  public Map<String, Object> describe(Usual baseline, long atMillis) {
    var profile = new LinkedHashMap<String, Object>();
    profile.put("networks", baseline.networks);
    profile.put("countries", baseline.countries.stream().map(NewPlace::unpack).toList());
    profile.put("knownClients", baseline.clients.size());
    profile.put("knownDevices", baseline.devices.size());
    return profile;
  }

  @Override
  public About about() {
    return new About(
        "Token replay",
        "One session is used from a network, by a client or on a device that it was not seen with;"
            + " several changes at once say most, a network alone next to nothing.",
        "`session`, and `source.asn` or `source.country`, `client.user_agent` or `device.id`; it"
            + " judges from a session's first window on, against priors.",
        "List exits of VPNs and proxies in `networks.csv` with the kind `vpn` or"
            + " `shared`: behind them place says nothing. A source that gives one session id to"
            + " several programs: have its mapping set `session` by program, or none.",
        List.of(
            "roaming abroad, or a VPN whose exits are not in networks.csv, switched on in a session",
            "a source that gives one session id to several programs of a person",
            "a browser that changes how it names itself, such as a desktop view on a telephone"));
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
  public Codec<Trail> windowCodec() {
    return TrailCodec.INSTANCE;
  }

  @Override
  public Codec<Usual> baselineCodec() {
    return UsualCodec.INSTANCE;
  }

  private enum TrailCodec implements Codec<Trail> {
    INSTANCE;

    @Override
    public void write(Trail value, Packer to) {
      to.putByte(1);
      value.write(to);
    }

    @Override
    public Trail read(Unpacker from) {
      Version.expect(1, "uses of a session", from);
      return Trail.read(from);
    }
  }

  private enum UsualCodec implements Codec<Usual> {
    INSTANCE;

    @Override
    public void write(Usual value, Packer to) {
      to.putByte(1);
      Facts.write(value.networks, to);
      Facts.write(value.countries, to);
      Facts.write(value.clients, to);
      Facts.write(value.devices, to);
    }

    @Override
    public Usual read(Unpacker from) {
      Version.expect(1, "what a session was seen with", from);
      return new Usual(Facts.read(from), Facts.read(from), Facts.read(from), Facts.read(from));
    }
  }
}
