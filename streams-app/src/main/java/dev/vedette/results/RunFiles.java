package dev.vedette.results;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.vedette.events.DeadLetter;
import dev.vedette.events.SessionActivity;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.json.Json;
import dev.vedette.json.VerdictJson;
import dev.vedette.risk.Alert;
import dev.vedette.risk.Cells;
import dev.vedette.risk.Explanation;
import dev.vedette.risk.Formula;
import dev.vedette.risk.RiskRecord;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.risk.Rulings;
import dev.vedette.risk.Verdict;
import dev.vedette.risk.Verdicts;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a run found: {@code signals.jsonl}, {@code risk.jsonl}, {@code risk-updates.jsonl},
 * {@code alerts.jsonl}, {@code dead-letters.jsonl}, {@code signal-versions.jsonl}, {@code
 * session-activity.jsonl}, {@code verdicts.jsonl}, {@code summary.json}. The versions are in the
 * order in which risk took them, subject by subject: what was known at any instant is a prefix of
 * them ({@link RecordedRun}). The activity of sessions names its place among them.
 *
 * <p>Signals and cells are sorted and hold nothing that depends on the order of events, so their
 * SHA-256 is the same for the same input however it was run. The README recomputes it, and the
 * digest that is made of them:
 *
 * <pre>{@code
 * sha256sum < signals.jsonl
 * grep -v '"cells":\[\],"at"' risk.jsonl | sed 's/,"at":.*$//' | sha256sum
 * }</pre>
 */
public final class RunFiles implements Closeable {
  static final String VERSIONS = "signal-versions.jsonl";
  static final String ACTIVITY = "session-activity.jsonl";
  static final String VERDICTS = "verdicts.jsonl";
  private static final String SHADOW = "shadow-signals.jsonl";
  private static final String SCORES = "scores.csv";

  private final Path directory;
  private final OutputStream updates;
  private final OutputStream alerts;
  private final OutputStream deadLetters;
  private final OutputStream versions;
  private final OutputStream activity;
  private final OutputStream verdicts;
  private long updateCount;
  private long alertCount;
  private long versionCount;

  /**
   * Opens the files in a directory, which is made if it does not exist. What only some runs write
   * is removed: it would be an earlier run's. So are the files of the end, until this run's is
   * there.
   */
  public RunFiles(Path directory) throws IOException {
    this.directory = directory;
    Files.createDirectories(directory);
    for (String name : List.of(SHADOW, SCORES, "signals.jsonl", "risk.jsonl", "summary.json")) {
      Files.deleteIfExists(directory.resolve(name));
    }
    updates = open("risk-updates.jsonl");
    alerts = open("alerts.jsonl");
    deadLetters = open("dead-letters.jsonl");
    versions = open(VERSIONS);
    activity = open(ACTIVITY);
    verdicts = open(VERDICTS);
  }

  /** Adds a line to {@code risk-updates.jsonl}. */
  public void update(RiskUpdate update) throws IOException {
    line(updates, json -> Json.update(update, json));
    updateCount++;
  }

  /** Adds a line to {@code alerts.jsonl}. */
  public void alert(Alert alert) throws IOException {
    line(alerts, json -> Json.alert(alert, json));
    alertCount++;
  }

  /** Adds a line to {@code signal-versions.jsonl}. */
  public void version(Signal signal) throws IOException {
    line(versions, json -> Json.version(signal, json));
    versionCount++;
  }

  /**
   * Adds a line to {@code session-activity.jsonl}: it came after the versions that are written.
   *
   * @param told the session's principal, or the device that it is on
   */
  public void activity(Subject told, SessionActivity seen, long receivedMillis) throws IOException {
    line(activity, json -> Json.activity(seen, told, receivedMillis, versionCount, json));
  }

  /** Adds a line to {@code verdicts.jsonl}. */
  public void verdict(Verdict verdict) throws IOException {
    line(verdicts, json -> VerdictJson.write(verdict, json));
  }

  /** Adds a line to {@code dead-letters.jsonl}. */
  public void deadLetter(DeadLetter letter) throws IOException {
    line(deadLetters, json -> Json.deadLetter(letter, json));
  }

  /**
   * What a run ended with.
   *
   * @param formulas the policy in force, by the subject that decides
   * @param verdicts what people found out, by the subject that decides
   */
  public record Ending(
      Counts counts,
      String eventsDigest,
      long greatestTimeMillis,
      double seconds,
      Function<Subject, Formula> formulas,
      Function<Subject, Verdicts> verdicts,
      Collection<Signal> signals,
      Collection<Signal> shadow,
      Collection<Subject> subjects,
      Function<Subject, RiskRecord> records) {}

  /** Where the events went: {@code read} is the sum of the next five. */
  public record Counts(
      long read,
      long scored,
      long duplicates,
      long tooLate,
      long ignored,
      long deadLettered,
      long skewed) {
    /** Whether every record is accounted for. */
    public boolean closes() {
      return read == scored + duplicates + tooLate + ignored + deadLettered;
    }
  }

  /** What {@code summary.json} says. */
  public record Summary(
      Counts counts,
      long signals,
      long riskUpdates,
      long alerts,
      double seconds,
      String digest,
      String eventsDigest,
      String signalsDigest,
      String cellsDigest) {}

  /** Writes final signals, risk and summary. */
  public Summary finish(Ending ending) throws IOException {
    writeShadow(ending.shadow());
    List<Signal> signals = sorted(ending.signals());
    MessageDigest ofSignals = sha256();
    try (OutputStream out = open("signals.jsonl")) {
      for (Signal signal : signals) {
        byte[] line = Json.bytes(json -> Json.signal(signal, json));
        write(out, line);
        ofSignals.update(line);
        ofSignals.update((byte) '\n');
      }
    }
    String cells = writeRisk(ending, signals);
    String signalsDigest = HexFormat.of().formatHex(ofSignals.digest());
    String all =
        "events %s%nsignals %s%ncells %s%n"
            .formatted(ending.eventsDigest(), signalsDigest, cells)
            .replace(System.lineSeparator(), "\n");
    var summary =
        new Summary(
            ending.counts(),
            signals.size(),
            updateCount,
            alertCount,
            ending.seconds(),
            HexFormat.of().formatHex(sha256().digest(all.getBytes(StandardCharsets.UTF_8))),
            ending.eventsDigest(),
            signalsDigest,
            cells);
    try (OutputStream out = open("summary.json")) {
      write(out, Json.bytes(json -> write(summary, json)));
    }
    return summary;
  }

  private static List<Signal> sorted(Collection<Signal> signals) {
    return signals.stream()
        .filter(signal -> signal.evidenceMicros() != 0)
        .map(signal -> Map.entry(order(signal), signal))
        .sorted(Map.Entry.comparingByKey())
        .map(Map.Entry::getValue)
        .toList();
  }

  /** What detectors in shadow say is in no digest: it changes nothing. */
  private void writeShadow(Collection<Signal> shadow) throws IOException {
    if (shadow.isEmpty()) {
      return;
    }
    try (OutputStream out = open(SHADOW)) {
      for (Signal signal : sorted(shadow)) {
        write(out, Json.bytes(json -> Json.signal(signal, json)));
      }
    }
  }

  /** Writes risk of every subject, and returns the digest of the cells. */
  private String writeRisk(Ending ending, List<Signal> signals) throws IOException {
    var bySubject = new HashMap<Subject, List<Signal>>();
    for (Signal signal : signals) {
      bySubject.computeIfAbsent(signal.subject(), s -> new ArrayList<>()).add(signal);
    }
    MessageDigest ofCells = sha256();
    List<Map.Entry<String, Subject>> subjects =
        ending.subjects().stream()
            .map(subject -> Map.entry(SubjectKey.encode(subject), subject))
            .sorted(Map.Entry.comparingByKey())
            .toList();
    try (OutputStream out = open("risk.jsonl")) {
      for (var entry : subjects) {
        Subject subject = entry.getValue();
        RiskRecord record = ending.records().apply(subject.decider());
        String session = subject.owner() == null ? null : subject.id();
        Subject decider = subject.decider();
        Formula formula = ending.formulas().apply(decider);
        Rulings rulings = Rulings.of(formula.policy(), decider, ending.verdicts().apply(decider));
        RiskUpdate risk =
            record.read(
                formula,
                session,
                ending.greatestTimeMillis(),
                rulings.effective(one -> bySubject.getOrDefault(one, List.of())));
        RiskUpdate plain = withoutHistory(formula, risk);
        Cells cells = own(record, session).counting(formula, ending.greatestTimeMillis());
        byte[] line = Json.bytes(json -> Json.risk(plain, cells, json));
        write(out, line);
        if (!cells.isEmpty()) {
          String text = new String(line, StandardCharsets.UTF_8);
          ofCells.update(
              text.substring(0, text.indexOf(",\"at\":")).getBytes(StandardCharsets.UTF_8));
          ofCells.update((byte) '\n');
        }
      }
    }
    return HexFormat.of().formatHex(ofCells.digest());
  }

  /** The subject's own cells: those of a session without its owner's. */
  private static Cells own(RiskRecord record, @Nullable String session) {
    if (session == null) {
      return record.own();
    }
    var known = record.session(session);
    return known == null ? Cells.EMPTY : known.cells();
  }

  /** The level and the words that the risk alone gives: what it fell from depends on the path. */
  private static RiskUpdate withoutHistory(Formula formula, RiskUpdate risk) {
    var level = formula.policy().levels().entered(risk.logOddsMicros());
    return new RiskUpdate(
        risk.id(),
        risk.subject(),
        risk.atMillis(),
        risk.score(),
        risk.logOddsMicros(),
        level,
        level,
        Explanation.reason(risk.contributions()),
        risk.contributions(),
        risk.energies(),
        Long.MAX_VALUE,
        "",
        risk.policyVersion(),
        "",
        null);
  }

  private static String order(Signal signal) {
    Subject via = signal.via();
    return "%s %020d %s %s"
        .formatted(
            SubjectKey.encode(signal.subject()),
            signal.windowStartMillis(),
            signal.detector(),
            via == null ? "" : SubjectKey.encode(via));
  }

  /** Writes a summary as an object. */
  public static void write(Summary summary, JsonGenerator json) throws IOException {
    json.writeStartObject();
    Counts counts = summary.counts();
    json.writeNumberField("read", counts.read());
    json.writeNumberField("scored", counts.scored());
    json.writeNumberField("duplicates", counts.duplicates());
    json.writeNumberField("tooLate", counts.tooLate());
    json.writeNumberField("ignored", counts.ignored());
    json.writeNumberField("deadLettered", counts.deadLettered());
    json.writeNumberField("skewed", counts.skewed());
    json.writeNumberField("signals", summary.signals());
    json.writeNumberField("riskUpdates", summary.riskUpdates());
    json.writeNumberField("alerts", summary.alerts());
    json.writeNumberField("seconds", Math.round(summary.seconds() * 1000) / 1000.0);
    json.writeStringField("digest", summary.digest());
    json.writeObjectFieldStart("digests");
    json.writeStringField("events", summary.eventsDigest());
    json.writeStringField("signals", summary.signalsDigest());
    json.writeStringField("cells", summary.cellsDigest());
    json.writeEndObject();
    json.writeEndObject();
  }

  @Override
  public void close() throws IOException {
    try (updates;
        alerts;
        deadLetters;
        versions;
        activity;
        verdicts) {
      // Each is closed, whatever becomes of the others.
    }
  }

  private OutputStream open(String name) throws IOException {
    return new BufferedOutputStream(Files.newOutputStream(directory.resolve(name)), 1 << 16);
  }

  private static void line(OutputStream out, Json.Writing writing) throws IOException {
    write(out, Json.bytes(writing));
  }

  private static void write(OutputStream out, byte[] line) throws IOException {
    out.write(line);
    out.write('\n');
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
