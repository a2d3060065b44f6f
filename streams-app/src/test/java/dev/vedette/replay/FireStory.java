package dev.vedette.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vedette.backtest.Backtest;
import dev.vedette.events.AccessEvent;
import dev.vedette.events.EventJson;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.json.Json;
import dev.vedette.json.Parsed;
import dev.vedette.json.VerdictJson;
import dev.vedette.replay.input.Input;
import dev.vedette.risk.Policy;
import dev.vedette.risk.SubjectPattern;
import dev.vedette.risk.Suppression;
import dev.vedette.risk.Verdict;
import dev.vedette.risk.Verdict.Kind;
import dev.vedette.simulator.Company;
import dev.vedette.simulator.CompanySettings;
import dev.vedette.simulator.LabelledEvent;
import dev.vedette.sources.Context;
import dev.vedette.sources.Formats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is lived through in {@link UnderFireTest}: a company with sessions; a posture of every
 * laptop on every morning, of which some fall in the middle of the day; verdicts on what the plain
 * fold finds in it; two policies that replace the packaged one.
 */
record FireStory(Path events, Path verdicts, List<Policy> policies, long lines) {
  private static final int USERS = 30;
  private static final int DAYS = 7;
  private static final int FALLS = 6;
  private static final long HOUR = 3_600_000;
  private static final long DAY = 24 * HOUR;

  /** Writes it into a directory. */
  static FireStory write(Path directory) throws IOException {
    Path events = directory.resolve("events.jsonl");
    List<String> lines = life();
    Files.write(events, lines);
    Path silent = Files.writeString(directory.resolve("no-verdicts.jsonl"), "");
    var mute = new FireStory(events, silent, List.of(), lines.size());
    RunDirectory found = mute.backtest(directory.resolve("silence"));
    Path verdicts = directory.resolve("verdicts.jsonl");
    List<JsonNode> signals = found.lines("signals.jsonl");
    List<Verdict> said = verdicts(found, signals);
    Files.write(
        verdicts,
        said.stream().map(one -> Json.text(json -> VerdictJson.write(one, json))).toList());
    return new FireStory(events, verdicts, policies(signals, said), lines.size());
  }

  Recording recording() throws IOException {
    var said = new ArrayList<Verdict>();
    for (String line : Files.readAllLines(verdicts)) {
      said.add(VerdictJson.recorded(line));
    }
    return new Recording(
            Formats.of("vedette"),
            Input.of(List.of(events.toString())),
            new Context(AccessEvent.DEFAULT_TENANT, 2026),
            Runs.SETTINGS.intake().grace())
        .with(said);
  }

  /** By the plain fold, under the last policy from the beginning. */
  RunDirectory backtest(Path out) throws IOException {
    Policy policy = policies.isEmpty() ? Policy.DEFAULT : policies.getLast();
    new Backtest(recording(), Runs.SETTINGS.withPolicy(policy), (lines, bytes, all) -> {}).run(out);
    return new RunDirectory(out);
  }

  RunDirectory withoutVerdicts(Path out) throws IOException {
    Path silent = Files.writeString(out.resolveSibling(out.getFileName() + ".jsonl"), "");
    return new FireStory(events, silent, policies, lines).backtest(out);
  }

  RunDirectory underTheDefault(Path out) throws IOException {
    return new FireStory(events, verdicts, List.of(), lines).backtest(out);
  }

  private static List<String> life() {
    List<AccessEvent> events =
        Company.of(
                CompanySettings.of(USERS, DAYS, 11)
                    .withPace(0.5)
                    .withAttacks(3, 1)
                    .withDisorder(true))
            .events()
            .map(LabelledEvent::event)
            .toList();
    var lines = new ArrayList<String>();
    Set<String> told = new HashSet<>();
    Map<String, Integer> days = new HashMap<>();
    int falls = 0;
    for (AccessEvent event : events) {
      lines.add(new String(EventJson.canonical(event), UTF_8));
      var device = event.device();
      var principal = event.principal();
      if (device == null
          || principal == null
          || event.session() == null
          || !device.id().startsWith("lt-")) {
        continue;
      }
      String day = device.id() + event.timeMillis() / DAY;
      if (told.add(day)) {
        lines.add(posture(event, "compliant", 1));
        int seen = days.merge(device.id(), 1, Integer::sum);
        if (seen == 4 && falls < FALLS) {
          falls++;
          lines.add(posture(event, "not-compliant", 60));
        }
      }
    }
    return lines;
  }

  /** Told by the device's management some seconds after an event of its user. */
  private static String posture(AccessEvent event, String posture, int seconds) {
    var device = Objects.requireNonNull(event.device());
    var principal = Objects.requireNonNull(event.principal());
    return """
    {"id":"%s-%s","time":"%s","tenant":"%s","category":"configuration","action":"device.posture",\
    "outcome":"success","principal":{"type":"user","id":"%s"},"session":"%s",\
    "device":{"id":"%s"},"labels":{"posture":"%s"}}\
    """
        .formatted(
            event.id(),
            posture,
            Instant.ofEpochMilli(event.timeMillis() + seconds * 1000L),
            event.tenant(),
            principal.id(),
            event.session(),
            device.id(),
            posture);
  }

  /**
   * What people find out in the second half of the life: on whoever rose, by one signal, by a
   * detector to come, and by all; on devices; and one thinks better of it.
   */
  private static List<Verdict> verdicts(RunDirectory found, List<JsonNode> signals)
      throws IOException {
    var verdicts = new ArrayList<Verdict>();
    Map<Subject, Long> risen = new LinkedHashMap<>();
    for (JsonNode update : found.lines("risk-updates.jsonl")) {
      String level = update.get("level").textValue();
      Subject subject = Parsed.subject(update);
      if (!level.equals("LOW") && !level.equals(update.get("previousLevel").textValue())) {
        risen.putIfAbsent(subject, Parsed.millis(update, "at"));
      }
    }
    int number = 0;
    for (var one : risen.entrySet()) {
      Subject subject = one.getKey();
      long at = one.getValue() + 20 * 60_000;
      JsonNode strongest = strongest(signals, subject);
      if (strongest == null) {
        continue;
      }
      String detector = strongest.get("detector").textValue();
      long window = Parsed.millis(strongest.get("window"), "start");
      switch (number++ % 5) {
        case 0 -> verdicts.add(said(number, subject, Kind.FALSE_POSITIVE, detector, window, at));
        case 1 -> verdicts.add(said(number, subject, Kind.BENIGN_EXPECTED, detector, null, at));
        case 2 -> verdicts.add(said(number, subject, Kind.TRUE_POSITIVE, detector, window, at));
        case 3 -> verdicts.add(said(number, subject, Kind.FALSE_POSITIVE, null, null, at));
        default -> {
          verdicts.add(said(number, subject, Kind.FALSE_POSITIVE, detector, window, at));
          verdicts.add(said(number, subject, Kind.TRUE_POSITIVE, detector, window, at + 5 * HOUR));
        }
      }
    }
    for (JsonNode signal : signals) {
      if (signal.get("subject").get("type").textValue().equals("device")
          && signal.get("detector").textValue().equals("posture-fall")
          && ++number % 2 == 0) {
        verdicts.add(
            said(
                number,
                Parsed.subject(signal),
                Kind.BENIGN_EXPECTED,
                "posture-fall",
                null,
                Parsed.millis(signal.get("window"), "start") + 2 * HOUR));
      }
    }
    return verdicts;
  }

  private static @Nullable JsonNode strongest(List<JsonNode> signals, Subject subject) {
    return signals.stream()
        .filter(signal -> Parsed.subject(signal).equals(subject))
        .max(Comparator.comparingLong(signal -> Parsed.micros(signal, "evidence")))
        .orElse(null);
  }

  private static Verdict said(
      int number,
      Subject subject,
      Kind kind,
      @Nullable String detector,
      @Nullable Long window,
      long atMillis) {
    return new Verdict(
        "verdict-" + number,
        subject,
        kind,
        detector,
        window,
        atMillis + 30 * DAY,
        atMillis,
        "ann",
        "looked at it");
  }

  /** One that is too strict and suppresses something, and one that suppresses something else. */
  private static List<Policy> policies(List<JsonNode> signals, List<Verdict> said) {
    List<JsonNode> others =
        signals.stream()
            .filter(signal -> Parsed.subject(signal).type() == SubjectType.USER)
            .filter(
                signal -> said.stream().noneMatch(v -> v.subject().equals(Parsed.subject(signal))))
            .toList();
    return List.of(
        Policy.DEFAULT
            .withPrior(-4.5)
            .withSuppressions(List.of(suppression(others.getFirst())))
            .withVersion("fire-1"),
        Policy.DEFAULT
            .withPrior(-3.5)
            .withCriticality(SubjectType.USER, 2)
            .withSuppressions(List.of(suppression(others.getLast())))
            .withVersion("fire-2"));
  }

  private static Suppression suppression(JsonNode signal) {
    Subject subject = Parsed.subject(signal);
    long start = Parsed.millis(signal.get("window"), "start");
    return new Suppression(
        new SubjectPattern(subject.tenant(), subject.type(), subject.id()),
        signal.get("detector").textValue(),
        null,
        start - DAY,
        start + Duration.ofDays(20).toMillis(),
        "under fire",
        "ann");
  }
}
