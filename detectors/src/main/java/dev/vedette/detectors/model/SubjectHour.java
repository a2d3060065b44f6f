package dev.vedette.detectors.model;

import dev.vedette.events.Family;
import java.util.ArrayList;
import java.util.List;

/**
 * What one subject did in one hour, as a point for an isolation forest. Both who trains and who
 * scores make the point here.
 *
 * @param hour hours since 1970-01-01T00:00Z
 * @param events how many events touched the subject
 * @param sessions in how many different sessions
 * @param riskScore the subject's greatest risk score in the hour, 0 to 100
 * @param evidenceMicros for each {@link Family}, by its ordinal, the positive evidence of signals
 *     whose window ended in the hour, in micro-nats
 */
public record SubjectHour(
    long hour, long events, long sessions, double riskScore, long[] evidenceMicros) {
  /** The names of the point's numbers, in order. */
  public static final List<String> FEATURES = features();

  private static final int HOURS_OF_DAY = 24;
  private static final int HOURS_OF_WEEK = 168;

  /** 1970-01-01 was a Thursday; weeks begin on Monday. */
  private static final int THURSDAY = 3 * HOURS_OF_DAY;

  /** Checks the ranges. */
  public SubjectHour {
    if (events < 0 || sessions < 0 || !(riskScore >= 0 && riskScore <= 100)) {
      throw new IllegalArgumentException(
          "events and sessions are at least 0 and a score is 0 to 100, not %d, %d and %s"
              .formatted(events, sessions, riskScore));
    }
    if (evidenceMicros.length != Family.values().length) {
      throw new IllegalArgumentException(
          "there are %d families, not %d".formatted(Family.values().length, evidenceMicros.length));
    }
  }

  /**
   * The point: {@code ln(1 + events)}, {@code ln(1 + sessions)}, risk from 0 to 1, sine and cosine
   * of the hour of the day and of the week (UTC), and evidence in nats for each family.
   */
  public double[] point() {
    var point = new double[FEATURES.size()];
    point[0] = StrictMath.log1p((double) events);
    point[1] = StrictMath.log1p((double) sessions);
    point[2] = riskScore / 100;
    double ofDay = turn(Math.floorMod(hour, HOURS_OF_DAY), HOURS_OF_DAY);
    point[3] = StrictMath.sin(ofDay);
    point[4] = StrictMath.cos(ofDay);
    double ofWeek = turn(Math.floorMod(hour + THURSDAY, HOURS_OF_WEEK), HOURS_OF_WEEK);
    point[5] = StrictMath.sin(ofWeek);
    point[6] = StrictMath.cos(ofWeek);
    for (int i = 0; i < evidenceMicros.length; i++) {
      point[7 + i] = Math.max(0, evidenceMicros[i]) / 1e6;
    }
    return point;
  }

  private static double turn(int hour, int hours) {
    return 2 * Math.PI * hour / hours;
  }

  private static List<String> features() {
    var names =
        new ArrayList<>(
            List.of(
                "events",
                "sessions",
                "risk",
                "hour_of_day_sin",
                "hour_of_day_cos",
                "hour_of_week_sin",
                "hour_of_week_cos"));
    for (Family family : Family.values()) {
      names.add("evidence_" + family.wireName());
    }
    return List.copyOf(names);
  }
}
