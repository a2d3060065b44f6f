package dev.vedette.sources;

import dev.vedette.events.AccessEvent;
import dev.vedette.events.Category;
import dev.vedette.events.Outcome;
import dev.vedette.events.SubjectType;
import dev.vedette.events.Text;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An event's fields and where each of them comes from: what all rules of a format have in common,
 * overlaid by what one rule says.
 */
final class EventMapping {
  private static final String LABEL = "labels.";

  private final String format;
  private final TimeValue time;
  private final EnumMap<EventField, Value> fields;
  private final Map<String, Value> labels;

  private EventMapping(
      String format, TimeValue time, EnumMap<EventField, Value> fields, Map<String, Value> labels) {
    this.format = format;
    this.time = time;
    this.fields = fields;
    this.labels = labels;
  }

  /**
   * Compiles the common and the own part.
   *
   * @param where the whole, for complaints about what is missing in both
   * @param common assignments of all rules, compiled in a scope of their own
   * @param own assignments of this rule; they win
   */
  static EventMapping read(
      String format,
      Section where,
      @Nullable Section common,
      Scope commonScope,
      @Nullable Section own,
      Scope ownScope) {
    var fields = new EnumMap<EventField, Value>(EventField.class);
    var labels = new LinkedHashMap<String, Value>();
    TimeValue time = assign(common, new ValueReader(commonScope), fields, labels);
    TimeValue ownTime = assign(own, new ValueReader(ownScope), fields, labels);
    TimeValue used = ownTime == null ? time : ownTime;
    if (used == null) {
      throw where.wrong("event.time is assigned nowhere");
    }
    for (EventField needed : new EventField[] {EventField.CATEGORY, EventField.ACTION}) {
      if (!fields.containsKey(needed)) {
        throw where.wrong("event.%s is assigned nowhere".formatted(needed.jsonName()));
      }
    }
    return new EventMapping(format, used, fields, labels);
  }

  private static @Nullable TimeValue assign(
      @Nullable Section event,
      ValueReader values,
      EnumMap<EventField, Value> fields,
      Map<String, Value> labels) {
    TimeValue time = null;
    if (event == null) {
      return null;
    }
    for (var member : event.members().entrySet()) {
      String name = member.getKey();
      Section section = member.getValue();
      EventField field = EventField.of(name);
      if (name.equals("time")) {
        time = TimeValue.read(section, values);
      } else if (name.startsWith(LABEL) && name.length() > LABEL.length()) {
        labels.put(name.substring(LABEL.length()), values.read(section));
      } else if (field == null) {
        throw section.wrong("an event has no such field");
      } else {
        fields.put(field, checked(field, section, values.read(section)));
      }
    }
    return time;
  }

  private static Value checked(EventField field, Section section, Value value) {
    try {
      switch (value) {
        case Value.Constant(String text) -> field.check(text);
        case Value.Table table -> table.values().values().forEach(field::check);
        default -> {}
      }
    } catch (IllegalArgumentException e) {
      throw section.wrong(String.valueOf(e.getMessage()));
    }
    return value;
  }

  /** Whether the year has to come from elsewhere. */
  boolean needsYear() {
    return time.needsYear();
  }

  /** The event of a line, or why there is none. */
  Normalized event(@Nullable String[] slots, Context context, YearGuess years) {
    String timeText = time.at().of(slots);
    if (timeText == null) {
      return missing("time");
    }
    OptionalLong millis = time.millis(timeText, years);
    if (millis.isEmpty()) {
      return new Normalized.Dead(
          DeadReason.UNREADABLE_TIME,
          "time \"%s\" is in none of the formats of %s".formatted(Text.excerpt(timeText), format));
    }
    try {
      String category = text(slots, EventField.CATEGORY);
      if (category == null) {
        return missing("category");
      }
      if (text(slots, EventField.ACTION) == null) {
        return missing("action");
      }
      AccessEvent event = build(slots, context, millis.getAsLong(), Category.of(category));
      return new Normalized.Event(event);
    } catch (IllegalArgumentException e) {
      return new Normalized.Dead(DeadReason.INVALID_VALUE, String.valueOf(e.getMessage()));
    }
  }

  private AccessEvent build(
      @Nullable String[] slots, Context context, long millis, Category category) {
    String tenant = text(slots, EventField.TENANT);
    String outcome = text(slots, EventField.OUTCOME);
    String rawSource = text(slots, EventField.RAW_SOURCE);
    return AccessEvent.builder()
        .id(text(slots, EventField.ID))
        .timeMillis(millis)
        .tenant(tenant == null ? context.tenant() : tenant)
        .category(category)
        .action(text(slots, EventField.ACTION))
        .outcome(outcome == null ? Outcome.UNKNOWN : Outcome.of(outcome))
        .principal(principal(slots))
        .session(text(slots, EventField.SESSION))
        .device(device(slots))
        .source(source(slots))
        .destination(destination(slots))
        .client(client(slots))
        .auth(auth(slots))
        .resource(resource(slots))
        .target(target(slots))
        .bytesIn(whole(slots, EventField.BYTES_IN))
        .bytesOut(whole(slots, EventField.BYTES_OUT))
        .severity(small(slots, EventField.SEVERITY))
        .labels(labels(slots))
        .rawSource(rawSource == null ? format : rawSource)
        .build();
  }

  private AccessEvent.@Nullable Principal principal(@Nullable String[] slots) {
    String id = text(slots, EventField.PRINCIPAL_ID);
    String name = text(slots, EventField.PRINCIPAL_NAME);
    String known = id == null ? name : id;
    if (known == null) {
      return null;
    }
    String type = text(slots, EventField.PRINCIPAL_TYPE);
    return new AccessEvent.Principal(
        type == null ? SubjectType.USER : SubjectType.of(type), known, name);
  }

  private AccessEvent.@Nullable Device device(@Nullable String[] slots) {
    String id = text(slots, EventField.DEVICE_ID);
    String name = text(slots, EventField.DEVICE_NAME);
    String known = id == null ? name : id;
    return known == null ? null : new AccessEvent.Device(known, name);
  }

  private AccessEvent.@Nullable Endpoint source(@Nullable String[] slots) {
    String ip = text(slots, EventField.SOURCE_IP);
    int port = small(slots, EventField.SOURCE_PORT);
    String country = text(slots, EventField.SOURCE_COUNTRY);
    long asn = whole(slots, EventField.SOURCE_ASN);
    String city = text(slots, EventField.SOURCE_CITY);
    double lat = real(slots, EventField.SOURCE_LAT);
    double lon = real(slots, EventField.SOURCE_LON);
    boolean nothing =
        ip == null
            && port == 0
            && country == null
            && asn == 0
            && city == null
            && Double.isNaN(lat)
            && Double.isNaN(lon);
    return nothing ? null : new AccessEvent.Endpoint(ip, port, country, asn, city, lat, lon);
  }

  private AccessEvent.@Nullable Destination destination(@Nullable String[] slots) {
    String ip = text(slots, EventField.DESTINATION_IP);
    int port = small(slots, EventField.DESTINATION_PORT);
    String domain = text(slots, EventField.DESTINATION_DOMAIN);
    return ip == null && port == 0 && domain == null
        ? null
        : new AccessEvent.Destination(ip, port, domain);
  }

  private AccessEvent.@Nullable Client client(@Nullable String[] slots) {
    String userAgent = text(slots, EventField.CLIENT_USER_AGENT);
    String app = text(slots, EventField.CLIENT_APP);
    return userAgent == null && app == null ? null : new AccessEvent.Client(userAgent, app);
  }

  private AccessEvent.@Nullable Auth auth(@Nullable String[] slots) {
    String method = text(slots, EventField.AUTH_METHOD);
    String mfa = text(slots, EventField.AUTH_MFA);
    String acr = text(slots, EventField.AUTH_ACR);
    return method == null && mfa == null && acr == null
        ? null
        : new AccessEvent.Auth(method, mfa == null ? null : EventField.flag(mfa), acr);
  }

  private AccessEvent.@Nullable Resource resource(@Nullable String[] slots) {
    String id = text(slots, EventField.RESOURCE_ID);
    return id == null
        ? null
        : new AccessEvent.Resource(
            text(slots, EventField.RESOURCE_TYPE),
            id,
            text(slots, EventField.RESOURCE_SENSITIVITY));
  }

  private AccessEvent.@Nullable Target target(@Nullable String[] slots) {
    String id = text(slots, EventField.TARGET_ID);
    return id == null ? null : new AccessEvent.Target(text(slots, EventField.TARGET_TYPE), id);
  }

  private Map<String, String> labels(@Nullable String[] slots) {
    if (labels.isEmpty()) {
      return Map.of();
    }
    var given = new TreeMap<String, String>();
    for (var label : labels.entrySet()) {
      String text = label.getValue().of(slots);
      if (text != null) {
        given.put(label.getKey(), text);
      }
    }
    return given;
  }

  private @Nullable String text(@Nullable String[] slots, EventField field) {
    Value value = fields.get(field);
    return value == null ? null : value.of(slots);
  }

  private long whole(@Nullable String[] slots, EventField field) {
    return read(slots, field, 0L, EventField::whole);
  }

  private int small(@Nullable String[] slots, EventField field) {
    return Math.clamp(whole(slots, field), -1, 65_536);
  }

  private double real(@Nullable String[] slots, EventField field) {
    return read(slots, field, Double.NaN, EventField::real);
  }

  private <T> T read(
      @Nullable String[] slots, EventField field, T absent, Function<String, T> reader) {
    String text = text(slots, field);
    if (text == null) {
      return absent;
    }
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          field.jsonName() + ": " + String.valueOf(e.getMessage()), e);
    }
  }

  private static Normalized missing(String field) {
    return new Normalized.Dead(DeadReason.MISSING_FIELD, field + " has no value");
  }
}
