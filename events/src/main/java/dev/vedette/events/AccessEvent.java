package dev.vedette.events;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happened, in one vocabulary for all sources. The JSON names are in {@link EventJson}, the
 * meaning of every field in {@code schemas/src/main/avro}.
 *
 * @param id the source's own id, or one made of the content ({@link EventHash#idOf})
 * @param timeMillis when it happened, epoch milliseconds UTC
 * @param tenant whose event it is
 * @param category the area of life
 * @param action what was done, such as {@code sign_in} or {@code iam.policy.attach}
 * @param outcome how it ended
 * @param principal who acted
 * @param session the session in which it was done
 * @param device the device from which it was done
 * @param source where it came from on the network
 * @param destination where it went to on the network
 * @param client the software that was used
 * @param auth how the principal proved its identity
 * @param resource what was accessed
 * @param target the account or object acted on
 * @param bytesIn bytes received by the principal, 0 if unknown
 * @param bytesOut bytes sent by the principal, 0 if unknown
 * @param severity OCSF severity_id, 0 (unknown) to 6 (fatal)
 * @param labels anything else, sorted by name
 * @param rawSource the format the event was read from, such as {@code sshd}
 */
public record AccessEvent(
    String id,
    long timeMillis,
    String tenant,
    Category category,
    String action,
    Outcome outcome,
    @Nullable Principal principal,
    @Nullable String session,
    @Nullable Device device,
    @Nullable Endpoint source,
    @Nullable Destination destination,
    @Nullable Client client,
    @Nullable Auth auth,
    @Nullable Resource resource,
    @Nullable Target target,
    long bytesIn,
    long bytesOut,
    int severity,
    Map<String, String> labels,
    @Nullable String rawSource) {

  /** The tenant of an event that names none. */
  public static final String DEFAULT_TENANT = "default";

  /** The longest text in any field, in characters. */
  public static final int MAX_TEXT_CHARS = 4096;

  /** The greatest number of labels. */
  public static final int MAX_LABELS = 64;

  /** The earliest time that is believed: 1990-01-01. */
  public static final long MIN_TIME_MILLIS = 631_152_000_000L;

  /** The latest time that can be said at all: the end of the year 9999. */
  public static final long MAX_TIME_MILLIS = 253_402_300_799_999L;

  /** Checks what holds for an event from anywhere; the message names the field and the value. */
  public AccessEvent {
    text("id", id);
    text("tenant", tenant, Subject.MAX_CHARS);
    text("action", action);
    text("session", session, Subject.MAX_CHARS);
    text("raw_source", rawSource);
    if (action.isEmpty()) {
      throw new IllegalArgumentException("action is empty");
    }
    if (timeMillis < MIN_TIME_MILLIS || timeMillis > MAX_TIME_MILLIS) {
      throw new IllegalArgumentException(
          "time %d ms is outside of 1990-01-01 to 9999-12-31".formatted(timeMillis));
    }
    if (bytesIn < 0 || bytesOut < 0) {
      throw new IllegalArgumentException(
          "bytes_in and bytes_out are at least 0, not %d and %d".formatted(bytesIn, bytesOut));
    }
    if (bytesIn > Long.MAX_VALUE - bytesOut) {
      throw new IllegalArgumentException(
          "bytes_in and bytes_out together are at most %d, not %d and %d"
              .formatted(Long.MAX_VALUE, bytesIn, bytesOut));
    }
    if (severity < 0 || severity > 6) {
      throw new IllegalArgumentException("severity is 0 to 6 (OCSF), not " + severity);
    }
    if (labels.size() > MAX_LABELS) {
      throw new IllegalArgumentException(
          "%d labels, at most %d are accepted".formatted(labels.size(), MAX_LABELS));
    }
    labels.forEach((name, value) -> {
      text("label name", name);
      text("label", value);
    });
    labels = labels.isEmpty() ? Map.of() : Labels.copyOf(labels);
  }

  /** An event of which nothing is known yet. */
  public static EventBuilder builder() {
    return new EventBuilder();
  }

  /** This event, to be changed. */
  public EventBuilder toBuilder() {
    return new EventBuilder(this);
  }

  /** This event, or with an id made of its content if it has none. */
  public AccessEvent identified() {
    return id.isEmpty() ? toBuilder().id(EventHash.idOf(this)).build() : this;
  }

  /** Who acted: {@code type} is USER or SERVICE. */
  public record Principal(SubjectType type, String id, @Nullable String name) {
    /** Checks the type and the bounds. */
    public Principal {
      if (!type.isPrincipal()) {
        throw new IllegalArgumentException(
            "principal.type is user or service, not " + type.wireName());
      }
      required("principal.id", id);
      text("principal.name", name);
    }
  }

  /** A device by its id; the name is for people. */
  public record Device(String id, @Nullable String name) {
    /** Checks the bounds. */
    public Device {
      required("device.id", id);
      text("device.name", name);
    }
  }

  /**
   * Where an event came from.
   *
   * @param ip literal IPv4 or IPv6 address, or a host name where the source gives no better
   * @param port 0 if unknown
   * @param country ISO 3166-1 alpha-2
   * @param asn autonomous system number, 0 if unknown
   * @param lat degrees north, NaN if unknown
   * @param lon degrees east, NaN if unknown
   */
  public record Endpoint(
      @Nullable String ip,
      int port,
      @Nullable String country,
      long asn,
      @Nullable String city,
      double lat,
      double lon) {
    /** Checks the bounds. */
    public Endpoint {
      optional("source.ip", ip);
      checkPort("source.port", port);
      text("source.country", country, 64);
      text("source.city", city);
      if (asn < 0 || asn > 0xFFFF_FFFFL) {
        throw new IllegalArgumentException("source.asn is 0 to 4294967295, not " + asn);
      }
    }

    /** The same place under another spelling of its address. */
    public Endpoint withIp(@Nullable String spelling) {
      return new Endpoint(spelling, port, country, asn, city, lat, lon);
    }
  }

  /** Where an event went to; port 0 if unknown. */
  public record Destination(@Nullable String ip, int port, @Nullable String domain) {
    /** Checks the bounds. */
    public Destination {
      text("destination.ip", ip);
      checkPort("destination.port", port);
      text("destination.domain", domain);
    }
  }

  /** The software that was used. */
  public record Client(@Nullable String userAgent, @Nullable String app) {
    /** Checks the bounds. */
    public Client {
      text("client.user_agent", userAgent);
      text("client.app", app);
    }
  }

  /** How identity was proved; {@code mfa} is null if the source does not say. */
  public record Auth(@Nullable String method, @Nullable Boolean mfa, @Nullable String acr) {
    /** Checks the bounds. */
    public Auth {
      text("auth.method", method);
      text("auth.acr", acr);
    }
  }

  /** What was accessed; {@code sensitivity} is a class such as {@code confidential}. */
  public record Resource(@Nullable String type, String id, @Nullable String sensitivity) {
    /** Checks the bounds. */
    public Resource {
      text("resource.type", type);
      required("resource.id", id);
      text("resource.sensitivity", sensitivity);
    }
  }

  /** The account or object acted on. */
  public record Target(@Nullable String type, String id) {
    /** Checks the bounds. */
    public Target {
      text("target.type", type);
      required("target.id", id);
    }
  }

  private static void required(String field, String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException(field + " is empty");
    }
    text(field, value, Subject.MAX_CHARS);
  }

  private static void optional(String field, @Nullable String value) {
    if (value != null) {
      required(field, value);
    }
  }

  private static void text(String field, @Nullable String value) {
    text(field, value, MAX_TEXT_CHARS);
  }

  private static void text(String field, @Nullable String value, int maxChars) {
    if (value == null) {
      return;
    }
    if (value.length() > maxChars) {
      throw new IllegalArgumentException(
          "%s has %d characters, at most %d are accepted"
              .formatted(field, value.length(), maxChars));
    }
    int surrogate = surrogate(value, 0);
    while (surrogate >= 0) {
      if (!isPair(value, surrogate)) {
        throw new IllegalArgumentException(
            field + " has half a surrogate pair, which is no character");
      }
      surrogate = surrogate(value, surrogate + 2);
    }
  }

  /** Where the next half of a surrogate pair is; -1 if there is none. */
  private static int surrogate(String value, int from) {
    for (int i = from; i < value.length(); i++) {
      if (Character.isSurrogate(value.charAt(i))) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isPair(String value, int i) {
    return i + 1 < value.length()
        && Character.isSurrogatePair(value.charAt(i), value.charAt(i + 1));
  }

  private static void checkPort(String field, int port) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException(field + " is 0 to 65535, not " + port);
    }
  }
}
