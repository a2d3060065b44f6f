package dev.vedette.trial;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.vedette.json.Json;
import dev.vedette.trial.CompanyResult.Found;
import dev.vedette.trial.CompanyResult.Told;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a trial found, as a page for people and as JSON. */
public final class TrialReport {
  /** What the row of sums is called. */
  static final String SUMS = "all of a user, decayed, at ends of days (promise e^(1-x))";

  private static final double USERS_OF_A_BUDGET = 200;

  private final TrialSettings settings;
  private final List<CompanyResult> results;

  TrialReport(TrialSettings settings, List<CompanyResult> results) {
    this.settings = settings;
    this.results = List.copyOf(results);
  }

  /** Attacks of one kind and strength. */
  record Kind(int campaigns, int found, List<Double> minutes) {
    static Kind of(List<Found> campaigns) {
      var minutes = new ArrayList<Double>();
      for (Found one : campaigns) {
        Double after = one.minutes();
        if (after != null) {
          minutes.add(after);
        }
      }
      minutes.sort(null);
      return new Kind(campaigns.size(), minutes.size(), minutes);
    }

    double recall() {
      return campaigns == 0 ? 0 : (double) found / campaigns;
    }

    double medianMinutes() {
      int n = minutes.size();
      return n == 0
          ? Double.NaN
          : n % 2 == 1 ? minutes.get(n / 2) : (minutes.get(n / 2 - 1) + minutes.get(n / 2)) / 2;
    }
  }

  private List<CompanyResult> of(double strength) {
    return results.stream().filter(one -> one.company().strength() == strength).toList();
  }

  TrialSettings settings() {
    return settings;
  }

  /** What became of each kind of attack of a strength. */
  Map<String, Kind> kinds(double strength) {
    var found = new TreeMap<String, List<Found>>();
    for (CompanyResult company : of(strength)) {
      for (Found one : company.campaigns().values()) {
        found.computeIfAbsent(one.attack(), kind -> new ArrayList<>()).add(one);
      }
    }
    var kinds = new TreeMap<String, Kind>();
    found.forEach((kind, all) -> kinds.put(kind, Kind.of(all)));
    return kinds;
  }

  /** False alerts a day for 200 users, over the days that are judged. */
  double falseAlerts(double strength) {
    List<CompanyResult> companies = of(strength);
    long alerts = companies.stream().mapToLong(CompanyResult::falseAlerts).sum();
    double userDays =
        (double) settings.users() * (settings.days() - settings.learnDays()) * companies.size();
    return alerts * USERS_OF_A_BUDGET / userDays;
  }

  private IncidentTally grouped(double strength) {
    return of(strength).stream()
        .map(CompanyResult::incidents)
        .reduce(IncidentTally.NONE, IncidentTally::plus);
  }

  /**
   * The strength whose companies say what detectors said: that nearest to 1. The same company under
   * attacks of another strength has the same honest life, which must not count twice.
   */
  double reference() {
    return settings.strengths().stream()
        .min(Comparator.comparingDouble(strength -> Math.abs(StrictMath.log(strength))))
        .orElseThrow();
  }

  /** What each detector said, in all companies of {@link #reference}. */
  Map<String, DetectorTally> detectors() {
    var all = new TreeMap<String, DetectorTally>();
    for (CompanyResult company : of(reference())) {
      company
          .detectors()
          .forEach((id, tally) -> all.computeIfAbsent(id, i -> new DetectorTally()).add(tally));
    }
    return all;
  }

  /** What all detectors together said of honest users, decayed, at the ends of days. */
  CalibrationTally sums() {
    var all = new CalibrationTally();
    of(reference()).forEach(company -> all.add(company.sums()));
    return all;
  }

  /** A page for people. */
  public String text() {
    var text = new Formatter(Locale.ROOT);
    text.format(
        "%d users, %d days of which the first %d only teach, seeds %s\n\n",
        settings.users(), settings.days(), settings.learnDays(), settings.seeds());
    for (double strength : settings.strengths()) {
      text.format(
          "strength %s: %.2f false alerts a day for 200 users\n", strength, falseAlerts(strength));
      text.format(
          "  %-22s %8s %8s %8s %14s\n", "attack", "attacks", "found", "recall", "median min");
      kinds(strength)
          .forEach((kind, of) ->
              text.format(
                  "  %-22s %8d %8d %8.2f %14.1f\n",
                  kind, of.campaigns(), of.found(), of.recall(), of.medianMinutes()));
      IncidentTally grouped = grouped(strength);
      text.format(
          "  %d signals, %d incidents (%.0f to one), told of %d times\n",
          grouped.signals(), grouped.incidents(), grouped.signalsPerIncident(), grouped.versions());
      text.format(
          "  %d attacks in incidents, %d of them in exactly one; of %d true incidents %d are pure,"
              + " %d span two attacks\n",
          grouped.campaigns(),
          grouped.campaignsOfOne(),
          grouped.trueIncidents(),
          grouped.pure(),
          grouped.spanning());
      text.format(
          "  %.3f changes of level a day of a user who is not attacked\n\n",
          grouped.quietChangesPerUserDay());
    }
    text.format("detectors, attacks of strength %s\n", reference());
    text.format(
        "%-30s %6s %6s %10s %10s %9s  %-14s  %-23s  %s\n",
        "detector",
        "true",
        "false",
        "true nats",
        "false nats",
        "windows",
        "mean e^nats",
        "2, 4, 6, 8 nats: last",
        "highest");
    detectors()
        .forEach((id, tally) -> {
          text.format(
              "%-30s %6d %6d %10.1f %10.1f ",
              id, tally.trueSignals(), tally.falseSignals(), tally.trueNats(), tally.falseNats());
          calibration(tally.calibration(), 0, text);
        });
    text.format("%-66s ", SUMS);
    calibration(sums(), 1, text);
    long events = results.stream().mapToLong(CompanyResult::events).sum();
    double seconds = results.stream().mapToDouble(CompanyResult::seconds).sum();
    text.format("\n%,d events, %,.0f a second\n", events, events / seconds);
    return text.toString();
  }

  private static void calibration(CalibrationTally of, double allowance, Formatter text) {
    text.format("%9d  %5.3f ± %-6.3f ", of.windows(), 1 + of.excess(), of.margin());
    for (double[] tails : List.of(of.lastTails(allowance), of.highestTails(allowance))) {
      text.format(" %5.2f %5.2f %5.2f %5.2f ", tails[0], tails[1], tails[2], tails[3]);
    }
    text.format("\n");
  }

  /** Every false alert, a line each: what to look at next. */
  public String falseAlerts() {
    var text = new Formatter(Locale.ROOT);
    for (CompanyResult company : results) {
      for (Told told : company.alerts()) {
        if (told.campaign() == null) {
          text.format(
              "%d %s %s %s: %s\n",
              company.company().seed(),
              Instant.ofEpochMilli(told.atMillis()),
              told.subjectType(),
              told.subjectId(),
              told.reason());
        }
      }
    }
    return text.toString();
  }

  /** One line for programs. */
  public String json() {
    return Json.text(this::write);
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("users", settings.users());
    json.writeNumberField("days", settings.days());
    json.writeNumberField("learnDays", settings.learnDays());
    json.writeArrayFieldStart("strengths");
    for (double strength : settings.strengths()) {
      json.writeStartObject();
      json.writeNumberField("strength", strength);
      json.writeNumberField("falseAlertsPerDayAnd200Users", falseAlerts(strength));
      json.writeArrayFieldStart("attacks");
      for (var kind : kinds(strength).entrySet()) {
        json.writeStartObject();
        json.writeStringField("attack", kind.getKey());
        json.writeNumberField("campaigns", kind.getValue().campaigns());
        json.writeNumberField("found", kind.getValue().found());
        json.writeNumberField("recall", kind.getValue().recall());
        double minutes = kind.getValue().medianMinutes();
        if (!Double.isNaN(minutes)) {
          json.writeNumberField("medianMinutes", minutes);
        }
        json.writeEndObject();
      }
      json.writeEndArray();
      IncidentTally grouped = grouped(strength);
      json.writeObjectFieldStart("incidents");
      json.writeNumberField("signals", grouped.signals());
      json.writeNumberField("incidents", grouped.incidents());
      json.writeNumberField("versions", grouped.versions());
      json.writeNumberField("campaigns", grouped.campaigns());
      json.writeNumberField("campaignsOfOne", grouped.campaignsOfOne());
      json.writeNumberField("trueIncidents", grouped.trueIncidents());
      json.writeNumberField("pure", grouped.pure());
      json.writeNumberField("spanning", grouped.spanning());
      json.writeNumberField("quietLevelChangesPerUserDay", grouped.quietChangesPerUserDay());
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("detectors");
    for (var one : detectors().entrySet()) {
      DetectorTally tally = one.getValue();
      json.writeStartObject();
      json.writeStringField("detector", one.getKey());
      json.writeNumberField("trueSignals", tally.trueSignals());
      json.writeNumberField("falseSignals", tally.falseSignals());
      json.writeNumberField("trueNats", tally.trueNats());
      json.writeNumberField("falseNats", tally.falseNats());
      calibration(tally.calibration(), 0, json);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeObjectFieldStart("usersAtEndsOfDays");
    calibration(sums(), 1, json);
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void calibration(CalibrationTally of, double allowance, JsonGenerator json)
      throws IOException {
    json.writeNumberField("benignWindows", of.windows());
    json.writeNumberField("meanEValue", 1 + of.excess());
    if (!Double.isNaN(of.margin())) {
      json.writeNumberField("margin", of.margin());
    }
    json.writeFieldName("lastTailRatios");
    double[] last = of.lastTails(allowance);
    json.writeArray(last, 0, last.length);
    json.writeFieldName("highestTailRatios");
    double[] highest = of.highestTails(allowance);
    json.writeArray(highest, 0, highest.length);
  }
}
