package dev.vedette.training;

import dev.vedette.detectors.model.SubjectHour;
import dev.vedette.events.Family;
import dev.vedette.events.SubjectType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The hours of the subjects of runs, as points for an isolation forest. */
final class SubjectHours {
  private static final long HOUR_MILLIS = 3_600_000L;

  private final Set<SubjectType> types;
  private final long fromMillis;
  private final List<Map<Place, Seen>> runs = new ArrayList<>();

  private record Place(Run.Whose whose, long hour) {}

  private static final class Seen {
    private long events;
    private double score;
    private final Set<String> sessions = new HashSet<>(4);
    private final long[] evidenceMicros = new long[Family.values().length];
  }

  /**
   * Nothing yet.
   *
   * @param types whose hours count
   * @param fromMillis what is before it does not count: it taught
   */
  SubjectHours(Set<SubjectType> types, long fromMillis) {
    this.types = Set.copyOf(types);
    this.fromMillis = fromMillis;
  }

  /** Adds all of a run. Hours without an event do not count, whatever evidence they have. */
  void add(Run run) throws IOException {
    var hours = new LinkedHashMap<Place, Seen>();
    run.readScores(row -> {
      if (types.contains(row.whose().type()) && row.timeMillis() >= fromMillis) {
        var place = new Place(row.whose(), Math.floorDiv(row.timeMillis(), HOUR_MILLIS));
        Seen seen = hours.computeIfAbsent(place, p -> new Seen());
        seen.events++;
        seen.score = Math.max(seen.score, row.score());
        if (!row.session().isEmpty()) {
          seen.sessions.add(row.session());
        }
      }
    });
    run.readSignals(signal -> {
      long hour = Math.floorDiv(signal.endMillis() - 1, HOUR_MILLIS);
      Seen seen = hours.get(new Place(signal.whose(), hour));
      if (seen != null && signal.micros() > 0) {
        seen.evidenceMicros[signal.family().ordinal()] += signal.micros();
      }
    });
    runs.add(hours);
  }

  /** The points, in the order in which they were first seen. */
  double[][] points() {
    return runs.stream()
        .flatMap(hours -> hours.entrySet().stream())
        .map(entry -> {
          Seen seen = entry.getValue();
          return new SubjectHour(
                  entry.getKey().hour(),
                  seen.events,
                  seen.sessions.size(),
                  seen.score,
                  seen.evidenceMicros)
              .point();
        })
        .toArray(double[][]::new);
  }

  /** Whose hours they are, as {@code type/id/hours since 1970}, in the order of the points. */
  List<String> places() {
    return runs.stream()
        .flatMap(hours -> hours.keySet().stream())
        .map(place ->
            "%s/%s/%d".formatted(place.whose().type().wireName(), place.whose().id(), place.hour()))
        .toList();
  }
}
