package dev.vedette.bench;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.vedette.json.Json;
import java.io.IOException;
import java.util.Comparator;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;

/**
 * What the query service can do on a machine, its callers included.
 *
 * @param machine where
 * @param subjects subjects that are asked about
 * @param rounds throughput, one after the other in each round
 * @param load risk queries a second, open loop, and events a second that flow meanwhile
 * @param underLoad how long those took, in milliseconds after they were due
 * @param lookup of 1,000 subjects each, while nothing else happens
 * @param lookupUnderLoad the same while events flow
 */
public record QueryReport(
    BenchReport.Machine machine,
    int subjects,
    List<Round> rounds,
    int load,
    BenchReport.Latency underLoad,
    BenchReport.Latency lookup,
    BenchReport.Latency lookupUnderLoad) {
  /** Copies the list. */
  public QueryReport {
    rounds = List.copyOf(rounds);
  }

  /**
   * Requests a second, closed loop.
   *
   * @param nothing of an operation that does nothing
   * @param session of one that says whether a session may go on
   * @param risk of one that explains a risk
   */
  public record Round(double nothing, double session, double risk) {}

  /** The median of the rounds' risk queries a second over those of the operation without work. */
  public double ratio() {
    return median(rounds.stream().map(round -> round.risk() / round.nothing()).toList());
  }

  private static double median(List<Double> values) {
    return values.stream().sorted(Comparator.naturalOrder()).toList().get(values.size() / 2);
  }

  /** One line. */
  public String json() {
    return Json.text(json -> {
      json.writeStartObject();
      json.writeNumberField("subjects", subjects);
      json.writeArrayFieldStart("rounds");
      for (Round round : rounds) {
        json.writeStartObject();
        json.writeNumberField("nothing", Math.round(round.nothing()));
        json.writeNumberField("session", Math.round(round.session()));
        json.writeNumberField("risk", Math.round(round.risk()));
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeNumberField("ratio", Math.round(ratio() * 1e3) / 1e3);
      json.writeNumberField("load", load);
      latency("underLoadMillis", underLoad, json);
      latency("lookupMillis", lookup, json);
      latency("lookupUnderLoadMillis", lookupUnderLoad, json);
      json.writeNumberField("cores", machine.cores());
      json.writeNumberField("memoryGb", machine.memoryGb());
      json.writeEndObject();
    });
  }

  private static void latency(String name, BenchReport.Latency latency, JsonGenerator json)
      throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("count", latency.count());
    json.writeNumberField("p50", latency.p50());
    json.writeNumberField("p90", latency.p90());
    json.writeNumberField("p99", latency.p99());
    json.writeNumberField("p99.9", latency.p999());
    json.writeNumberField("max", latency.max());
    json.writeEndObject();
  }

  /** A page for people. */
  public String table() {
    var text = new Formatter(Locale.ROOT);
    text.format(
        "%d cores, %.1f GB, callers and broker included; %,d subjects\n\n",
        machine.cores(), machine.memoryGb(), subjects);
    text.format(
        "%-38s %10s %10s %10s %7s\n",
        "requests a second, closed loop", "nothing", "session", "risk", "ratio");
    for (Round round : rounds) {
      text.format(
          "%-38s %,10.0f %,10.0f %,10.0f %7.3f\n",
          "", round.nothing(), round.session(), round.risk(), round.risk() / round.nothing());
    }
    text.format("%-38s %10s %10s %10s %7.3f\n\n", "median", "", "", "", ratio());
    text.format(
        "%-38s %8s %7s %7s %7s %7s %7s\n",
        "milliseconds", "samples", "p50", "p90", "p99", "p99.9", "max");
    line(text, "risk, %,d/s beside %,d events/s".formatted(load, load), underLoad);
    line(text, "lookup of 1,000", lookup);
    line(text, "lookup of 1,000 beside %,d events/s".formatted(load), lookupUnderLoad);
    return text.toString();
  }

  private static void line(Formatter text, String name, BenchReport.Latency latency) {
    text.format(
        "%-38s %,8d %7.2f %7.2f %7.2f %7.2f %7.2f\n",
        name,
        latency.count(),
        latency.p50(),
        latency.p90(),
        latency.p99(),
        latency.p999(),
        latency.max());
  }
}
