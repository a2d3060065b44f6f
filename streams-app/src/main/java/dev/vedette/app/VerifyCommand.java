package dev.vedette.app;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.vedette.events.Subject;
import dev.vedette.json.Json;
import dev.vedette.json.Parsed;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.risk.SignalLog;
import dev.vedette.risk.Verification;
import dev.vedette.risk.Verification.Difference;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Proves risk updates. */
@Command(
    name = "verify",
    description = {
      "Prove risk updates: read again the signals, in the versions that were known then, and the"
          + " policy that an update names, compute its number anew, and compare every digit of it:"
          + " score, log-odds, level, each term, each signal's share, what it says of later.",
      "The exit code is 1 if anything differs; then it says what."
    },
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
  private static final int SHOWN = 10;

  @Spec private CommandSpec spec;
  @Mixin private HistoryOptions historyOptions;

  @Parameters(
      paramLabel = "UPDATE",
      description =
          "An update's id, or a file with updates as JSON, one a line, such as risk-updates.jsonl;"
              + " - is standard input.")
  private String update;

  @Option(names = "--json", description = "Print one JSON object for each update.")
  private boolean json;

  @SuppressWarnings("NullAway.Init")
  VerifyCommand() {}

  @Override
  public Integer call() throws IOException {
    if (!historyOptions.isGiven()) {
      throw new ParameterException(
          spec.commandLine(), "say where the signals are: --run DIR or --bootstrap-servers");
    }
    HistoryOptions.Recorded recorded = historyOptions.open();
    List<RiskUpdate> updates = updates(recorded);
    Map<Subject, SignalLog> logs = new HashMap<>();
    PrintWriter out = spec.commandLine().getOut();
    int failed = 0;
    for (RiskUpdate one : updates) {
      Subject decider = one.subject().decider();
      SignalLog log = logs.get(decider);
      if (log == null) {
        log = recorded.log(decider);
        logs.put(decider, log);
      }
      var verification = Verification.of(historyOptions.formula(one.policyVersion()), log, one);
      failed += verification.holds() ? 0 : 1;
      if (json) {
        int gaps = log.gaps();
        out.println(Json.text(generator -> write(verification, gaps, generator)));
      } else if (updates.size() == 1 || (!verification.holds() && failed <= SHOWN)) {
        print(verification, log, out);
      }
    }
    if (!json && updates.size() > 1) {
      out.printf(
          Locale.ROOT,
          "%,d of %,d updates of %,d subjects hold to the last digit%s%n",
          updates.size() - failed,
          updates.size(),
          logs.size(),
          failed == 0 ? "" : "; %,d do not".formatted(failed));
    }
    out.flush();
    return failed == 0 ? 0 : 1;
  }

  private List<RiskUpdate> updates(HistoryOptions.Recorded recorded) throws IOException {
    if (update.equals("-")) {
      return read(
          "standard input",
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
    }
    Path file = Path.of(update);
    if (Files.isRegularFile(file)) {
      return read(update, Files.newBufferedReader(file));
    }
    RiskUpdate found = recorded.update(update);
    if (found == null) {
      throw new IllegalArgumentException(
          "\"%s\" is neither a file nor the id of an update that was recorded".formatted(update));
    }
    return List.of(found);
  }

  private static List<RiskUpdate> read(String origin, BufferedReader from) throws IOException {
    var updates = new ArrayList<RiskUpdate>();
    try (BufferedReader lines = from) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          updates.add(parsed(origin, number, line));
        }
      }
    }
    if (updates.isEmpty()) {
      throw new IllegalArgumentException(origin + ": there is no update");
    }
    return updates;
  }

  private static RiskUpdate parsed(String origin, int number, String line) {
    try {
      return Parsed.update(Parsed.tree(line));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s, line %d: %s".formatted(origin, number, e.getMessage()), e);
    }
  }

  private static void print(Verification verification, SignalLog log, PrintWriter out) {
    RiskUpdate told = verification.update();
    out.printf(
        Locale.ROOT,
        "update %s: %s %s, %s, risk %.2f at %s, policy %s%n",
        told.id(),
        told.subject().type().wireName(),
        told.subject().id(),
        told.level(),
        told.score(),
        Instant.ofEpochMilli(told.atMillis()),
        told.policyVersion());
    out.printf(
        Locale.ROOT,
        "read: %,d versions of signals known then, of %,d recorded of this subject%s%n",
        verification.versions(),
        log.size(),
        log.gaps() == 0 ? "" : "; the record has %,d gaps".formatted(log.gaps()));
    if (verification.pending() > 0) {
      out.printf(
          Locale.ROOT,
          "note: %,d versions had been received by then and were not taken up yet%n",
          verification.pending());
    }
    if (verification.holds()) {
      out.println(
          "HOLDS: score, log-odds, level, every term and every share are reproduced to the last"
              + " digit");
      return;
    }
    out.println("DOES NOT HOLD:");
    for (Difference difference : verification.differences()) {
      out.printf("  %s%n", difference.what());
      out.printf("    told   %s%n", difference.told());
      out.printf("    found  %s%n", difference.found());
    }
  }

  private static void write(Verification verification, int gaps, JsonGenerator json)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("id", verification.update().id());
    json.writeBooleanField("holds", verification.holds());
    json.writeNumberField("versions", verification.versions());
    json.writeNumberField("pending", verification.pending());
    json.writeNumberField("gaps", gaps);
    json.writeArrayFieldStart("differences");
    for (Difference difference : verification.differences()) {
      json.writeStartObject();
      json.writeStringField("what", difference.what());
      json.writeStringField("told", difference.told());
      json.writeStringField("found", difference.found());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
