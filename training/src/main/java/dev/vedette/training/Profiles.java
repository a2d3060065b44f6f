package dev.vedette.training;

import dev.vedette.events.AccessEvent;
import dev.vedette.events.EventFormatException;
import dev.vedette.events.EventJson;
import dev.vedette.events.Subject;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How principals divide what they do, as points: for each block (actions, resources, three-hour
 * parts of the day in UTC) the square root of the share of each thing in the principal's events, so
 * that the distance of two points is that of Hellinger between their habits, and no block weighs
 * more than another. A block has the {@value #MAX_THINGS} things that most principals share; all
 * others of it are one thing.
 */
final class Profiles {
  private static final int MAX_THINGS = 256;
  private static final String OTHER = "";
  private static final String NORMALIZED = "{\"event\":";
  private static final int BLOCKS = 3;
  private static final long PART_MILLIS = 3 * 3_600_000L;
  private static final long DAY_MILLIS = 86_400_000L;

  private final Map<Subject, List<Map<String, Integer>>> counts = new HashMap<>();

  /** Profiles of nobody. */
  Profiles() {}

  /**
   * Adds the events of a file: an event's JSON a line, as {@code simulate} writes it, or what
   * {@code normalize} makes of a line, of which only events count.
   */
  void add(Path file) throws IOException {
    try (BufferedReader in = InputFile.text(file)) {
      long number = 0;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        number++;
        String event = event(line);
        if (!event.isBlank()) {
          try {
            add(EventJson.read(event.getBytes(StandardCharsets.UTF_8)));
          } catch (EventFormatException e) {
            throw new IOException(
                "%s, line %d is no event: %s".formatted(file, number, e.getMessage()), e);
          }
        }
      }
    }
  }

  /** The event of a line; empty if there is none in it. */
  private static String event(String line) {
    if (line.startsWith(NORMALIZED)) {
      return line.substring(NORMALIZED.length(), line.length() - 1);
    }
    return line.startsWith("{\"ignored\":") || line.startsWith("{\"deadLetter\":") ? "" : line;
  }

  /** Adds an event; one of nobody says nothing. */
  void add(AccessEvent event) {
    AccessEvent.Principal who = event.principal();
    if (who == null) {
      return;
    }
    var blocks =
        counts.computeIfAbsent(
            Subject.of(event.tenant(), who.type(), who.id()),
            subject -> List.of(new HashMap<>(), new HashMap<>(), new HashMap<>()));
    blocks.get(0).merge(event.action(), 1, Integer::sum);
    AccessEvent.Resource resource = event.resource();
    if (resource != null) {
      blocks.get(1).merge(resource.id(), 1, Integer::sum);
    }
    long part = Math.floorMod(event.timeMillis(), DAY_MILLIS) / PART_MILLIS;
    blocks.get(2).merge("part " + part, 1, Integer::sum);
  }

  /**
   * Points, and whose they are.
   *
   * @param whose principals
   * @param points one for each
   */
  record Points(List<Subject> whose, double[][] points) {}

  /**
   * The points of principals of whom enough is known, in the order of their digests.
   *
   * @param leastEvents how much is enough
   */
  Points points(int leastEvents) {
    List<Subject> whose =
        counts.entrySet().stream()
            .filter(entry -> total(entry.getValue().get(0)) >= leastEvents)
            .map(Map.Entry::getKey)
            .sorted(
                Comparator.comparing(Subject::tenant)
                    .thenComparing(Subject::type)
                    .thenComparing(Subject::id))
            .toList();
    var places = new ArrayList<Map<String, Integer>>();
    int width = 0;
    for (int block = 0; block < BLOCKS; block++) {
      Map<String, Integer> of = places(whose, block, width);
      places.add(of);
      width += of.size();
    }
    int dimensions = width;
    double[][] points =
        whose.stream()
            .map(subject -> point(counts.getOrDefault(subject, List.of()), places, dimensions))
            .toArray(double[][]::new);
    return new Points(whose, points);
  }

  /** Where the things of a block stand in a point. */
  private Map<String, Integer> places(List<Subject> whose, int block, int from) {
    var sharers = new TreeMap<String, Integer>();
    for (Subject subject : whose) {
      counts
          .getOrDefault(subject, List.of())
          .get(block)
          .keySet()
          .forEach(thing -> sharers.merge(thing, 1, Integer::sum));
    }
    var places = new HashMap<String, Integer>();
    places.put(OTHER, from);
    sharers.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .limit(MAX_THINGS)
        .forEach(entry -> places.putIfAbsent(entry.getKey(), from + places.size()));
    return places;
  }

  private static double[] point(
      List<Map<String, Integer>> of, List<Map<String, Integer>> places, int width) {
    var point = new double[width];
    for (int block = 0; block < of.size(); block++) {
      Map<String, Integer> where = places.get(block);
      double all = total(of.get(block));
      of.get(block)
          .forEach((thing, count) -> {
            int at = where.getOrDefault(thing, where.getOrDefault(OTHER, 0));
            point[at] += count / all;
          });
    }
    return Arrays.stream(point).map(Math::sqrt).toArray();
  }

  private static int total(Map<String, Integer> block) {
    return block.values().stream().mapToInt(Integer::intValue).sum();
  }
}
