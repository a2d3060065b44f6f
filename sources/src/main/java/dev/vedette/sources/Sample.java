package dev.vedette.sources;

import dev.vedette.events.AccessEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A line and what is to become of it, kept in the mapping file itself.
 *
 * @param where where it stands, for complaints
 * @param line the line
 * @param year the year of a line that has none
 * @param expected what is to become of it, for each of its records
 */
record Sample(Section where, String line, int year, List<Expected> expected) {
  /**
   * One outcome that is expected.
   *
   * @param where where it stands, for complaints
   * @param fields the event's fields that are looked at, null for one that must be absent; null if
   *     it is not to be an event
   * @param ignored the rule that is to ignore it
   * @param dead the reason for which it is to be dead
   */
  record Expected(
      Section where,
      @Nullable Map<String, @Nullable String> fields,
      @Nullable String ignored,
      @Nullable String dead) {

    static Expected read(Section section, Map<String, Section> members) {
      Section event = members.get("event");
      Section ignored = members.get("ignored");
      Section dead = members.get("dead");
      if ((event == null ? 0 : 1) + (ignored == null ? 0 : 1) + (dead == null ? 0 : 1) != 1) {
        throw section.wrong(
            "a sample has exactly one of event, ignored, dead; or outcomes, a list of such");
      }
      Map<String, @Nullable String> fields = null;
      if (event != null) {
        fields = new LinkedHashMap<>();
        for (var field : event.members().entrySet()) {
          Section expected = field.getValue();
          fields.put(field.getKey(), expected.isNull() ? null : expected.text());
        }
      }
      return new Expected(
          section,
          fields,
          ignored == null ? null : ignored.text(),
          dead == null ? null : dead.text());
    }

    /** What is wrong with the outcome; empty if it is as expected. */
    List<String> complaints(Normalized outcome) {
      return switch (outcome) {
        case Normalized.Event(AccessEvent event) ->
            fields == null ? unlike(outcome) : differs(fields, event);
        case Normalized.Ignored(String rule) -> rule.equals(ignored) ? List.of() : unlike(outcome);
        case Normalized.Dead(String reason, String detail) ->
            reason.equals(dead) ? List.of() : unlike(outcome);
      };
    }

    private List<String> differs(Map<String, @Nullable String> wanted, AccessEvent event) {
      Map<String, String> actual = EventFields.of(event);
      var complaints = new ArrayList<String>();
      for (var field : wanted.entrySet()) {
        String expected = field.getValue();
        String found = actual.get(field.getKey());
        if (!Objects.equals(expected, found)) {
          complaints.add(
              String.valueOf(
                  where
                      .wrong(
                          "%s is %s, expected %s"
                              .formatted(
                                  field.getKey(),
                                  found == null ? "absent" : '"' + found + '"',
                                  expected == null ? "none" : '"' + expected + '"'))
                      .getMessage()));
        }
      }
      return complaints;
    }

    private List<String> unlike(Normalized outcome) {
      return List.of(String.valueOf(where.wrong("the line became " + shown(outcome)).getMessage()));
    }

    private static String shown(Normalized outcome) {
      return outcome instanceof Normalized.Event(AccessEvent event)
          ? "an event " + EventFields.of(event)
          : outcome.toString();
    }
  }

  static Sample read(Section section) {
    Map<String, Section> members =
        section.members(Set.of("line", "year", "event", "ignored", "dead", "outcomes"));
    Section outcomes = members.get("outcomes");
    Section year = members.get("year");
    List<Expected> expected;
    if (outcomes == null) {
      expected = List.of(Expected.read(section, members));
    } else if (members.containsKey("event")
        || members.containsKey("ignored")
        || members.containsKey("dead")) {
      throw section.wrong("outcomes takes the place of event, ignored and dead");
    } else {
      expected =
          outcomes.items().stream()
              .map(o -> Expected.read(o, o.members(Set.of("event", "ignored", "dead"))))
              .toList();
    }
    return new Sample(
        section,
        section.needed(members, "line").text(),
        year == null ? 2026 : year.whole(1990, 9999),
        expected);
  }

  /** What is wrong with the outcomes; empty if they are as expected. */
  List<String> complaints(List<Normalized> outcomes) {
    var complaints = new ArrayList<String>();
    for (int i = 0; i < Math.min(expected.size(), outcomes.size()); i++) {
      complaints.addAll(expected.get(i).complaints(outcomes.get(i)));
    }
    if (expected.size() != outcomes.size()) {
      complaints.add(
          String.valueOf(
              where
                  .wrong(
                      "the line became %d outcomes, expected %d"
                          .formatted(outcomes.size(), expected.size()))
                  .getMessage()));
    }
    return complaints;
  }

  byte[] bytes() {
    return line.getBytes(StandardCharsets.UTF_8);
  }
}
