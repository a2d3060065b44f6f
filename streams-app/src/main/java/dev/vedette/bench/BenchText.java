package dev.vedette.bench;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.vedette.bench.BenchReport.Hop;
import dev.vedette.bench.BenchReport.Latency;
import dev.vedette.json.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Formatter;
import java.util.Locale;

/** A report as JSON for programs and as a table for people. */
public final class BenchText {
  private static final MathContext DIGITS = new MathContext(4);

  private BenchText() {}

  /** One line: numbers with four digits. */
  public static String json(BenchReport report) {
    return Json.text(json -> write(report, json));
  }

  private static void write(BenchReport report, JsonGenerator json) throws IOException {
    json.writeStartObject();
    number(json, "passThrough", report.passThrough().perSecond());
    number(json, "pipeline", report.pipeline().perSecond());
    number(json, "ratio", report.ratio());
    number(json, "observationsPerEvent", report.observationsPerEvent());
    json.writeObjectFieldStart("events");
    json.writeNumberField("passThrough", report.passThrough().events());
    json.writeNumberField("pipeline", report.pipeline().events());
    json.writeEndObject();
    json.writeObjectFieldStart("coreSecondsPerMillion");
    number(json, "passThrough", report.passThrough().coreSecondsPerMillion());
    number(json, "pipeline", report.pipeline().coreSecondsPerMillion());
    json.writeEndObject();
    number(json, "load", report.load());
    latency(json, "latencyMillis", report.updates());
    latency(json, "signalLatencyMillis", report.signals());
    json.writeNumberField("latencyGoalMillis", report.latencyGoal().toMillis());
    json.writeArrayFieldStart("hops");
    for (Hop hop : report.hops()) {
      json.writeStartObject();
      json.writeStringField("topic", hop.topic());
      number(json, "recordsPerEvent", hop.recordsPerEvent());
      number(json, "bytesPerEvent", hop.bytesPerEvent());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeObjectFieldStart("settings");
    json.writeNumberField("seconds", report.settings().phase().toSeconds());
    json.writeNumberField("threads", report.settings().threads());
    json.writeNumberField("partitions", report.settings().partitions());
    json.writeNumberField("commitIntervalMillis", report.settings().commitInterval().toMillis());
    json.writeNumberField("users", report.settings().users());
    json.writeEndObject();
    json.writeObjectFieldStart("machine");
    json.writeNumberField("cores", report.machine().cores());
    json.writeNumberField("memoryGb", report.machine().memoryGb());
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void latency(JsonGenerator json, String name, Latency latency) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("count", latency.count());
    number(json, "p50", latency.p50());
    number(json, "p90", latency.p90());
    number(json, "p99", latency.p99());
    number(json, "p99.9", latency.p999());
    number(json, "max", latency.max());
    json.writeEndObject();
  }

  private static void number(JsonGenerator json, String name, double value) throws IOException {
    json.writeFieldName(name);
    json.writeNumber(new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString());
  }

  /** A page for people. */
  public static String table(BenchReport report) {
    var text = new Formatter(Locale.ROOT);
    text.format(
        "%d cores, %.1f GB; %d threads, %d partitions, commit every %d ms, exactly once; %,d users\n",
        report.machine().cores(),
        report.machine().memoryGb(),
        report.settings().threads(),
        report.settings().partitions(),
        report.settings().commitInterval().toMillis(),
        report.settings().users());
    text.format("\n");
    text.format("%-34s %12s %24s\n", "saturated", "events/s", "core-seconds a million");
    rate(text, "pass-through", report.passThrough());
    rate(
        text,
        "pipeline (%.2f observations/event)".formatted(report.observationsPerEvent()),
        report.pipeline());
    text.format("%-34s %12.3f\n", "ratio", report.ratio());
    text.format("\n");
    text.format(
        "%-34s %8s %7s %7s %7s %7s %7s\n",
        "latency at %,.0f events/s, in ms".formatted(report.load()),
        "samples",
        "p50",
        "p90",
        "p99",
        "p99.9",
        "max");
    latency(text, "event to committed signal", report.signals());
    latency(text, "event to committed risk update", report.updates());
    text.format(
        "%-34s %24s %7d\n", "goal: 3 commits + 100 ms", "", report.latencyGoal().toMillis());
    text.format("\n");
    text.format("%-58s %14s %14s\n", "written", "records/event", "bytes/event");
    double records = 0;
    double bytes = 0;
    for (Hop hop : report.hops()) {
      text.format("%-58s %14.4f %14.1f\n", hop.topic(), hop.recordsPerEvent(), hop.bytesPerEvent());
      records += hop.recordsPerEvent();
      bytes += hop.bytesPerEvent();
    }
    text.format("%-58s %14.4f %14.1f\n", "together", records, bytes);
    return text.toString();
  }

  private static void rate(Formatter text, String name, BenchReport.Rate rate) {
    text.format("%-34s %,12.0f %24.1f\n", name, rate.perSecond(), rate.coreSecondsPerMillion());
  }

  private static void latency(Formatter text, String name, Latency latency) {
    text.format(
        "%-34s %,8d %7.0f %7.0f %7.0f %7.0f %7.0f\n",
        name,
        latency.count(),
        latency.p50(),
        latency.p90(),
        latency.p99(),
        latency.p999(),
        latency.max());
  }
}
