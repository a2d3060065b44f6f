package dev.vedette.trail;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.vedette.events.Signal;
import dev.vedette.json.Json;
import dev.vedette.ocsf.AttackTactics;
import java.io.IOException;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a trial of accounts found, as a page for people and as JSON. */
public final class TrailTrialReport {
  private static final int MOST_OTHERS = 3;

  private final TrailTrialSettings settings;
  private final List<AccountResult> results;

  TrailTrialReport(TrailTrialSettings settings, List<AccountResult> results) {
    this.settings = settings;
    this.results = List.copyOf(results);
  }

  /** A page for people. */
  public String text() {
    var text = new Formatter(Locale.ROOT);
    text.format(
        "%d principals, %d days of which the first %d only teach, techniques in the second half\n",
        settings.principals(), settings.days(), settings.learnDays());
    for (AccountResult account : results) {
      text.format("\naccount %d, %,d records\n", account.seed(), account.records());
      text.format(
          "%-58s %6s %7s  %-40s %9s %9s  %s\n",
          "technique",
          "events",
          "signals",
          "of the right family: detector, T, nats",
          "alike/day",
          "alert min",
          "strongest others");
      for (TechniqueResult one : account.techniques()) {
        Signal right = one.right().orElse(null);
        Double minutes = one.minutes();
        text.format(
            "%-58s %6d %7d  %-40s %9s %9s  %s\n",
            one.name(),
            one.events(),
            one.signals().size(),
            right == null ? "-" : TechniqueResult.text(right),
            right == null ? "-" : String.format(Locale.ROOT, "%.1f", account.alikeADay(right)),
            minutes == null ? "-" : String.format(Locale.ROOT, "%.1f", minutes),
            others(one, right));
      }
      text.format(
          "%d of %d techniques raise a signal of the right family, %d an alert;"
              + " %.2f false alerts a day for 200 principals (%d in %.0f days)\n",
          account.right(),
          account.techniques().size(),
          account.alerted(),
          account.falseAlertsADay(),
          account.falseAlerts().size(),
          account.days());
    }
    return text.toString();
  }

  private static String others(TechniqueResult one, @Nullable Signal right) {
    return String.join(
        ", ",
        one.signals().stream()
            .filter(s -> !s.equals(right))
            .map(TechniqueResult::text)
            .distinct()
            .limit(MOST_OTHERS)
            .toList());
  }

  /** Every false alert, a line each: what to look at next. */
  public String falseAlerts() {
    var text = new StringBuilder();
    for (AccountResult account : results) {
      account.falseAlerts().forEach(line -> text.append(line).append('\n'));
    }
    return text.toString();
  }

  /** One line for programs. */
  public String json() {
    return Json.text(this::write);
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("principals", settings.principals());
    json.writeNumberField("days", settings.days());
    json.writeNumberField("learnDays", settings.learnDays());
    json.writeArrayFieldStart("accounts");
    for (AccountResult account : results) {
      json.writeStartObject();
      json.writeNumberField("seed", account.seed());
      json.writeNumberField("rightFamily", account.right());
      json.writeNumberField("alerted", account.alerted());
      json.writeNumberField("falseAlertsPerDayAnd200Principals", account.falseAlertsADay());
      json.writeArrayFieldStart("techniques");
      for (TechniqueResult one : account.techniques()) {
        write(account, one, json);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(AccountResult account, TechniqueResult one, JsonGenerator json)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("technique", one.name());
    json.writeStringField("tactic", one.tactic());
    json.writeNumberField("events", one.events());
    json.writeNumberField("alerts", one.alerts());
    Double minutes = one.minutes();
    if (minutes != null) {
      json.writeNumberField("minutes", minutes);
    }
    json.writeArrayFieldStart("signals");
    for (Signal signal : one.signals()) {
      json.writeStartObject();
      json.writeStringField("detector", signal.detector());
      json.writeStringField("subject", signal.subject().type().wireName());
      json.writeStringField("technique", signal.technique());
      json.writeBooleanField(
          "rightFamily", AttackTactics.isOfFamily(signal.technique(), one.tactic()));
      json.writeNumberField("nats", signal.evidenceMicros() / 1e6);
      json.writeNumberField("alikeADay", account.alikeADay(signal));
      json.writeStringField("why", signal.why());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
