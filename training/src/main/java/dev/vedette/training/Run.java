package dev.vedette.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vedette.events.Family;
import dev.vedette.events.SubjectType;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a backtest wrote into a folder: {@code signals.jsonl}, the final signals, and {@code
 * scores.csv}, a row for each event and subject that it touched.
 *
 * @param folder where
 */
record Run(Path folder) {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String SCORES_HEADER =
      "event_id,time,subject_type,subject_id,session_id,signal,score,level,top_detector";

  /**
   * Whose it is, as both files name it.
   *
   * @param type the kind of subject
   * @param id its id
   */
  record Whose(SubjectType type, String id) {}

  /**
   * A final signal.
   *
   * @param whose the subject
   * @param detector the detector's id
   * @param family what its evidence saturates with
   * @param startMillis when its window starts
   * @param endMillis when its window has ended
   * @param micros its evidence, in micro-nats
   */
  record SignalLine(
      Whose whose, String detector, Family family, long startMillis, long endMillis, int micros) {}

  /**
   * An event at a subject.
   *
   * @param whose the subject
   * @param timeMillis when it happened
   * @param session in which session; empty for none
   * @param score the subject's risk after it, 0 to 100
   */
  record ScoreLine(Whose whose, long timeMillis, String session, double score) {}

  Path signals() {
    return folder.resolve("signals.jsonl");
  }

  Path scores() {
    return folder.resolve("scores.csv");
  }

  /** Both files, for the digest. */
  List<Path> files() {
    return List.of(signals(), scores());
  }

  void readSignals(Consumer<SignalLine> to) throws IOException {
    try (BufferedReader in = InputFile.text(signals())) {
      long number = 0;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        number++;
        try {
          to.accept(signal(MAPPER.readTree(line)));
        } catch (JsonProcessingException | IllegalArgumentException | DateTimeException e) {
          throw new IOException(
              "%s, line %d is no signal: %s".formatted(signals(), number, e.getMessage()), e);
        }
      }
    }
  }

  private static SignalLine signal(JsonNode json) {
    return new SignalLine(
        new Whose(SubjectType.of(text(json, "/subject/type")), text(json, "/subject/id")),
        text(json, "/detector"),
        Family.of(text(json, "/family")),
        Instant.parse(text(json, "/window/start")).toEpochMilli(),
        Instant.parse(text(json, "/window/end")).toEpochMilli(),
        (int) Math.round(json.at("/evidence").asDouble() * 1e6));
  }

  private static String text(JsonNode json, String path) {
    JsonNode found = json.at(path);
    if (!found.isTextual()) {
      throw new IllegalArgumentException(path + " is no text");
    }
    return found.textValue();
  }

  void readScores(Consumer<ScoreLine> to) throws IOException {
    try (BufferedReader in = InputFile.text(scores())) {
      var csv = new Csv(scores().toString(), in);
      List<String> header = csv.next();
      if (header == null || !String.join(",", header).equals(SCORES_HEADER)) {
        throw csv.wrong("the header is " + SCORES_HEADER);
      }
      for (List<String> row = csv.next(); row != null; row = csv.next()) {
        if (row.size() != header.size()) {
          throw csv.wrong("has %d fields, not %d".formatted(row.size(), header.size()));
        }
        try {
          to.accept(
              new ScoreLine(
                  new Whose(SubjectType.of(row.get(2)), row.get(3)),
                  Instant.parse(row.get(1)).toEpochMilli(),
                  row.get(4),
                  Double.parseDouble(row.get(6))));
        } catch (IllegalArgumentException | DateTimeException e) {
          throw csv.wrong(String.valueOf(e.getMessage()));
        }
      }
    }
  }
}
