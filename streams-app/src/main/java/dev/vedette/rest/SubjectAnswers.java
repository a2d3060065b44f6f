package dev.vedette.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.vedette.events.EventRef;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.explain.ExplainedJson;
import dev.vedette.json.Json;
import dev.vedette.rest.Queries.Reflects;
import dev.vedette.rest.SubjectQueries.Listed;
import dev.vedette.rest.SubjectQueries.Listing;
import dev.vedette.rest.SubjectQueries.Live;
import dev.vedette.rest.SubjectQueries.Looked;
import dev.vedette.rest.SubjectQueries.Lookup;
import dev.vedette.rest.SubjectQueries.Point;
import dev.vedette.rest.SubjectQueries.Ruled;
import dev.vedette.rest.SubjectQueries.Series;
import dev.vedette.rest.SubjectQueries.Sessions;
import dev.vedette.rest.SubjectQueries.Signals;
import dev.vedette.risk.Advice;
import dev.vedette.risk.Assessment;
import dev.vedette.risk.Retrospect.Sense;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.risk.SessionRisk;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The JSON of answers on many subjects, or on one over time. */
final class SubjectAnswers {
  private SubjectAnswers() {}

  static byte[] list(String tenant, Listing listing, @Nullable String next) {
    return Json.bytes(json -> {
      Answers.start(listing.asOf(), listing.dataTime(), json);
      json.writeStringField("tenant", tenant);
      Answers.partial(listing.missing(), listing.cutAfter(), json);
      json.writeArrayFieldStart("subjects");
      for (Listed one : listing.subjects()) {
        json.writeStartObject();
        item(one.risk(), json);
        if (one.toldMillis() != 0) {
          Json.time("changedAt", one.toldMillis(), json);
        }
        json.writeEndObject();
      }
      json.writeEndArray();
      next(next, json);
      json.writeEndObject();
    });
  }

  /** Where a list goes on, or null. */
  static void next(@Nullable String next, JsonGenerator json) throws IOException {
    if (next == null) {
      json.writeNullField("next");
    } else {
      json.writeStringField("next", next);
    }
  }

  /** An update as it is told while one listens. */
  static String update(RiskUpdate update) {
    return Json.text(json -> {
      json.writeStartObject();
      item(update, json);
      Json.time("changedAt", update.atMillis(), json);
      json.writeStringField("previousLevel", update.previousLevel().name());
      json.writeEndObject();
    });
  }

  /** The members of a subject in a list: whose, how much, why. */
  static void item(RiskUpdate risk, JsonGenerator json) throws IOException {
    whose(risk.subject(), json);
    score(risk, json);
  }

  private static void score(RiskUpdate risk, JsonGenerator json) throws IOException {
    json.writeNumberField("score", risk.score());
    Json.nats("logOdds", risk.logOddsMicros(), json);
    json.writeStringField("level", risk.level().name());
    json.writeStringField("reason", risk.reason());
  }

  /** The members {@code subject}, and of a principal's session {@code owner}. */
  static void whose(Subject subject, JsonGenerator json) throws IOException {
    json.writeFieldName("subject");
    Json.subject(subject, json);
    Subject owner = subject.owner();
    if (owner != null) {
      json.writeFieldName("owner");
      Json.subject(owner, json);
    }
  }

  static byte[] lookup(String tenant, Lookup lookup) {
    return Json.bytes(json -> {
      Answers.start(lookup.asOf(), lookup.dataTime(), json);
      json.writeStringField("tenant", tenant);
      Answers.partial(lookup.missing(), json);
      json.writeArrayFieldStart("answers");
      for (Looked one : lookup.answers()) {
        json.writeStartObject();
        whose(one.subject(), json);
        Reflects reflects = one.reflects();
        RiskUpdate risk = one.risk();
        if (reflects != null) {
          Answers.reflects(reflects, json);
          json.writeBooleanField("known", risk != null);
        } else {
          json.writeBooleanField("unavailable", true);
        }
        if (risk != null) {
          score(risk, json);
          if (one.subject().owner() != null) {
            json.writeStringField("may", word(Advice.of(one.state(), risk.level())));
          }
        }
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  static byte[] series(Subject subject, Series series) {
    return Json.bytes(json -> {
      Answers.start(series.asOf(), series.dataTime(), json);
      series.from().write(json);
      json.writeStringField("tenant", subject.tenant());
      whose(subject, json);
      json.writeStringField("sense", ExplainedJson.sense(Sense.AS_CORRECTED));
      json.writeArrayFieldStart("points");
      for (Point point : series.points()) {
        json.writeStartObject();
        Json.time("at", point.atMillis(), json);
        json.writeNumberField("score", Assessment.score(point.logOddsMicros()));
        Json.nats("logOdds", point.logOddsMicros(), json);
        json.writeStringField("level", point.level().name());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("signals");
      for (Signal signal : series.signals()) {
        json.writeStartObject();
        Json.time("at", atMillis(signal), json);
        whose(signal.subject(), json);
        json.writeStringField("detector", signal.detector());
        json.writeStringField("family", signal.family().wireName());
        Json.time("window", signal.windowStartMillis(), json);
        Json.nats("evidence", signal.evidenceMicros(), json);
        json.writeStringField("why", signal.why());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  /** When it was seen: event time of its earliest event, otherwise the beginning of its window. */
  private static long atMillis(Signal signal) {
    return signal.events().stream()
        .mapToLong(EventRef::timeMillis)
        .min()
        .orElse(signal.windowStartMillis());
  }

  static byte[] signals(Subject subject, Signals signals, @Nullable String next) {
    return Json.bytes(json -> {
      Answers.start(signals.asOf(), signals.dataTime(), json);
      signals.from().write(json);
      json.writeStringField("tenant", subject.tenant());
      whose(subject, json);
      json.writeArrayFieldStart("signals");
      for (Ruled one : signals.signals()) {
        json.writeStartObject();
        Json.signalMembers(one.signal(), json);
        Json.nats("effective", one.effectiveMicros(), json);
        if (one.verdict() != null) {
          json.writeStringField("verdict", one.verdict().wireName());
        }
        json.writeEndObject();
      }
      json.writeEndArray();
      next(next, json);
      json.writeEndObject();
    });
  }

  static byte[] sessions(Sessions sessions) {
    return Json.bytes(json -> {
      Answers.start(sessions.asOf(), sessions.dataTime(), json);
      Answers.reflects(sessions.reflects(), json);
      sessions.from().write(json);
      json.writeStringField("tenant", sessions.principal().tenant());
      json.writeArrayFieldStart("sessions");
      for (Live one : sessions.sessions()) {
        live(one, sessions.asOf().toEpochMilli(), json);
      }
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  private static void live(Live one, long atMillis, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeFieldName("session");
    Json.subject(one.risk().subject(), json);
    json.writeFieldName("owner");
    Json.subject(one.risk().subject().decider(), json);
    SessionRisk.State state = one.life().state(atMillis);
    json.writeStringField("state", word(state));
    life(one.life(), json);
    json.writeStringField("may", word(Advice.of(state, one.risk().level())));
    score(one.risk(), json);
    json.writeEndObject();
  }

  /** The members {@code openedAt, seenAt, endedAt, device}, as far as they are known. */
  static void life(SessionRisk life, JsonGenerator json) throws IOException {
    Json.time("openedAt", life.openedMillis(), json);
    Json.time("seenAt", life.seenMillis(), json);
    if (life.endedMillis() != SessionRisk.OPEN) {
      Json.time("endedAt", life.endedMillis(), json);
    }
    String device = life.device();
    if (device != null) {
      json.writeStringField("device", device);
    }
  }

  /** A word of a closed list as JSON has it. */
  static String word(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
