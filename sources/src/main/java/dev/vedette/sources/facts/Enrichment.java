package dev.vedette.sources.facts;

import dev.vedette.events.AccessEvent;
import dev.vedette.events.AccessEvent.Device;
import dev.vedette.events.AccessEvent.Endpoint;
import dev.vedette.events.AccessEvent.Principal;
import dev.vedette.events.Stamp;
import dev.vedette.events.Stamp.Stamps;
import dev.vedette.events.SubjectType;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Puts to an event what is known beside the log, as of the event's time: canonical principal,
 * device and address, the device of an address, the place where the event does not say it, and the
 * stamps of its subjects.
 *
 * <p>Remembers what is known of some addresses, so it is for one thread; make one for each.
 */
public final class Enrichment {
  private static final int REMEMBERED = 10_000;

  private final Facts facts;
  private final Directory directory;
  private final boolean hasAddresses;
  private final Map<String, Where> remembered =
      new LinkedHashMap<>(256, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Where> eldest) {
          return size() > REMEMBERED;
        }
      };

  /**
   * What was known of an address.
   *
   * @param tenant to whom
   * @param epoch when ({@link Facts#epoch})
   * @param ip its canonical text
   * @param place where it is
   * @param stamp with the version of all that could be known
   */
  private record Where(String tenant, int epoch, String ip, Place place, Stamp stamp) {}

  /**
   * An event and what was known of its subjects.
   *
   * @param event with canonical identity and its place
   * @param stamps by the kind of subject
   */
  public record Enriched(AccessEvent event, Stamps stamps) {}

  /**
   * Looks up these facts.
   *
   * @param directory the principals and devices, which may change meanwhile
   */
  public Enrichment(Facts facts, Directory directory) {
    this.facts = facts;
    this.directory = directory;
    this.hasAddresses =
        !facts.networks.isEmpty() || facts.reputation.size() > 0 || facts.tor.size() > 0;
  }

  /** What is known of an event. */
  public Enriched of(AccessEvent event) {
    long at = event.timeMillis();
    String tenant = event.tenant();
    long version = facts.filesVersion() + directory.version();
    Endpoint source = event.source();
    String given = source == null ? null : source.ip();
    String ip = null;
    Stamp where = bare(version);
    if (source != null && given != null) {
      Where known = where(tenant, given, at, version);
      ip = known.ip;
      source = filled(source, known.ip, known.place);
      where = known.stamp;
    }
    Stamp who = where;

    Principal principal = event.principal();
    if (principal != null) {
      Register.Found<PrincipalFact> found = directory.principal(tenant, principal.id(), at);
      if (found != null) {
        PrincipalFact fact = found.fact();
        principal = canonical(principal, found.id(), fact);
        who = fact == null ? where : stamp(where, fact);
      }
    }

    Device device = event.device();
    Stamp what = where;
    String leased = device != null || ip == null ? null : facts.leases.find(tenant, ip, at);
    String name = device != null ? device.id() : leased;
    if (name != null) {
      Register.Found<DeviceFact> found = directory.device(tenant, name, at);
      String id = found == null ? name : found.id();
      if (device == null || !device.id().equals(id)) {
        device = new Device(id, device == null ? null : device.name());
      }
      DeviceFact fact = found == null ? null : found.fact();
      what = fact == null ? where : stamp(where, fact, tenant, at);
    }
    return new Enriched(with(event, principal, device, source), stamps(who, what, where));
  }

  private static AccessEvent with(
      AccessEvent event,
      @Nullable Principal principal,
      @Nullable Device device,
      @Nullable Endpoint source) {
    if (Objects.equals(principal, event.principal())
        && Objects.equals(device, event.device())
        && Objects.equals(source, event.source())) {
      return event;
    }
    return event.toBuilder().principal(principal).device(device).source(source).build();
  }

  private static Stamps stamps(Stamp who, Stamp what, Stamp where) {
    return type ->
        switch (type) {
          case USER, SERVICE, SESSION -> who;
          case DEVICE -> what;
          case IP, RESOURCE -> where;
        };
  }

  private static Principal canonical(Principal principal, String id, @Nullable PrincipalFact fact) {
    Boolean service = fact == null ? null : fact.serviceAccount();
    SubjectType type =
        service == null ? principal.type() : service ? SubjectType.SERVICE : SubjectType.USER;
    return id.equals(principal.id()) && type == principal.type()
        ? principal
        : new Principal(type, id, principal.name());
  }

  private static Stamp stamp(Stamp where, PrincipalFact fact) {
    return where.ofPrincipal(
        fact.department(), fact.manager(), fact.groups(), fact.criticalityMicros());
  }

  private Stamp stamp(Stamp where, DeviceFact fact, String tenant, long at) {
    String owner = fact.owner();
    if (owner != null) {
      Register.Found<PrincipalFact> found = directory.principal(tenant, owner, at);
      owner = found == null ? owner : found.id();
    }
    return where.ofDevice(owner, fact.managed(), fact.criticalityMicros());
  }

  private Where where(String tenant, String given, long at, long version) {
    Where known = remembered.get(given);
    int epoch = facts.epoch(at);
    if (known == null
        || known.epoch != epoch
        || known.stamp.version() != version
        || !known.tenant.equals(tenant)) {
      String ip = Address.canonical(given);
      Places places = facts.places.at(at);
      InetAddress literal = places == null && !hasAddresses ? null : Address.literal(ip);
      Place place = places == null || literal == null ? Place.UNKNOWN : places.of(literal);
      known = new Where(tenant, epoch, ip, place, stamp(tenant, literal, at, version));
      remembered.put(given, known);
    }
    return known;
  }

  private Stamp stamp(String tenant, @Nullable InetAddress literal, long at, long version) {
    if (literal == null || !hasAddresses) {
      return bare(version);
    }
    Address address = Address.of(literal);
    Network network = facts.networks.find(tenant, address, at);
    AddressList reputation = facts.reputation.at(at);
    AddressList tor = facts.tor.at(at);
    return new Stamp(
        version,
        null,
        null,
        List.of(),
        0,
        null,
        null,
        network == null ? null : network.label(),
        network != null && network.kind().isShared(),
        reputation == null ? 0 : reputation.of(address),
        tor != null && tor.of(address) > 0);
  }

  /** The stamp of a subject of which nothing is known by data of this version. */
  private static Stamp bare(long version) {
    return version == 0
        ? Stamp.NONE
        : new Stamp(version, null, null, List.of(), 0, null, null, null, false, 0, false);
  }

  private static Endpoint filled(Endpoint source, String ip, Place place) {
    boolean located =
        source.city() != null || !Double.isNaN(source.lat()) || !Double.isNaN(source.lon());
    String country = source.country();
    // A city of the database under another country than the event's would be worse than none.
    boolean fill = !located && (country == null || country.equals(place.country()));
    var filled =
        new Endpoint(
            ip,
            source.port(),
            country != null ? country : place.country(),
            source.asn() != 0 ? source.asn() : place.asn(),
            fill ? place.city() : source.city(),
            fill ? place.lat() : source.lat(),
            fill ? place.lon() : source.lon());
    return filled.equals(source) ? source : filled;
  }
}
