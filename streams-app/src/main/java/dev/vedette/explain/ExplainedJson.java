package dev.vedette.explain;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.vedette.explain.Waterfall.Step;
import dev.vedette.json.Json;
import dev.vedette.risk.Counterfactual;
import dev.vedette.risk.Level;
import dev.vedette.risk.LevelPolicy;
import dev.vedette.risk.Outlook;
import dev.vedette.risk.Retrospect.Sense;
import dev.vedette.risk.RiskUpdate;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** The JSON of an explanation, whole or its members for an answer that has more. */
public final class ExplainedJson {
  private ExplainedJson() {}

  /**
   * {@code {sense, changedSince, levelSince, risk, levels, falls, waterfall, changes,
   * counterfactual}}.
   */
  public static void write(Explained explained, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("sense", sense(explained.sense()));
    if (explained.changedSince() >= 0) {
      json.writeNumberField("changedSince", explained.changedSince());
    }
    json.writeFieldName("risk");
    Json.view(explained.risk(), json);
    members(explained, json);
    waterfall(Waterfall.of(explained.risk()), json);
    json.writeArrayFieldStart("changes");
    for (RiskUpdate change : explained.changes()) {
      json.writeStartObject();
      json.writeStringField("id", change.id());
      Json.time("at", change.atMillis(), json);
      json.writeStringField("from", change.previousLevel().name());
      json.writeStringField("to", change.level().name());
      json.writeNumberField("score", change.score());
      json.writeStringField("reason", change.reason());
      json.writeEndObject();
    }
    json.writeEndArray();
    Counterfactual counterfactual = explained.counterfactual();
    if (counterfactual != null) {
      json.writeFieldName("counterfactual");
      counterfactual(counterfactual, explained.levels(), json);
    }
    json.writeEndObject();
  }

  /** How a sense is written: {@code as-known} or {@code as-corrected}. */
  public static String sense(Sense sense) {
    return sense.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The members {@code levelSince, levels, falls}. */
  public static void members(Explained explained, JsonGenerator json) throws IOException {
    Long since = explained.levelSinceMillis();
    if (since == null) {
      json.writeNullField("levelSince");
    } else {
      Json.time("levelSince", since, json);
    }
    levels(explained.levels(), json);
    falls(explained.falls(), json);
  }

  private static void levels(LevelPolicy levels, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("levels");
    for (Level level : List.of(Level.MEDIUM, Level.HIGH, Level.CRITICAL)) {
      Json.nats(level.name(), levels.beginsMicros(level), json);
    }
    json.writeNumberField("hysteresis", levels.hysteresisNats());
    json.writeNumberField("dwellSeconds", levels.dwell().toSeconds());
    json.writeEndObject();
  }

  private static void falls(List<Outlook.Fall> falls, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("falls");
    for (Outlook.Fall fall : falls) {
      json.writeStartObject();
      Json.time("at", fall.atMillis(), json);
      json.writeStringField("level", fall.level().name());
      json.writeNumberField("score", fall.score());
      Json.nats("logOdds", fall.logOddsMicros(), json);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void waterfall(Waterfall waterfall, JsonGenerator json) throws IOException {
    var words = new Words();
    json.writeArrayFieldStart("waterfall");
    for (Step step : waterfall.steps()) {
      json.writeStartObject();
      json.writeStringField("kind", step.kind().name().toLowerCase(Locale.ROOT));
      json.writeStringField("name", step.name());
      json.writeStringField("words", words.of(step));
      Json.nats("from", step.fromMicros(), json);
      Json.nats("nats", step.micros(), json);
      Json.nats("to", step.toMicros(), json);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** The smallest set of signals that a level hangs on. */
  public static void counterfactual(
      Counterfactual counterfactual, LevelPolicy levels, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("level", counterfactual.level().name());
    json.writeBooleanField("possible", counterfactual.isPossible());
    json.writeNumberField("atLeast", counterfactual.atLeast());
    json.writeArrayFieldStart("signals");
    for (var signal : counterfactual.signals()) {
      Json.signal(signal, json);
    }
    json.writeEndArray();
    Json.nats("logOdds", counterfactual.withoutMicros(), json);
    json.writeStringField("without", counterfactual.without(levels).name());
    json.writeEndObject();
  }
}
