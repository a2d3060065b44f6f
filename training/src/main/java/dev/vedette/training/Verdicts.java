package dev.vedette.training;

import dev.vedette.events.Family;
import dev.vedette.events.SubjectType;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What analysts judged: a CSV file {@code subject_type,subject_id,from,to,verdict}, with a verdict
 * {@code malicious} or {@code benign} about a subject from an instant to before another.
 */
final class Verdicts {
  private static final String HEADER = "subject_type,subject_id,from,to,verdict";
  private static final double MOST_NATS = 6;

  private Verdicts() {}

  /**
   * A verdict.
   *
   * @param whose about whom
   * @param fromMillis from when on
   * @param toMillis to before when
   * @param malicious what was judged
   */
  record Verdict(Run.Whose whose, long fromMillis, long toMillis, boolean malicious) {}

  /**
   * A verdict and what was seen.
   *
   * @param nats evidence for each family by its ordinal, 0 to 5 nats: more does not count in an
   *     hour of risk either
   * @param malicious what was judged
   */
  record Example(double[] nats, boolean malicious) {}

  static List<Verdict> read(Path file) throws IOException {
    var verdicts = new ArrayList<Verdict>();
    try (BufferedReader in = InputFile.text(file)) {
      var csv = new Csv(file.toString(), in);
      List<String> header = csv.next();
      if (header == null || !String.join(",", header).equals(HEADER)) {
        throw csv.wrong("the header is " + HEADER);
      }
      for (List<String> row = csv.next(); row != null; row = csv.next()) {
        if (row.size() != header.size()) {
          throw csv.wrong("has %d fields, not %d".formatted(row.size(), header.size()));
        }
        try {
          verdicts.add(
              new Verdict(
                  new Run.Whose(SubjectType.of(row.get(0)), row.get(1)),
                  Instant.parse(row.get(2)).toEpochMilli(),
                  Instant.parse(row.get(3)).toEpochMilli(),
                  malicious(row.get(4))));
        } catch (IllegalArgumentException | DateTimeException e) {
          throw csv.wrong(String.valueOf(e.getMessage()));
        }
      }
    }
    return verdicts;
  }

  private static boolean malicious(String verdict) {
    return switch (verdict.toLowerCase(Locale.ROOT)) {
      case "malicious" -> true;
      case "benign" -> false;
      default -> throw new IllegalArgumentException("a verdict is malicious or benign");
    };
  }

  /** The signals of a run that each verdict is about. */
  static List<Example> examples(List<Verdict> verdicts, Run run) throws IOException {
    Map<Run.Whose, List<Integer>> about = new HashMap<>();
    for (int i = 0; i < verdicts.size(); i++) {
      about.computeIfAbsent(verdicts.get(i).whose(), w -> new ArrayList<>()).add(i);
    }
    var micros = new long[verdicts.size()][Family.values().length];
    run.readSignals(signal -> {
      for (int i : about.getOrDefault(signal.whose(), List.of())) {
        Verdict verdict = verdicts.get(i);
        if (signal.startMillis() < verdict.toMillis()
            && signal.endMillis() > verdict.fromMillis()) {
          micros[i][signal.family().ordinal()] += signal.micros();
        }
      }
    });
    var examples = new ArrayList<Example>();
    for (int i = 0; i < verdicts.size(); i++) {
      var nats = new double[Family.values().length];
      for (int f = 0; f < nats.length; f++) {
        nats[f] = Math.clamp(micros[i][f] / 1e6, 0, MOST_NATS);
      }
      examples.add(new Example(nats, verdicts.get(i).malicious()));
    }
    return examples;
  }
}
