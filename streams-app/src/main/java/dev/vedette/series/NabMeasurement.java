package dev.vedette.series;

import dev.vedette.detectors.series.SeriesScorer;
import dev.vedette.series.NabFolder.Published;
import dev.vedette.series.NabWeights.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Scores every series of a folder with {@link SeriesScorer} and measures it by the benchmark's
 * rule, beside the detectors whose scores are published there. Each detector has the one threshold
 * that serves it best over the series here. What a publisher says of each point is worked out anew
 * from his scores, which proves the rule.
 */
public final class NabMeasurement {
  /** How Vedette's own scorer is called in tables. */
  public static final String OWN = "vedette";

  private final List<LabelledSeries> series;
  private final List<NabWeights> weights;
  private final List<Row> rows = new ArrayList<>();

  private record Row(String detector, NabScore score, @Nullable Proof proof) {}

  /**
   * A publisher's sum over all points and ours, at his threshold.
   *
   * @param threshold the lowest score to which he gave a cost
   * @param published his sum
   * @param recomputed our sum
   */
  public record Proof(double threshold, double published, double recomputed) {}

  /**
   * Measures.
   *
   * @param data the folder of the benchmark, or one that has it as {@code nab}
   * @throws IllegalArgumentException if it is neither, or a file is not as it should be
   */
  public NabMeasurement(Path data) throws IOException {
    Path at = NabFolder.isOne(data) ? data : data.resolve("nab");
    if (!NabFolder.isOne(at)) {
      throw new IllegalArgumentException(
          data + " has no data/ and labels/combined_windows.json, nor has a folder nab in it");
    }
    var folder = new NabFolder(at);
    series = folder.series();
    weights = series.stream().map(s -> new NabWeights(s.points().size(), s.windows())).toList();
    if (weights.stream().mapToInt(NabWeights::windows).sum() == 0) {
      throw new IllegalArgumentException(at + " has no series with a labelled window");
    }
    rows.add(
        new Row(
            OWN,
            NabScore.best(weights, series.stream().map(NabMeasurement::scores).toList()),
            null));
    for (String detector : folder.detectors()) {
      Row row = published(folder, detector);
      if (row != null) {
        rows.add(row);
      }
    }
  }

  /** Vedette's score, from 0 (silence) to 100. */
  public double score() {
    return rows.getFirst().score.value();
  }

  /**
   * The score of a detector whose scores are published here; NaN if they are not, or not for every
   * series.
   */
  public double score(String detector) {
    return rows.stream()
        .filter(r -> r.detector.equals(detector))
        .mapToDouble(r -> r.score.value())
        .findFirst()
        .orElse(Double.NaN);
  }

  /** How well a publisher's own figures come out anew; null if there are none of his. */
  public @Nullable Proof proof(String detector) {
    for (Row row : rows) {
      if (row.detector.equals(detector)) {
        return row.proof;
      }
    }
    return null;
  }

  /** A table for people: windows found, false alarms and sum of each series and detector. */
  public String text() {
    var text = new StringBuilder();
    String format = "%-50s %7s";
    text.append(format.formatted("", ""));
    rows.forEach(row -> text.append("  %24s".formatted(row.detector)));
    text.append('\n').append(format.formatted("series", "windows"));
    rows.forEach(row -> text.append("  %24s".formatted("found false     sum")));
    text.append('\n');
    for (int s = 0; s < series.size(); s++) {
      text.append(format.formatted(series.get(s).name(), weights.get(s).windows()));
      for (Row row : rows) {
        text.append(cells(row.score.outcomes().get(s)));
      }
      text.append('\n');
    }
    int windows = weights.stream().mapToInt(NabWeights::windows).sum();
    text.append(format.formatted("all", windows));
    rows.forEach(row -> text.append(cells(total(row.score))));
    text.append('\n').append(format.formatted("threshold", ""));
    rows.forEach(row -> text.append(decimal("%24.4f", row.score.threshold())));
    text.append('\n')
        .append(format.formatted("score, standard profile (0 silence, 100 perfect)", ""));
    rows.forEach(row -> text.append(decimal("%24.2f", row.score.value())));
    text.append('\n');
    for (Row row : rows) {
      Proof proof = row.proof;
      if (proof != null) {
        text.append(
            String.format(
                Locale.ROOT,
                "%nThe sum of S(t) as published with %s is %.6f; worked out anew, at the"
                    + " publisher's threshold %.6f, it is %.6f.%n",
                row.detector,
                proof.published,
                proof.threshold,
                proof.recomputed));
      }
    }
    return text.toString();
  }

  private @Nullable Row published(NabFolder folder, String detector) throws IOException {
    var found = new ArrayList<Published>();
    for (LabelledSeries one : series) {
      Published published = folder.published(detector, one);
      if (published == null) {
        return null;
      }
      found.add(published);
    }
    List<double[]> scores = found.stream().map(Published::scores).toList();
    return new Row(detector, NabScore.best(weights, scores), proof(found, scores));
  }

  private Proof proof(List<Published> found, List<double[]> scores) {
    double threshold = Double.POSITIVE_INFINITY;
    double sum = 0;
    for (int s = 0; s < found.size(); s++) {
      Published published = found.get(s);
      for (int i = 0; i < published.scores().length; i++) {
        sum += published.worths()[i];
        if (published.worths()[i] != 0 && weights.get(s).outside(i)) {
          threshold = Math.min(threshold, published.scores()[i]);
        }
      }
    }
    NabScore anew = NabScore.at(weights, scores, threshold);
    return new Proof(threshold, sum, total(anew).sum());
  }

  private static double[] scores(LabelledSeries series) {
    var scorer = new SeriesScorer();
    return series.points().stream()
        .mapToDouble(p -> scorer.score(p.atMillis(), p.value()))
        .toArray();
  }

  private static Outcome total(NabScore score) {
    double sum = 0;
    int found = 0;
    int falseAlarms = 0;
    for (Outcome outcome : score.outcomes()) {
      sum += outcome.sum();
      found += outcome.found();
      falseAlarms += outcome.falseAlarms();
    }
    return new Outcome(sum, found, falseAlarms);
  }

  private static String cells(Outcome outcome) {
    return String.format(
        Locale.ROOT, "  %10d %5d %7.3f", outcome.found(), outcome.falseAlarms(), outcome.sum());
  }

  private static String decimal(String format, double value) {
    return "  " + String.format(Locale.ROOT, format, value);
  }
}
