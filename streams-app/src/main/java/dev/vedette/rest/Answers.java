package dev.vedette.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.vedette.detectors.behaviour.Coverage;
import dev.vedette.detectors.behaviour.DetectorView;
import dev.vedette.events.Subject;
import dev.vedette.explain.Explained;
import dev.vedette.explain.ExplainedJson;
import dev.vedette.flows.risk.Position;
import dev.vedette.json.Json;
import dev.vedette.rest.Queries.Profile;
import dev.vedette.rest.Queries.Reflects;
import dev.vedette.rest.Queries.Risk;
import dev.vedette.rest.Queries.Session;
import dev.vedette.rest.Queries.Top;
import dev.vedette.risk.Advice;
import dev.vedette.risk.Counterfactual;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.risk.SessionRisk;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The JSON of answers; {@code openapi.yaml} describes it. */
final class Answers {
  private Answers() {}

  /** A risk, and if it was asked for, which detections are blind for the subject. */
  static byte[] risk(Risk risk, @Nullable Coverage coverage) {
    return Json.bytes(json -> {
      start(risk.asOf(), risk.dataTime(), json);
      reflects(risk.reflects(), json);
      risk.from().write(json);
      Explained explained = risk.explained();
      json.writeStringField("sense", ExplainedJson.sense(explained.sense()));
      json.writeFieldName("risk");
      Json.view(risk.risk(), json);
      ExplainedJson.members(explained, json);
      Counterfactual counterfactual = explained.counterfactual();
      if (counterfactual != null) {
        json.writeFieldName("counterfactual");
        ExplainedJson.counterfactual(counterfactual, explained.levels(), json);
      }
      if (coverage != null) {
        coverage(coverage, json);
      }
      json.writeEndObject();
    });
  }

  /** Whether a session may go on, and what the answer stands on. */
  static byte[] session(Subject session, Session found) {
    return Json.bytes(json -> {
      start(found.asOf(), found.dataTime(), json);
      reflects(found.reflects(), json);
      found.from().write(json);
      json.writeStringField("tenant", session.tenant());
      json.writeFieldName("session");
      Json.subject(session, json);
      json.writeFieldName("owner");
      Json.subject(session.decider(), json);
      SessionRisk life = found.life();
      long at = found.asOf().toEpochMilli();
      SessionRisk.State state = life == null ? null : life.state(at);
      json.writeStringField(
          "state", state == null ? "unknown" : state.name().toLowerCase(Locale.ROOT));
      if (life != null) {
        Json.time("openedAt", life.openedMillis(), json);
        Json.time("seenAt", life.seenMillis(), json);
        if (life.endedMillis() != SessionRisk.OPEN) {
          Json.time("endedAt", life.endedMillis(), json);
        }
        if (life.device() != null) {
          json.writeStringField("device", life.device());
        }
      }
      Advice advice = Advice.of(state, found.risk().level());
      json.writeStringField("may", advice.name().toLowerCase(Locale.ROOT));
      json.writeNumberField("score", found.risk().score());
      json.writeStringField("level", found.risk().level().name());
      json.writeStringField("reason", found.risk().reason());
      if (found.evidenceTime() == null) {
        json.writeNullField("evidenceAgeSeconds");
      } else {
        long age = at - found.evidenceTime().toEpochMilli();
        json.writeNumberField("evidenceAgeSeconds", Math.max(0, age / 1_000));
      }
      json.writeNumberField("lagRecords", found.lagRecords());
      json.writeFieldName("risk");
      Json.view(found.risk(), json);
      json.writeEndObject();
    });
  }

  private static void coverage(Coverage coverage, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("coverage");
    json.writeNumberField("detectors", coverage.detectors());
    json.writeNumberField("scoring", coverage.scoring());
    json.writeArrayFieldStart("blind");
    for (Coverage.Blind blind : coverage.blind()) {
      json.writeStartObject();
      json.writeStringField("detector", blind.detector());
      json.writeStringField("reason", blind.reason());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  static byte[] profile(Profile profile) {
    return Json.bytes(json -> {
      start(profile.asOf(), profile.dataTime(), json);
      profile.from().write(json);
      json.writeStringField("tenant", profile.subject().tenant());
      json.writeFieldName("subject");
      Json.subject(profile.subject(), json);
      Subject owner = profile.subject().owner();
      if (owner != null) {
        json.writeFieldName("owner");
        Json.subject(owner, json);
      }
      coverage(Coverage.of(profile.detectors()), json);
      json.writeArrayFieldStart("detectors");
      for (DetectorView view : profile.detectors()) {
        detector(view, json);
      }
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  static byte[] top(String tenant, Top top) {
    return Json.bytes(json -> {
      start(top.asOf(), top.dataTime(), json);
      json.writeStringField("tenant", tenant);
      partial(top.missing(), json);
      json.writeArrayFieldStart("subjects");
      for (RiskUpdate risk : top.subjects()) {
        ranked(risk, json);
      }
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  static byte[] status(String status) {
    return Json.bytes(json -> {
      json.writeStartObject();
      json.writeStringField("status", status);
      json.writeEndObject();
    });
  }

  /** The beginning of an answer from the stores. */
  static void start(Instant asOf, @Nullable Instant dataTime, JsonGenerator json)
      throws IOException {
    json.writeStartObject();
    Json.time("asOf", asOf.toEpochMilli(), json);
    if (dataTime == null) {
      json.writeNullField("dataTime");
    } else {
      Json.time("dataTime", dataTime.toEpochMilli(), json);
    }
  }

  /** The member {@code reflects}: which records the answer is made of. */
  static void reflects(Reflects reflects, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("reflects");
    json.writeNumberField("partition", reflects.partition());
    Position position = reflects.position();
    offset("signals", position.signals(), json);
    offset("sessions", position.sessions(), json);
    offset("verdicts", position.verdicts(), json);
    json.writeEndObject();
  }

  private static void offset(String name, long offset, JsonGenerator json) throws IOException {
    if (offset == Position.NONE) {
      json.writeNullField(name);
    } else {
      json.writeNumberField(name, offset);
    }
  }

  /** The member {@code partial}, and which instances did not answer if it is so. */
  static void partial(List<String> missing, JsonGenerator json) throws IOException {
    partial(missing, OptionalInt.empty(), json);
  }

  /** The same of a search, that also says if there is more than was looked at. */
  static void partial(List<String> missing, OptionalInt cutAfter, JsonGenerator json)
      throws IOException {
    json.writeBooleanField("partial", !missing.isEmpty() || cutAfter.isPresent());
    if (cutAfter.isPresent()) {
      json.writeNumberField("cutAfter", cutAfter.getAsInt());
    }
    if (!missing.isEmpty()) {
      json.writeArrayFieldStart("missing");
      for (String instance : missing) {
        json.writeString(instance);
      }
      json.writeEndArray();
    }
  }

  private static void ranked(RiskUpdate risk, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeFieldName("subject");
    Json.subject(risk.subject(), json);
    Subject owner = risk.subject().owner();
    if (owner != null) {
      json.writeFieldName("owner");
      Json.subject(owner, json);
    }
    json.writeNumberField("score", risk.score());
    Json.nats("logOdds", risk.logOddsMicros(), json);
    json.writeStringField("level", risk.level().name());
    json.writeStringField("reason", risk.reason());
    json.writeEndObject();
  }

  private static void detector(DetectorView view, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("detector", view.detector());
    json.writeStringField("title", view.title());
    json.writeStringField("window", view.window().toString());
    json.writeStringField("coverage", view.isScoreable() ? "scored" : "unscoreable");
    if (!view.isScoreable()) {
      json.writeStringField("reason", view.unscoreable());
    }
    json.writeFieldName("learned");
    value(view.learned(), json);
    json.writeEndObject();
  }

  /** Text, numbers, booleans, and lists and maps of these. */
  private static void value(Object value, JsonGenerator json) throws IOException {
    switch (value) {
      case Map<?, ?> map -> {
        json.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          json.writeFieldName(String.valueOf(entry.getKey()));
          value(entry.getValue(), json);
        }
        json.writeEndObject();
      }
      case Iterable<?> list -> {
        json.writeStartArray();
        for (Object one : list) {
          value(one, json);
        }
        json.writeEndArray();
      }
      case Integer number -> json.writeNumber(number);
      case Long number -> json.writeNumber(number);
      case Double number -> json.writeNumber(number);
      case Boolean bool -> json.writeBoolean(bool);
      default -> json.writeString(value.toString());
    }
  }
}
