package dev.vedette.trial;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.vedette.json.Json;
import dev.vedette.trial.CompanyResult.Found;
import dev.vedette.trial.CompanyResult.Told;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a trial found, as a page for people and as JSON. */
public final class TrialReport {
  private static final double USERS_OF_A_BUDGET = 200;

  private final TrialSettings settings;
  private final List<CompanyResult> results;

  TrialReport(TrialSettings settings, List<CompanyResult> results) {
    this.settings = settings;
    this.results = List.copyOf(results);
  }

  /** Attacks of one kind and strength. */
  private record Kind(int campaigns, int found, List<Double> minutes) {
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

  private static Map<String, Kind> kinds(List<CompanyResult> companies) {
    var found = new TreeMap<String, List<Found>>();
    for (CompanyResult company : companies) {
      for (Found one : company.campaigns().values()) {
        found.computeIfAbsent(one.attack(), kind -> new ArrayList<>()).add(one);
      }
    }
    var kinds = new TreeMap<String, Kind>();
    found.forEach((kind, all) -> kinds.put(kind, Kind.of(all)));
    return kinds;
  }

  /** False alerts a day for 200 users, over the days that are judged. */
  private double falseAlerts(List<CompanyResult> companies) {
    long alerts = companies.stream().mapToLong(CompanyResult::falseAlerts).sum();
    double userDays =
        (double) settings.users() * (settings.days() - settings.learnDays()) * companies.size();
    return alerts * USERS_OF_A_BUDGET / userDays;
  }

  private static IncidentTally grouped(List<CompanyResult> companies) {
    return companies.stream()
        .map(CompanyResult::incidents)
        .reduce(IncidentTally.NONE, IncidentTally::plus);
  }

  private static Map<String, DetectorTally> detectors(List<CompanyResult> companies) {
    var sums = new TreeMap<String, DetectorTally>();
    for (CompanyResult company : companies) {
      company
          .detectors()
          .forEach((id, tally) -> sums.computeIfAbsent(id, i -> new DetectorTally(0)).add(tally));
    }
    return sums;
  }

  /** A page for people. */
  public String text() {
    var text = new Formatter(Locale.ROOT);
    text.format(
        "%d users, %d days of which the first %d only teach, seeds %s\n\n",
        settings.users(), settings.days(), settings.learnDays(), settings.seeds());
    for (double strength : settings.strengths()) {
      List<CompanyResult> companies = of(strength);
      text.format(
          "strength %s: %.2f false alerts a day for 200 users\n", strength, falseAlerts(companies));
      text.format(
          "  %-22s %8s %8s %8s %14s\n", "attack", "attacks", "found", "recall", "median min");
      kinds(companies)
          .forEach((kind, of) ->
              text.format(
                  "  %-22s %8d %8d %8.2f %14.1f\n",
                  kind, of.campaigns(), of.found(), of.recall(), of.medianMinutes()));
      IncidentTally grouped = grouped(companies);
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
    text.format(
        "%-30s %8s %8s %10s %10s %10s %8s  %s\n",
        "detector",
        "true",
        "false",
        "true nats",
        "false nats",
        "windows",
        "excess",
        "tails at 2, 4, 6, 8 nats");
    detectors(results)
        .forEach((id, tally) -> {
          double[] tails = tally.tailRatios();
          text.format(
              "%-30s %8d %8d %10.1f %10.1f %10d %8.3f  %.2f %.2f %.2f %.2f\n",
              id,
              tally.trueSignals(),
              tally.falseSignals(),
              tally.trueNats(),
              tally.falseNats(),
              tally.windows(),
              tally.excess(),
              tails[0],
              tails[1],
              tails[2],
              tails[3]);
        });
    long events = results.stream().mapToLong(CompanyResult::events).sum();
    double seconds = results.stream().mapToDouble(CompanyResult::seconds).sum();
    text.format("\n%,d events, %,.0f a second\n", events, events / seconds);
    return text.toString();
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
      List<CompanyResult> companies = of(strength);
      json.writeStartObject();
      json.writeNumberField("strength", strength);
      json.writeNumberField("falseAlertsPerDayAnd200Users", falseAlerts(companies));
      json.writeArrayFieldStart("attacks");
      for (var kind : kinds(companies).entrySet()) {
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
      IncidentTally grouped = grouped(companies);
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
    for (var one : detectors(results).entrySet()) {
      DetectorTally tally = one.getValue();
      json.writeStartObject();
      json.writeStringField("detector", one.getKey());
      json.writeNumberField("trueSignals", tally.trueSignals());
      json.writeNumberField("falseSignals", tally.falseSignals());
      json.writeNumberField("trueNats", tally.trueNats());
      json.writeNumberField("falseNats", tally.falseNats());
      json.writeNumberField("benignWindows", tally.windows());
      json.writeNumberField("excess", tally.excess());
      json.writeArrayFieldStart("tailRatios");
      for (double ratio : tally.tailRatios()) {
        json.writeNumber(ratio);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
