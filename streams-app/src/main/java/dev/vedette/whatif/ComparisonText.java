package dev.vedette.whatif;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.vedette.board.Plain;
import dev.vedette.json.Json;
import dev.vedette.risk.Level;
import dev.vedette.whatif.Comparison.Changed;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A comparison of policies as text, and as JSON. */
@SuppressWarnings("EnumOrdinal") // a matrix by level
public final class ComparisonText {
  private static final int NAME = 34;
  private static final int SHOWN = 25;

  private ComparisonText() {}

  /** Lines of at most 80 columns. */
  public static List<String> lines(Comparison comparison) {
    var lines = new ArrayList<String>();
    lines.add(
        String.format(
            Locale.ROOT,
            "What if the policy had been %s, not %s: %s to %s",
            comparison.after(),
            comparison.before(),
            minute(comparison.fromMillis()),
            minute(comparison.toMillis())));
    lines.add(
        String.format(
            Locale.ROOT,
            "%,d versions of signals of %,d subjects read again; nothing detected anew.",
            comparison.versions(),
            comparison.subjects()));
    lines.add("");
    lines.add(String.format(Locale.ROOT, "%-34s %12s %12s", "", "before", "after"));
    double days = comparison.spanDays();
    row("alerts", comparison.old().alerts(), comparison.other().alerts(), lines);
    lines.add(
        String.format(
            Locale.ROOT,
            "%-34s %12.2f %12.2f",
            "alerts a day",
            comparison.old().alerts() / days,
            comparison.other().alerts() / days));
    row(
        "changes of level",
        comparison.old().levelChanges(),
        comparison.other().levelChanges(),
        lines);
    lines.add("");
    lines.add("Highest level of subjects, before (rows) and after (columns)");
    lines.add(
        String.format(
            Locale.ROOT, "%-10s %9s %9s %9s %9s", "", "LOW", "MEDIUM", "HIGH", "CRITICAL"));
    for (Level level : Level.values()) {
      List<Integer> row = comparison.matrix().get(level.ordinal());
      lines.add(
          String.format(
              Locale.ROOT,
              "%-10s %,9d %,9d %,9d %,9d",
              level,
              row.get(0),
              row.get(1),
              row.get(2),
              row.get(3)));
    }
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "%,d would have risen higher, %,d less high.",
            comparison.higher(),
            comparison.lower()));
    changed(comparison.changed(), lines);
    return lines;
  }

  private static void changed(List<Changed> changed, List<String> lines) {
    if (changed.isEmpty()) {
      return;
    }
    lines.add(
        String.format(
            Locale.ROOT, "%-34s %-19s %-13s %s", "subject", "highest level", "score", "alerts"));
    for (Changed one : changed.subList(0, Math.min(SHOWN, changed.size()))) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%s %-19s %-13s %d → %d",
              Plain.fit(one.subject().type().wireName() + ":" + one.subject().id(), NAME),
              one.before() == one.after() ? one.before() : one.before() + " → " + one.after(),
              String.format(Locale.ROOT, "%.1f → %.1f", one.scoreBefore(), one.scoreAfter()),
              one.alertsBefore(),
              one.alertsAfter()));
    }
    if (changed.size() > SHOWN) {
      lines.add(String.format(Locale.ROOT, "and %,d more; --json has all", changed.size() - SHOWN));
    }
  }

  private static void row(String what, int before, int after, List<String> lines) {
    lines.add(String.format(Locale.ROOT, "%-34s %,12d %,12d", what, before, after));
  }

  private static String minute(long millis) {
    return Instant.ofEpochMilli(millis).toString().substring(0, 16) + "Z";
  }

  /** All of it. */
  public static void write(Comparison comparison, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("before", comparison.before());
    json.writeStringField("after", comparison.after());
    Json.time("from", comparison.fromMillis(), json);
    Json.time("to", comparison.toMillis(), json);
    json.writeNumberField("versions", comparison.versions());
    json.writeNumberField("subjects", comparison.subjects());
    pair("alerts", comparison.old().alerts(), comparison.other().alerts(), json);
    pair("levelChanges", comparison.old().levelChanges(), comparison.other().levelChanges(), json);
    json.writeArrayFieldStart("matrix");
    for (List<Integer> row : comparison.matrix()) {
      json.writeStartArray();
      for (int cell : row) {
        json.writeNumber(cell);
      }
      json.writeEndArray();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("changed");
    for (Changed one : comparison.changed()) {
      json.writeStartObject();
      json.writeStringField("tenant", one.subject().tenant());
      json.writeFieldName("subject");
      Json.subject(one.subject(), json);
      json.writeStringField("before", one.before().name());
      json.writeStringField("after", one.after().name());
      json.writeNumberField("scoreBefore", one.scoreBefore());
      json.writeNumberField("scoreAfter", one.scoreAfter());
      json.writeNumberField("alertsBefore", one.alertsBefore());
      json.writeNumberField("alertsAfter", one.alertsAfter());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("days");
    for (Comparison.Day day : comparison.days()) {
      json.writeStartObject();
      json.writeStringField(
          "day", Instant.ofEpochMilli(day.startMillis()).toString().substring(0, 10));
      json.writeNumberField("before", day.before());
      json.writeNumberField("after", day.after());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void pair(String name, int before, int after, JsonGenerator json)
      throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("before", before);
    json.writeNumberField("after", after);
    json.writeEndObject();
  }
}
