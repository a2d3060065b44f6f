package dev.vedette.sources;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where an event's time stands, in which formats, and in which zone if it names none.
 *
 * @param formats tried in order
 */
record TimeValue(Value at, List<TimeFormat> formats, ZoneId zone) {
  private static final Set<String> MEMBERS = Set.of("at", "as", "zone");

  /** Compiles a value such as {@code $field} (ISO 8601, UTC) or {@code {at, as, zone}}. */
  static TimeValue read(Section section, ValueReader values) {
    if (section.isText() || Collections.disjoint(section.members().keySet(), MEMBERS)) {
      return new TimeValue(values.read(section), List.of(TimeFormat.named("iso")), ZoneOffset.UTC);
    }
    Map<String, Section> members = section.members(MEMBERS);
    var formats = new ArrayList<TimeFormat>();
    for (Section name : section.needed(members, "as").items()) {
      try {
        formats.add(TimeFormat.named(name.text()));
      } catch (IllegalArgumentException e) {
        throw name.wrong(String.valueOf(e.getMessage()));
      }
    }
    return new TimeValue(
        values.read(section.needed(members, "at")),
        List.copyOf(formats),
        zone(members.get("zone")));
  }

  private static ZoneId zone(@Nullable Section section) {
    if (section == null) {
      return ZoneOffset.UTC;
    }
    try {
      return ZoneId.of(section.text());
    } catch (DateTimeException e) {
      throw section.wrong(
          "\"%s\" is not a zone such as Europe/Berlin, UTC or +02:00".formatted(section.text()));
    }
  }

  /** Whether the year has to come from elsewhere. */
  boolean needsYear() {
    return formats.stream().anyMatch(TimeFormat.Syslog.class::isInstance);
  }

  /** Epoch milliseconds, or nothing if no format fits the text. */
  OptionalLong millis(String text, YearGuess years) {
    for (TimeFormat format : formats) {
      OptionalLong millis = format.read(text, zone, years);
      if (millis.isPresent()) {
        return millis;
      }
    }
    return OptionalLong.empty();
  }
}
