package dev.vedette.results;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.json.Json;
import dev.vedette.json.Parsed;
import dev.vedette.json.VerdictJson;
import dev.vedette.risk.Retelling;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.risk.SignalLog;
import dev.vedette.risk.Verdict;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a run wrote ({@link RunFiles}), read again: updates, every version of every signal, and the
 * activity of sessions. Files are read line by line; what is kept is what was asked for.
 */
public final class RecordedRun {
  private final Path directory;

  /**
   * The run whose files are in a directory.
   *
   * @throws IOException if there is no run
   */
  public RecordedRun(Path directory) throws IOException {
    this.directory = directory;
    if (!Files.isReadable(directory.resolve("risk-updates.jsonl"))) {
      throw new IOException(
          "%s holds no run: risk-updates.jsonl, as backtest and replay write it with --out, is not"
                  .formatted(directory)
              + " there");
    }
    if (!Files.isReadable(directory.resolve(RunFiles.VERSIONS))) {
      throw new IOException(
          "%s has no %s: it was recorded by an older release; run it again"
              .formatted(directory, RunFiles.VERSIONS));
    }
  }

  /** All versions of the signals of a deciding subject and its sessions, in order. */
  public SignalLog log(Subject decider) throws IOException {
    var versions = new ArrayList<Signal>();
    read(
        RunFiles.VERSIONS,
        naming(decider),
        node -> {
          Signal version = Parsed.version(node);
          if (version.subject().decider().equals(decider)) {
            versions.add(version);
          }
        });
    return SignalLog.of(versions).with(verdicts(decider));
  }

  /** What people found out about a deciding subject and its sessions; nothing in older runs. */
  private List<Verdict> verdicts(Subject decider) throws IOException {
    return verdicts().stream()
        .filter(verdict -> verdict.subject().decider().equals(decider))
        .toList();
  }

  private List<Verdict> verdicts() throws IOException {
    var verdicts = new ArrayList<Verdict>();
    Path file = directory.resolve(RunFiles.VERDICTS);
    if (Files.isReadable(file)) {
      for (String line : Files.readAllLines(file)) {
        verdicts.add(VerdictJson.recorded(line));
      }
    }
    return verdicts;
  }

  /**
   * Tells again what risk took, each deciding subject's in the order in which it came; what was
   * found out before what came later, or was its consequence.
   *
   * @throws IOException if the run does not hold the activity of sessions, or cannot be read
   */
  public void tell(Retelling again) throws IOException {
    Path file = directory.resolve(RunFiles.ACTIVITY);
    if (!Files.isReadable(file)) {
      throw new IOException(
          "%s has no %s: it was recorded by an older release; run it again"
              .formatted(directory, RunFiles.ACTIVITY));
    }
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      var findings = new Findings(verdicts(), again);
      var activities = new Activities(file, lines, findings, again);
      Path versions = directory.resolve(RunFiles.VERSIONS);
      try (BufferedReader signals = Files.newBufferedReader(versions)) {
        long told = 0;
        for (String line = signals.readLine(); line != null; line = signals.readLine()) {
          activities.tell(told++);
          take(
              versions,
              told,
              line,
              node -> {
                Signal version = Parsed.version(node);
                findings.tellBefore(version);
                again.version(version);
              });
        }
      }
      activities.tell(Long.MAX_VALUE);
      findings.tellBefore(Long.MAX_VALUE);
    }
  }

  /** What people found out, to be told between what came. */
  private static final class Findings {
    private final Deque<Verdict> left;
    private final Retelling again;

    Findings(List<Verdict> verdicts, Retelling again) {
      this.left = new ArrayDeque<>(verdicts);
      this.again = again;
    }

    void tellBefore(long millis) {
      while (!left.isEmpty() && left.getFirst().atMillis() < millis) {
        again.verdict(left.removeFirst());
      }
    }

    void tellBefore(Signal version) {
      tellBefore(version.receivedMillis());
      while (!left.isEmpty() && isConsequence(version, left.getFirst())) {
        again.verdict(left.removeFirst());
      }
    }

    /** What a device takes back from its sessions has the time of what it once told them. */
    private static boolean isConsequence(Signal version, Verdict verdict) {
      boolean takenBack = verdict.subject().equals(version.via()) && version.evidenceMicros() == 0;
      return takenBack || verdict.id().equals(version.causedBy());
    }
  }

  /** The activity of sessions, to be told between versions. */
  private static final class Activities {
    private final Path file;
    private final BufferedReader lines;
    private final Findings findings;
    private final Retelling again;
    private long number;
    private @Nullable String next;
    private long place;

    Activities(Path file, BufferedReader lines, Findings findings, Retelling again)
        throws IOException {
      this.file = file;
      this.lines = lines;
      this.findings = findings;
      this.again = again;
      advance();
    }

    /** Tells what came when there were at most so many versions. */
    void tell(long versions) throws IOException {
      while (next != null && place <= versions) {
        take(file, number, next, this::tell);
        advance();
      }
    }

    private void tell(JsonNode node) {
      long receivedMillis = Parsed.millis(node, "received");
      findings.tellBefore(receivedMillis);
      again.activity(Parsed.told(node), Parsed.activity(node), receivedMillis);
    }

    private void advance() throws IOException {
      next = lines.readLine();
      number++;
      if (next != null) {
        take(file, number, next, node -> place = Parsed.number(node, "versions"));
      }
    }
  }

  /** What was told of a subject, in order. */
  public List<RiskUpdate> updates(Subject subject) throws IOException {
    var updates = new ArrayList<RiskUpdate>();
    read(
        "risk-updates.jsonl",
        naming(subject),
        node -> {
          RiskUpdate update = Parsed.update(node);
          if (update.subject().equals(subject)) {
            updates.add(update);
          }
        });
    return updates;
  }

  /** Passes on everything that was told, in order. */
  public void updates(Consumer<RiskUpdate> sink) throws IOException {
    read("risk-updates.jsonl", line -> true, node -> sink.accept(Parsed.update(node)));
  }

  /** The update of an id, or null. */
  public @Nullable RiskUpdate update(String id) throws IOException {
    var found = new ArrayList<RiskUpdate>();
    String mark = Json.text(json -> json.writeString(id));
    read(
        "risk-updates.jsonl",
        line -> line.contains(mark),
        node -> {
          if (Parsed.text(node, "id").equals(id)) {
            found.add(Parsed.update(node));
          }
        });
    return found.isEmpty() ? null : found.getFirst();
  }

  /**
   * The subjects that the run knows under a type and an id: one for each tenant, and of a session
   * one for each of its owners.
   */
  public List<Subject> subjects(Subject like) throws IOException {
    var found = new ArrayList<Subject>();
    read(
        "risk.jsonl",
        naming(like),
        node -> {
          Subject subject = Parsed.subject(node);
          if (subject.type() == like.type() && subject.id().equals(like.id())) {
            found.add(subject);
          }
        });
    return found;
  }

  /** Passes on all subjects that were seen. */
  public void subjects(Consumer<Subject> sink) throws IOException {
    read("risk.jsonl", line -> true, node -> sink.accept(Parsed.subject(node)));
  }

  /** The greatest event time of the run; Long.MIN_VALUE if nothing was seen. */
  public long endMillis() throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(directory.resolve("risk.jsonl"))) {
      String first = lines.readLine();
      return first == null ? Long.MIN_VALUE : Parsed.millis(Parsed.tree(first), "at");
    }
  }

  /** Lines that may be about a subject: its id is in them. */
  private static Predicate<String> naming(Subject subject) {
    String id = Json.text(json -> json.writeString(subject.id()));
    return line -> line.contains(id);
  }

  private void read(String name, Predicate<String> wanted, Consumer<JsonNode> sink)
      throws IOException {
    Path file = directory.resolve(name);
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      long number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (wanted.test(line)) {
          take(file, number, line, sink);
        }
      }
    }
  }

  private static void take(Path file, long number, String line, Consumer<JsonNode> sink)
      throws IOException {
    try {
      sink.accept(Parsed.tree(line));
    } catch (IllegalArgumentException e) {
      throw new IOException("%s, line %d: %s".formatted(file, number, e.getMessage()), e);
    }
  }
}
