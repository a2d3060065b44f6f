package dev.vedette.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.vedette.detectors.UsualRate;
import dev.vedette.detectors.behaviour.DetectorView;
import dev.vedette.detectors.behaviour.RateView;
import dev.vedette.json.Json;
import dev.vedette.rest.Queries.Habits;
import dev.vedette.rest.Queries.Profile;
import dev.vedette.topology.KnownPeers;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A profile as pictures need it: the same that detectors tell in {@link Answers#profile}, by what
 * it is about instead of by who learned it.
 */
final class HabitAnswers {
  private static final int HOURS = 24;
  private static final int WORKDAYS = 5;
  private static final int DAYS = 7;

  /** What is remembered with a weight for each, by its name or by its hash. */
  private static final List<String> WEIGHED =
      List.of("countries", "networks", "devices", "clients");

  private HabitAnswers() {}

  /**
   * What is usual for a subject.
   *
   * @param peers among whom it is; null if nobody knows
   */
  static byte[] habits(Habits habits, KnownPeers.@Nullable Group peers) {
    Profile profile = habits.profile();
    return Json.bytes(json -> {
      Answers.start(profile.asOf(), profile.dataTime(), json);
      profile.from().write(json);
      json.writeStringField("tenant", profile.subject().tenant());
      SubjectAnswers.whose(profile.subject(), json);
      hours(profile.detectors(), json);
      for (String member : WEIGHED) {
        weighed(member, profile.detectors(), json);
      }
      known(profile.detectors(), json);
      json.writeArrayFieldStart("rates");
      for (RateView view : habits.rates()) {
        rate(view, json);
      }
      json.writeEndArray();
      peers(peers, json);
      json.writeArrayFieldStart("unscoreable");
      for (DetectorView view : profile.detectors()) {
        if (!view.isScoreable()) {
          json.writeStartObject();
          json.writeStringField("detector", view.detector());
          json.writeStringField("title", view.title());
          json.writeStringField("reason", view.unscoreable());
          json.writeEndObject();
        }
      }
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  /**
   * Hours of the week from Monday 00:00 UTC. Workdays are learned together, and so are both days of
   * the weekend: each has its share of what was learned.
   */
  private static void hours(List<DetectorView> views, JsonGenerator json) throws IOException {
    DetectorView view =
        views.stream()
            .filter(one -> one.learned().containsKey("workdayHoursUtc"))
            .findFirst()
            .orElse(null);
    if (view == null) {
      json.writeNullField("hourOfWeek");
      return;
    }
    double[] workday = hours(view, "workdayHoursUtc");
    double[] weekend = hours(view, "weekendHoursUtc");
    json.writeArrayFieldStart("hourOfWeek");
    for (int day = 0; day < DAYS; day++) {
      boolean works = day < WORKDAYS;
      for (int hour = 0; hour < HOURS; hour++) {
        double weight = works ? workday[hour] / WORKDAYS : weekend[hour] / (DAYS - WORKDAYS);
        json.writeNumber(hundredths(weight));
      }
    }
    json.writeEndArray();
  }

  private static double[] hours(DetectorView view, String member) {
    double[] hours = new double[HOURS];
    map(view, member).forEach((hour, weight) -> hours[Integer.parseInt(hour)] = weight);
    return hours;
  }

  private static void weighed(String member, List<DetectorView> views, JsonGenerator json)
      throws IOException {
    json.writeArrayFieldStart(member);
    for (DetectorView view : views) {
      if (view.learned().get(member) instanceof Map) {
        for (var one : map(view, member).entrySet()) {
          json.writeStartObject();
          json.writeStringField("value", one.getKey());
          json.writeNumberField("weight", one.getValue());
          json.writeEndObject();
        }
        break;
      }
    }
    json.writeEndArray();
  }

  /** How many are known of what is remembered without its name. */
  private static void known(List<DetectorView> views, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("known");
    for (String name : List.of("devices", "clients", "actions")) {
      String member = "known" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
      long most =
          views.stream()
              .map(view -> view.learned().get(member))
              .filter(Number.class::isInstance)
              .mapToLong(number -> ((Number) number).longValue())
              .max()
              .orElse(-1);
      if (most >= 0) {
        json.writeNumberField(name, most);
      }
    }
    json.writeEndObject();
  }

  private static void rate(RateView view, JsonGenerator json) throws IOException {
    UsualRate rate = view.rate();
    json.writeStartObject();
    json.writeStringField("detector", view.detector());
    json.writeStringField("title", view.title());
    json.writeStringField("name", rate.name());
    json.writeStringField("unit", rate.isBytes() ? "bytes" : "count");
    json.writeNumberField("windowHours", rate.window().toHours());
    json.writeNumberField("judgedHours", rate.judged().toHours());
    json.writeNumberField("windowsLearned", rate.learned());
    json.writeArrayFieldStart("seasons");
    for (UsualRate.Season season : rate.seasons()) {
      json.writeStartObject();
      json.writeStringField("days", season.isWeekend() ? "weekend" : "workday");
      json.writeNumberField("fromHour", season.fromHour());
      json.writeNumberField("toHour", season.toHour());
      json.writeNumberField("windows", hundredths(season.windows()));
      json.writeNumberField("usual", hundredths(season.usual()));
      Long unusualFrom = season.unusualFrom();
      if (unusualFrom == null) {
        json.writeNullField("unusualFrom");
      } else {
        json.writeNumberField("unusualFrom", unusualFrom);
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeObjectFieldStart("now");
    json.writeNumberField("season", rate.now());
    json.writeNumberField("seen", hundredths(rate.seen()));
    json.writeEndObject();
    json.writeEndObject();
  }

  private static double hundredths(double number) {
    return Math.round(number * 100) / 100.0;
  }

  private static void peers(KnownPeers.@Nullable Group peers, JsonGenerator json)
      throws IOException {
    if (peers == null) {
      json.writeNullField("peers");
      return;
    }
    json.writeObjectFieldStart("peers");
    json.writeStringField("group", peers.name());
    json.writeStringField("source", peers.source().wireName());
    json.writeNumberField("size", peers.size());
    json.writeEndObject();
  }

  private static Map<String, Double> map(DetectorView view, String member) {
    var map = new LinkedHashMap<String, Double>();
    if (view.learned().get(member) instanceof Map<?, ?> found) {
      found.forEach((key, value) -> {
        if (value instanceof Number number) {
          map.put(String.valueOf(key), number.doubleValue());
        }
      });
    }
    return map;
  }
}
