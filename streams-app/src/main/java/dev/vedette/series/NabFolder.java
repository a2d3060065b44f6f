package dev.vedette.series;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vedette.series.LabelledSeries.Window;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A folder in the shape of the Numenta Anomaly Benchmark: {@code data/GROUP/NAME.csv}, {@code
 * labels/combined_windows.json}, and, if somebody has published scores, {@code
 * published/DETECTOR/GROUP/DETECTOR_NAME.csv.gz} with the columns time, score, S(t).
 */
final class NabFolder {
  private static final String WINDOWS = "labels/combined_windows.json";

  private final Path folder;

  NabFolder(Path folder) {
    this.folder = folder;
  }

  /** Whether a folder has this shape. */
  static boolean isOne(Path folder) {
    return Files.isRegularFile(folder.resolve(WINDOWS))
        && Files.isDirectory(folder.resolve("data"));
  }

  /** Published scores of one series: of each point, and the worth that the publisher gave it. */
  record Published(double[] scores, double[] worths) {}

  /** All series that have an entry in the file of windows and are there, by name. */
  List<LabelledSeries> series() throws IOException {
    var found = new ArrayList<LabelledSeries>();
    JsonNode windows = JsonMapper.builder().build().readTree(folder.resolve(WINDOWS).toFile());
    for (Map.Entry<String, JsonNode> entry : windows.properties()) {
      Path file = folder.resolve("data").resolve(entry.getKey());
      if (Files.isRegularFile(file)) {
        found.add(series(entry.getKey(), file, entry.getValue()));
      }
    }
    return found;
  }

  /** The detectors of which scores are published here, by name. */
  List<String> detectors() throws IOException {
    Path published = folder.resolve("published");
    if (!Files.isDirectory(published)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(published)) {
      return folders
          .filter(Files::isDirectory)
          .map(f -> f.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  /** What a detector's publisher says of a series; null if there is no such file. */
  @Nullable Published published(String detector, LabelledSeries series) throws IOException {
    int slash = series.name().lastIndexOf('/');
    Path file =
        folder
            .resolve("published")
            .resolve(detector)
            .resolve(series.name().substring(0, slash + 1))
            .resolve(detector + "_" + series.name().substring(slash + 1) + ".gz");
    if (!Files.isRegularFile(file)) {
      return null;
    }
    double[] scores = new double[series.points().size()];
    double[] worths = new double[scores.length];
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      lines.readLine();
      for (int i = 0; i < scores.length; i++) {
        String line = lines.readLine();
        String[] cells = line == null ? new String[0] : line.strip().split(",", -1);
        if (cells.length != 3) {
          throw new IllegalArgumentException(
              "%s:%d: time, score and S(t) are expected".formatted(file.getFileName(), i + 2));
        }
        scores[i] = Double.parseDouble(cells[1]);
        worths[i] = Double.parseDouble(cells[2]);
      }
    }
    return new Published(scores, worths);
  }

  private static LabelledSeries series(String name, Path file, JsonNode windows)
      throws IOException {
    var points = new ArrayList<Point>();
    var indexes = new HashMap<Long, Integer>();
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      int number = 1;
      lines.readLine();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        try {
          points.add(Point.parse(line));
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(
              "%s:%d: %s".formatted(name, number, e.getMessage()), e);
        }
        indexes.putIfAbsent(points.getLast().atMillis(), points.size() - 1);
      }
    }
    var spans = new ArrayList<Window>();
    for (JsonNode window : windows) {
      spans.add(
          new Window(index(indexes, name, window.get(0)), index(indexes, name, window.get(1))));
    }
    return new LabelledSeries(name, points, spans);
  }

  private static int index(Map<Long, Integer> indexes, String name, JsonNode time) {
    Integer index = indexes.get(SeriesTime.millis(time.asText()));
    if (index == null) {
      throw new IllegalArgumentException(
          "%s has no point at %s, where a window begins or ends".formatted(name, time.asText()));
    }
    return index;
  }
}
