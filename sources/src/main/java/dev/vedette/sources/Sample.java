package dev.vedette.sources;

import dev.vedette.events.AccessEvent;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A line and what it is to become, kept in the mapping file itself.
 *
 * @param where where it stands, for complaints
 * @param line the line
 * @param year the year of a line that has none
 * @param fields the event's fields that are looked at, null for one that must be absent; null if
 *     the line is not to be an event
 * @param ignored the rule that is to ignore it
 * @param dead the reason for which it is to be dead
 */
record Sample(
    Section where,
    String line,
    int year,
    @Nullable Map<String, @Nullable String> fields,
    @Nullable String ignored,
    @Nullable String dead) {

  static Sample read(Section section) {
    Map<String, Section> members =
        section.members(Set.of("line", "year", "event", "ignored", "dead"));
    Section event = members.get("event");
    Section ignored = members.get("ignored");
    Section dead = members.get("dead");
    if ((event == null ? 0 : 1) + (ignored == null ? 0 : 1) + (dead == null ? 0 : 1) != 1) {
      throw section.wrong("a sample has exactly one of event, ignored, dead");
    }
    Map<String, @Nullable String> fields = null;
    if (event != null) {
      fields = new LinkedHashMap<>();
      for (var field : event.members().entrySet()) {
        Section expected = field.getValue();
        fields.put(field.getKey(), expected.isNull() ? null : expected.text());
      }
    }
    Section year = members.get("year");
    return new Sample(
        section,
        section.needed(members, "line").text(),
        year == null ? 2026 : year.whole(1990, 9999),
        fields,
        ignored == null ? null : ignored.text(),
        dead == null ? null : dead.text());
  }

  /** What is wrong with the outcome; null if it is as expected. */
  @Nullable String complaint(Normalized outcome) {
    return switch (outcome) {
      case Normalized.Event(AccessEvent event) -> fields == null ? unlike(outcome) : differs(event);
      case Normalized.Ignored(String rule) -> rule.equals(ignored) ? null : unlike(outcome);
      case Normalized.Dead(String reason, String detail) ->
          reason.equals(dead) ? null : unlike(outcome);
    };
  }

  byte[] bytes() {
    return line.getBytes(StandardCharsets.UTF_8);
  }

  private @Nullable String differs(AccessEvent event) {
    Map<String, String> actual = EventFields.of(event);
    if (fields != null) {
      for (var field : fields.entrySet()) {
        String expected = field.getValue();
        String found = actual.get(field.getKey());
        if (expected == null ? found != null : !expected.equals(found)) {
          return where
              .wrong(
                  "%s is %s, expected %s"
                      .formatted(
                          field.getKey(),
                          found == null ? "absent" : '"' + found + '"',
                          expected == null ? "none" : '"' + expected + '"'))
              .getMessage();
        }
      }
    }
    return null;
  }

  private @Nullable String unlike(Normalized outcome) {
    return where.wrong("the line became " + outcome).getMessage();
  }
}
