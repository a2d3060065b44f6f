package dev.vedette.sources;

import dev.vedette.events.AccessEvent;
import dev.vedette.events.Category;
import dev.vedette.events.Labels;
import dev.vedette.events.Outcome;
import dev.vedette.events.SubjectType;
import dev.vedette.events.Text;
import java.util.Arrays;
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
  private final @Nullable Value[] fields = new @Nullable Value[EventField.values().length];
  private final String[] labelNames;
  private final Value[] labels;

  private EventMapping(
      String format, TimeValue time, EnumMap<EventField, Value> fields, Map<String, Value> labels) {
    this.format = format;
    this.time = time;
    fields.forEach((field, value) -> this.fields[field.ordinal()] = value);
    var sorted = new TreeMap<>(labels);
    this.labelNames = sorted.keySet().toArray(String[]::new);
    this.labels = sorted.values().toArray(Value[]::new);
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
    value.outcomes(possible -> {
      if (possible instanceof Value.Constant(String text)) {
        try {
          field.check(text);
        } catch (IllegalArgumentException e) {
          throw section.wrong(String.valueOf(e.getMessage()));
        }
      }
    });
    return value;
  }

  /** What is assigned: the fields by their JSON names, and the value of each. */
  Map<String, Value> assignments() {
    var all = new LinkedHashMap<String, Value>();
    all.put("time", time.at());
    for (EventField field : EventField.values()) {
      Value value = fields[field.ordinal()];
      if (value != null) {
        all.put(field.jsonName(), value);
      }
    }
    for (int i = 0; i < labels.length; i++) {
      all.put(LABEL + labelNames[i], labels[i]);
    }
    return all;
  }

  /** Whether the year has to come from elsewhere. */
  boolean needsYear() {
    return time.needsYear();
  }

  /**
   * The event of a line, or why there is none.
   *
   * @param received the time of a record that carries none
   */
  Normalized event(Fields line, Context context, YearGuess years, OptionalLong received) {
    String timeText = time.at().of(line);
    if (timeText == null && received.isEmpty()) {
      return missing("time");
    }
    OptionalLong millis = timeText == null ? received : time.millis(timeText, years);
    if (millis.isEmpty()) {
      return new Normalized.Dead(
          DeadReason.UNREADABLE_TIME,
          "time \"%s\" is in none of the formats of %s"
              .formatted(Text.excerpt(String.valueOf(timeText)), format));
    }
    try {
      String category = text(line, EventField.CATEGORY);
      if (category == null) {
        return missing("category");
      }
      String action = text(line, EventField.ACTION);
      if (action == null) {
        return missing("action");
      }
      AccessEvent event = build(line, context, millis.getAsLong(), Category.of(category), action);
      return new Normalized.Event(timeText == null ? timedByReception(event) : event);
    } catch (IllegalArgumentException e) {
      return new Normalized.Dead(DeadReason.INVALID_VALUE, String.valueOf(e.getMessage()));
    }
  }

  private static AccessEvent timedByReception(AccessEvent event) {
    return event.toBuilder().label("time_source", "reception").build();
  }

  private AccessEvent build(
      Fields line, Context context, long millis, Category category, String action) {
    String tenant = text(line, EventField.TENANT);
    String outcome = text(line, EventField.OUTCOME);
    String rawSource = text(line, EventField.RAW_SOURCE);
    return AccessEvent.builder()
        .id(text(line, EventField.ID))
        .timeMillis(millis)
        .tenant(tenant == null ? context.tenant() : tenant)
        .category(category)
        .action(action)
        .outcome(outcome == null ? Outcome.UNKNOWN : Outcome.of(outcome))
        .principal(principal(line))
        .session(text(line, EventField.SESSION))
        .device(device(line))
        .source(source(line))
        .destination(destination(line))
        .client(client(line))
        .auth(auth(line))
        .resource(resource(line))
        .target(target(line))
        .bytesIn(whole(line, EventField.BYTES_IN))
        .bytesOut(whole(line, EventField.BYTES_OUT))
        .severity(small(line, EventField.SEVERITY))
        .labels(labels(line))
        .rawSource(rawSource == null ? format : rawSource)
        .build();
  }

  private AccessEvent.@Nullable Principal principal(Fields line) {
    String id = text(line, EventField.PRINCIPAL_ID);
    String name = text(line, EventField.PRINCIPAL_NAME);
    String known = id == null ? name : id;
    if (known == null) {
      return null;
    }
    String type = text(line, EventField.PRINCIPAL_TYPE);
    return new AccessEvent.Principal(
        type == null ? SubjectType.USER : SubjectType.of(type), known, name);
  }

  private AccessEvent.@Nullable Device device(Fields line) {
    String id = text(line, EventField.DEVICE_ID);
    String name = text(line, EventField.DEVICE_NAME);
    String known = id == null ? name : id;
    return known == null ? null : new AccessEvent.Device(known, name);
  }

  private AccessEvent.@Nullable Endpoint source(Fields line) {
    String ip = text(line, EventField.SOURCE_IP);
    int port = small(line, EventField.SOURCE_PORT);
    String country = text(line, EventField.SOURCE_COUNTRY);
    long asn = whole(line, EventField.SOURCE_ASN);
    String city = text(line, EventField.SOURCE_CITY);
    double lat = real(line, EventField.SOURCE_LAT);
    double lon = real(line, EventField.SOURCE_LON);
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

  private AccessEvent.@Nullable Destination destination(Fields line) {
    String ip = text(line, EventField.DESTINATION_IP);
    int port = small(line, EventField.DESTINATION_PORT);
    String domain = text(line, EventField.DESTINATION_DOMAIN);
    return ip == null && port == 0 && domain == null
        ? null
        : new AccessEvent.Destination(ip, port, domain);
  }

  private AccessEvent.@Nullable Client client(Fields line) {
    String userAgent = text(line, EventField.CLIENT_USER_AGENT);
    String app = text(line, EventField.CLIENT_APP);
    return userAgent == null && app == null ? null : new AccessEvent.Client(userAgent, app);
  }

  private AccessEvent.@Nullable Auth auth(Fields line) {
    String method = text(line, EventField.AUTH_METHOD);
    String mfa = text(line, EventField.AUTH_MFA);
    String acr = text(line, EventField.AUTH_ACR);
    return method == null && mfa == null && acr == null
        ? null
        : new AccessEvent.Auth(method, mfa == null ? null : EventField.flag(mfa), acr);
  }

  private AccessEvent.@Nullable Resource resource(Fields line) {
    String id = text(line, EventField.RESOURCE_ID);
    return id == null
        ? null
        : new AccessEvent.Resource(
            text(line, EventField.RESOURCE_TYPE), id, text(line, EventField.RESOURCE_SENSITIVITY));
  }

  private AccessEvent.@Nullable Target target(Fields line) {
    String id = text(line, EventField.TARGET_ID);
    return id == null ? null : new AccessEvent.Target(text(line, EventField.TARGET_TYPE), id);
  }

  private Map<String, String> labels(Fields line) {
    String[] pairs = new String[2 * labels.length];
    int count = 0;
    for (int i = 0; i < labels.length; i++) {
      String text = labels[i].of(line);
      if (text != null) {
        pairs[count++] = labelNames[i];
        pairs[count++] = text;
      }
    }
    return Labels.ofSorted(Arrays.copyOf(pairs, count));
  }

  private @Nullable String text(Fields line, EventField field) {
    Value value = fields[field.ordinal()];
    return value == null ? null : value.of(line);
  }

  private long whole(Fields line, EventField field) {
    return read(line, field, 0L, EventField::whole);
  }

  private int small(Fields line, EventField field) {
    return Math.clamp(whole(line, field), -1, 65_536);
  }

  private double real(Fields line, EventField field) {
    return read(line, field, Double.NaN, EventField::real);
  }

  private <T> T read(Fields line, EventField field, T absent, Function<String, T> reader) {
    String text = text(line, field);
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
