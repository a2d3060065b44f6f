package dev.vedette.training;

import dev.vedette.detectors.Detector;
import dev.vedette.detectors.Registry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What detectors claimed in runs without attacks: for each detector the windows in which one of its
 * subjects was seen, and the evidence of those that had some.
 *
 * @param detectors by id, every detector of the registry
 */
record Benign(Map<String, OfDetector> detectors) {
  /**
   * What one detector claimed.
   *
   * @param windows how many windows of subjects it judged, with and without evidence
   * @param claims each window with evidence
   */
  record OfDetector(long windows, List<Claim> claims) {}

  /**
   * The evidence of one window, that of others about the subject in it.
   *
   * @param whose the subject, of its run: windows of one subject are alike
   * @param micros the evidence, in micro-nats
   */
  record Claim(Cluster whose, int micros) {}

  /**
   * A subject of a run.
   *
   * @param run the number of the run
   * @param whose the subject
   */
  record Cluster(int run, Run.Whose whose) {}

  private record Window(Run.Whose whose, long start) {}

  private record Judged(String detector, Run.Whose whose, long start) {}

  /**
   * Reads runs.
   *
   * @param fromMillis windows that start before it do not count: they taught
   */
  static Benign read(List<Run> runs, long fromMillis) throws IOException {
    List<Detector<?, ?>> detectors = Registry.all();
    var windows = new HashMap<String, Long>();
    var claims = new TreeMap<String, List<Claim>>();
    detectors.forEach(detector -> {
      windows.put(detector.id(), 0L);
      claims.put(detector.id(), new ArrayList<>());
    });
    for (int i = 0; i < runs.size(); i++) {
      countWindows(runs.get(i), detectors, fromMillis, windows);
      collect(i, runs.get(i), fromMillis, claims);
    }
    var all = new TreeMap<String, OfDetector>();
    claims.forEach(
        (id, list) -> all.put(id, new OfDetector(windows.getOrDefault(id, 0L), List.copyOf(list))));
    return new Benign(all);
  }

  private static void countWindows(
      Run run, List<Detector<?, ?>> detectors, long fromMillis, Map<String, Long> windows)
      throws IOException {
    // Detectors of one length of window see the same windows.
    var seen = new HashMap<Long, Set<Window>>();
    detectors.forEach(one -> seen.put(one.window().toMillis(), new HashSet<>()));
    run.readScores(row ->
        seen.forEach((length, known) -> {
          long start = Math.floorDiv(row.timeMillis(), length) * length;
          if (start >= fromMillis) {
            known.add(new Window(row.whose(), start));
          }
        }));
    for (Detector<?, ?> detector : detectors) {
      long count =
          seen.getOrDefault(detector.window().toMillis(), Set.of()).stream()
              .filter(window -> detector.subjects().contains(window.whose().type()))
              .count();
      windows.merge(detector.id(), count, Long::sum);
    }
  }

  private static void collect(int number, Run run, long fromMillis, Map<String, List<Claim>> claims)
      throws IOException {
    // Evidence of others about a subject counts beside its own of the same window.
    var sums = new HashMap<Judged, Integer>();
    run.readSignals(signal -> {
      if (!claims.containsKey(signal.detector())) {
        throw new IllegalArgumentException(
            "\"%s\" is no detector of this release: run the backtest anew"
                .formatted(signal.detector()));
      }
      if (signal.startMillis() >= fromMillis) {
        sums.merge(
            new Judged(signal.detector(), signal.whose(), signal.startMillis()),
            signal.micros(),
            Integer::sum);
      }
    });
    sums.forEach((judged, micros) -> {
      List<Claim> list = claims.get(judged.detector());
      if (list != null) {
        list.add(new Claim(new Cluster(number, judged.whose()), micros));
      }
    });
    claims.values().forEach(list -> list.sort(Benign::order));
  }

  private static int order(Claim a, Claim b) {
    int order = Integer.compare(a.whose().run(), b.whose().run());
    order = order != 0 ? order : a.whose().whose().type().compareTo(b.whose().whose().type());
    order = order != 0 ? order : a.whose().whose().id().compareTo(b.whose().whose().id());
    return order != 0 ? order : Integer.compare(a.micros(), b.micros());
  }
}
