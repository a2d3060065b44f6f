package dev.vedette.evaluate;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.vedette.evaluate.Report.Answer;
import dev.vedette.evaluate.Report.DetectorRow;
import dev.vedette.evaluate.Report.Mean;
import dev.vedette.evaluate.Report.Part;
import dev.vedette.evaluate.Report.RiskAnswer;
import dev.vedette.evaluate.Report.Row;
import dev.vedette.json.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of an evaluation: {@code evaluation.json} and {@code evaluation.html}. */
public final class EvaluationFiles {
  private static final int DECIMALS = 6;

  private EvaluationFiles() {}

  /** Writes both into a folder, which is made if need be. */
  public static void write(Report report, Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("evaluation.json"), json(report) + "\n");
    Files.writeString(folder.resolve("evaluation.html"), Page.of(report));
  }

  /** The report as JSON; what is not a number or never happens is null. */
  public static String json(Report report) {
    return Json.text(json -> write(report, json));
  }

  private static void write(Report report, JsonGenerator json) throws IOException {
    var settings = report.settings();
    json.writeStartObject();
    json.writeStringField("by", settings.by().wireName());
    json.writeNumberField("windowSeconds", settings.window().toSeconds());
    json.writeNumberField("warmUpSeconds", settings.warmUp().toSeconds());
    json.writeNumberField("falseUnitsADay", settings.falseUnitsADay());
    json.writeNumberField("seed", settings.seed());
    json.writeNumberField("resamples", settings.resamples());
    json.writeArrayFieldStart("scenarios");
    for (Part part : report.parts()) {
      part(part, json);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("means");
    for (Mean mean : report.means()) {
      json.writeStartObject();
      json.writeStringField("target", mean.target());
      json.writeStringField("score", mean.row());
      json.writeNumberField("scenarios", mean.scenarios());
      number("auc", mean.auc(), json);
      number("averagePrecision", mean.averagePrecision(), json);
      number("recallAtBudget", mean.recallAtBudget(), json);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void part(Part part, JsonGenerator json) throws IOException {
    var judged = part.judged();
    json.writeStartObject();
    json.writeStringField("name", judged.scenario().name());
    json.writeNumberField("scored", judged.scored());
    json.writeNumberField("duplicates", judged.repeated());
    json.writeNumberField("refused", judged.refused());
    json.writeNumberField("signals", judged.signals());
    number("days", part.days(), json);
    number("nanosAnEvent", part.nanosAnEvent(), json);
    number("risesADay", part.risesADay(), json);
    json.writeArrayFieldStart("targets");
    for (Answer answer : part.answers()) {
      answer(answer, json);
    }
    json.writeEndArray();
    json.writeObjectFieldStart("calibration");
    json.writeNumberField("units", part.calibration().units());
    number("meanEValue", part.calibration().meanEValue(), json);
    json.writeArrayFieldStart("tails");
    for (var tail : part.calibration().tails()) {
      json.writeStartObject();
      number("nats", tail.nats(), json);
      json.writeNumberField("exceeding", tail.exceeding());
      number("ratio", tail.ratio(), json);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeArrayFieldStart("rises");
    for (Rise rise : judged.rises()) {
      json.writeStartObject();
      json.writeFieldName("subject");
      Json.subject(rise.subject(), json);
      Json.time("at", rise.atMillis(), json);
      json.writeStringField("level", rise.level().name());
      json.writeArrayFieldStart("labels");
      for (String label : rise.labels().stream().sorted().toList()) {
        json.writeString(label);
      }
      json.writeEndArray();
      json.writeStringField("why", rise.why());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void answer(Answer answer, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("target", answer.target().name());
    json.writeNumberField("units", answer.units());
    json.writeNumberField("positives", answer.positives());
    number("baseRate", answer.baseRate(), json);
    json.writeArrayFieldStart("scores");
    for (Row row : answer.rows()) {
      json.writeStartObject();
      json.writeStringField("score", row.name());
      json.writeStringField("meaning", row.meaning());
      number("auc", row.auc(), json);
      number("averagePrecision", row.averagePrecision(), json);
      number("low", row.interval().low(), json);
      number("high", row.interval().high(), json);
      number("recallAtBudget", row.atBudget().recall(), json);
      json.writeNumberField("told", row.atBudget().told());
      json.writeNumberField("falselyTold", row.atBudget().falselyTold());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("detectors");
    for (DetectorRow row : answer.detectors()) {
      json.writeStartObject();
      json.writeStringField("detector", row.id());
      json.writeNumberField("spoke", row.spoke());
      json.writeNumberField("right", row.right());
      number("precision", row.precision(), json);
      number("averagePrecision", row.averagePrecision(), json);
      number("contribution", row.contribution(), json);
      json.writeEndObject();
    }
    json.writeEndArray();
    number("thresholdNats", answer.threshold(), json);
    json.writeObjectFieldStart("minutesToDetect");
    for (var entry : answer.minutesToDetect().entrySet()) {
      number(entry.getKey().isEmpty() ? "all" : entry.getKey(), entry.getValue(), json);
    }
    json.writeEndObject();
    risk(answer.risk(), json);
    json.writeEndObject();
  }

  private static void risk(RiskAnswer risk, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("risk");
    json.writeNumberField("trueRises", risk.trueRises());
    json.writeNumberField("falseRises", risk.falseRises());
    number("falseRisesADay", risk.falseRisesADay(), json);
    Long first = risk.firstMillis();
    if (first != null) {
      Json.time("firstTrueRise", first, json);
    }
    number("minutesToRise", risk.minutesToRise(), json);
    Boolean inTime = risk.inTime();
    if (inTime != null) {
      json.writeBooleanField("inTime", inTime);
    }
    json.writeArrayFieldStart("hoursUntilLow");
    for (double hours : risk.hoursUntilLow()) {
      if (Double.isFinite(hours)) {
        json.writeNumber(rounded(hours));
      } else {
        json.writeNull();
      }
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void number(String name, double value, JsonGenerator json) throws IOException {
    if (Double.isFinite(value)) {
      json.writeNumberField(name, rounded(value));
    } else {
      json.writeNullField(name);
    }
  }

  private static BigDecimal rounded(double value) {
    return BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_EVEN);
  }
}
