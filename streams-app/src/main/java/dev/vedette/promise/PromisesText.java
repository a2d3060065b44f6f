package dev.vedette.promise;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.vedette.promise.Promises.Kept;
import dev.vedette.promise.Promises.Lives;
import dev.vedette.promise.Promises.Row;
import dev.vedette.promise.Promises.Seen;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Promises as text, and as JSON. */
public final class PromisesText {
  private static final MathContext DIGITS = new MathContext(6);

  private PromisesText() {}

  /** Lines of at most 88 columns. */
  public static List<String> lines(Promises promises) {
    var lines = new ArrayList<String>();
    lines.add(
        "False alarms of policy %s, for each 1,000 subjects and day".formatted(promises.policy()));
    lines.add("computed from  " + lives(promises.calibration()));
    Lives heldOut = promises.heldOut();
    lines.add("observed in    " + (heldOut == null ? "nothing: --held-out" : lives(heldOut)));
    lines.add("");
    lines.add(
        "%-10s %7s %10s  %-18s %-24s"
            .formatted("level", "begins", "promised", "estimated (most)", "observed (95 %)"));
    promises.levels().forEach(row -> lines.add(line(row)));
    for (Kept kept : promises.kept()) {
      lines.add("");
      lines.add("%s at most %s: it may begin at".formatted(kept.level(), plain(kept.budget())));
      lines.add(line(kept.byEstimate()) + "  by the estimate");
      lines.add(line(kept.byPromise()) + "  by the promise");
    }
    lines.add("");
    lines.add("if a level began at");
    promises.curve().forEach(row -> lines.add(line(row)));
    lines.add("");
    lines.add("The promise holds if quiet hours are, whatever came before, on average like those");
    lines.add("that were seen (docs/promises.md):");
    for (Promises.Moment moment : promises.moments()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%-10s %,6d hours with evidence; mean of e^evidence %.4f an hour, of the memory %.3f",
              moment.type(),
              moment.hours(),
              1 + moment.excess(),
              moment.remembered()));
    }
    return lines;
  }

  private static String lives(Lives lives) {
    return String.format(
        Locale.ROOT,
        "%,d run%s, %,d users and services, %,.0f days of theirs%s",
        lives.runs(),
        lives.runs() == 1 ? "" : "s",
        lives.principals(),
        lives.subjectDays(),
        lives.leftOut() == 0 ? "" : ", without %,d attacked".formatted(lives.leftOut()));
  }

  private static String line(Row row) {
    Seen observed = row.observed();
    String seen =
        observed == null
            ? "-"
            : "%s (%s-%s; %d)"
                .formatted(
                    rate(observed.rate()),
                    rate(observed.least()),
                    rate(observed.most()),
                    observed.count());
    String estimated = "%s (%s)".formatted(rate(row.estimated()), rate(row.estimatedMost()));
    return "%-10s %7.2f %10s  %-18s %-24s"
        .formatted(row.level(), row.beginsNats(), rate(row.promised()), estimated, seen)
        .stripTrailing();
  }

  private static String rate(double rate) {
    if (rate >= 100) {
      return String.format(Locale.ROOT, "%,.0f", rate);
    }
    return String.format(Locale.ROOT, rate >= 10 ? "%.1f" : rate >= 0.01 ? "%.2f" : "%.4f", rate);
  }

  private static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  /** Everything, as an object; rates are for each 1,000 subjects and day. */
  public static void write(Promises promises, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("policy", promises.policy());
    write("calibration", promises.calibration(), json);
    Lives heldOut = promises.heldOut();
    if (heldOut != null) {
      write("heldOut", heldOut, json);
    }
    json.writeArrayFieldStart("moments");
    for (Promises.Moment moment : promises.moments()) {
      json.writeStartObject();
      json.writeStringField("type", moment.type());
      json.writeNumberField("hours", moment.hours());
      number("excess", moment.excess(), json);
      number("remembered", moment.remembered(), json);
      json.writeEndObject();
    }
    json.writeEndArray();
    rows("levels", promises.levels(), json);
    json.writeArrayFieldStart("kept");
    for (Kept kept : promises.kept()) {
      json.writeStartObject();
      json.writeStringField("level", kept.level().name());
      number("budget", kept.budget(), json);
      json.writeFieldName("byEstimate");
      write(kept.byEstimate(), json);
      json.writeFieldName("byPromise");
      write(kept.byPromise(), json);
      json.writeEndObject();
    }
    json.writeEndArray();
    rows("curve", promises.curve(), json);
    json.writeEndObject();
  }

  private static void write(String name, Lives lives, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("runs", lives.runs());
    json.writeNumberField("principals", lives.principals());
    number("subjectDays", lives.subjectDays(), json);
    json.writeNumberField("leftOut", lives.leftOut());
    json.writeEndObject();
  }

  private static void rows(String name, List<Row> rows, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart(name);
    for (Row row : rows) {
      write(row, json);
    }
    json.writeEndArray();
  }

  private static void write(Row row, JsonGenerator json) throws IOException {
    json.writeStartObject();
    if (!row.level().isEmpty()) {
      json.writeStringField("level", row.level());
    }
    number("begins", row.beginsNats(), json);
    number("promised", row.promised(), json);
    number("estimated", row.estimated(), json);
    number("estimatedMost", row.estimatedMost(), json);
    write("calibrated", row.calibrated(), json);
    write("observed", row.observed(), json);
    json.writeEndObject();
  }

  private static void write(String name, @Nullable Seen seen, JsonGenerator json)
      throws IOException {
    if (seen == null) {
      return;
    }
    json.writeObjectFieldStart(name);
    json.writeNumberField("count", seen.count());
    number("rate", seen.rate(), json);
    number("least", seen.least(), json);
    number("most", seen.most(), json);
    json.writeEndObject();
  }

  private static void number(String name, double value, JsonGenerator json) throws IOException {
    json.writeNumberField(name, BigDecimal.valueOf(value).round(DIGITS));
  }
}
