package dev.vedette.events;

import dev.vedette.events.AccessEvent.Auth;
import dev.vedette.events.AccessEvent.Client;
import dev.vedette.events.AccessEvent.Destination;
import dev.vedette.events.AccessEvent.Device;
import dev.vedette.events.AccessEvent.Endpoint;
import dev.vedette.events.AccessEvent.Principal;
import dev.vedette.events.AccessEvent.Resource;
import dev.vedette.events.AccessEvent.Target;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An event in the making, or another version of one ({@link AccessEvent#toBuilder}). Needed are
 * time, category and action; what is not said is absent, the outcome unknown, the tenant {@link
 * AccessEvent#DEFAULT_TENANT}. Checks nothing before {@link #build}.
 */
public final class EventBuilder {
  private @Nullable String id;
  private @Nullable Long timeMillis;
  private @Nullable String tenant;
  private @Nullable Category category;
  private @Nullable String action;
  private Outcome outcome = Outcome.UNKNOWN;
  private @Nullable Principal principal;
  private @Nullable String session;
  private @Nullable Device device;
  private @Nullable Endpoint source;
  private @Nullable Destination destination;
  private @Nullable Client client;
  private @Nullable Auth auth;
  private @Nullable Resource resource;
  private @Nullable Target target;
  private long bytesIn;
  private long bytesOut;
  private int severity;
  private Map<String, String> labels = Map.of();
  private @Nullable String rawSource;

  EventBuilder() {}

  EventBuilder(AccessEvent from) {
    id = from.id();
    timeMillis = from.timeMillis();
    tenant = from.tenant();
    category = from.category();
    action = from.action();
    outcome = from.outcome();
    principal = from.principal();
    session = from.session();
    device = from.device();
    source = from.source();
    destination = from.destination();
    client = from.client();
    auth = from.auth();
    resource = from.resource();
    target = from.target();
    bytesIn = from.bytesIn();
    bytesOut = from.bytesOut();
    severity = from.severity();
    labels = from.labels();
    rawSource = from.rawSource();
  }

  /**
   * The event, with an id made of its content if none was given.
   *
   * @throws IllegalArgumentException naming the field that is missing or wrong
   */
  public AccessEvent build() {
    return new AccessEvent(
            id == null ? "" : id,
            needed("time", timeMillis),
            tenant == null ? AccessEvent.DEFAULT_TENANT : tenant,
            needed("category", category),
            needed("action", action),
            outcome,
            principal,
            session,
            device,
            source,
            destination,
            client,
            auth,
            resource,
            target,
            bytesIn,
            bytesOut,
            severity,
            labels,
            rawSource)
        .identified();
  }

  private static <T> T needed(String field, @Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException(field + " is missing");
    }
    return value;
  }

  /** The source's own id; null or empty for one that is made of the content. */
  public EventBuilder id(@Nullable String value) {
    id = value;
    return this;
  }

  /** When it happened, epoch milliseconds UTC. */
  public EventBuilder timeMillis(long value) {
    timeMillis = value;
    return this;
  }

  /** Whose event it is; null for the default. */
  public EventBuilder tenant(@Nullable String value) {
    tenant = value;
    return this;
  }

  /** The area of life; null if it is not known yet. */
  public EventBuilder category(@Nullable Category value) {
    category = value;
    return this;
  }

  /** What was done; null if it is not known yet. */
  public EventBuilder action(@Nullable String value) {
    action = value;
    return this;
  }

  /** How it ended. */
  public EventBuilder outcome(Outcome value) {
    outcome = value;
    return this;
  }

  /** Who acted. */
  public EventBuilder principal(@Nullable Principal value) {
    principal = value;
    return this;
  }

  /** The session in which it was done. */
  public EventBuilder session(@Nullable String value) {
    session = value;
    return this;
  }

  /** The device from which it was done. */
  public EventBuilder device(@Nullable Device value) {
    device = value;
    return this;
  }

  /** Where it came from on the network. */
  public EventBuilder source(@Nullable Endpoint value) {
    source = value;
    return this;
  }

  /** Where it went to on the network. */
  public EventBuilder destination(@Nullable Destination value) {
    destination = value;
    return this;
  }

  /** The software that was used. */
  public EventBuilder client(@Nullable Client value) {
    client = value;
    return this;
  }

  /** How the principal proved its identity. */
  public EventBuilder auth(@Nullable Auth value) {
    auth = value;
    return this;
  }

  /** What was accessed. */
  public EventBuilder resource(@Nullable Resource value) {
    resource = value;
    return this;
  }

  /** The account or object acted on. */
  public EventBuilder target(@Nullable Target value) {
    target = value;
    return this;
  }

  /** Bytes received by the principal, 0 if unknown. */
  public EventBuilder bytesIn(long value) {
    bytesIn = value;
    return this;
  }

  /** Bytes sent by the principal, 0 if unknown. */
  public EventBuilder bytesOut(long value) {
    bytesOut = value;
    return this;
  }

  /** OCSF severity_id, 0 (unknown) to 6 (fatal). */
  public EventBuilder severity(int value) {
    severity = value;
    return this;
  }

  /** One more label, or another value of it. */
  public EventBuilder label(String name, String value) {
    if (!(labels instanceof TreeMap)) {
      labels = new TreeMap<>(labels);
    }
    labels.put(name, value);
    return this;
  }

  /** These labels and no others. */
  public EventBuilder labels(Map<String, String> value) {
    labels = Labels.copyOf(value);
    return this;
  }

  /** The format the event was read from. */
  public EventBuilder rawSource(@Nullable String value) {
    rawSource = value;
    return this;
  }
}
