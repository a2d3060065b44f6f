package dev.vedette.trial;

import dev.vedette.simulator.CompanySettings;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of one company.
 *
 * @param company which one
 * @param events how many events it had
 * @param seconds how long judging them took, simulating included
 * @param campaigns every attack by its id
 * @param alerts all alerts in order
 * @param detectors what each detector said, by its id
 * @param sums what all of them together said of honest users, decayed, at the ends of days
 * @param incidents how alerts were grouped
 */
record CompanyResult(
    CompanySettings company,
    long events,
    double seconds,
    Map<String, Found> campaigns,
    List<Told> alerts,
    Map<String, DetectorTally> detectors,
    CalibrationTally sums,
    IncidentTally incidents) {

  /**
   * An attack.
   *
   * @param attack its kind
   * @param beganMillis its first event
   * @param firstAlertMillis the first alert that names one of its events; null if there was none
   * @param minutes from its first event to that alert
   */
  record Found(
      String attack, long beganMillis, @Nullable Long firstAlertMillis, @Nullable Double minutes) {
    Found at(long alertMillis) {
      return firstAlertMillis != null
          ? this
          : new Found(attack, beganMillis, alertMillis, (alertMillis - beganMillis) / 60_000.0);
    }

    boolean isFound() {
      return firstAlertMillis != null;
    }
  }

  /**
   * An alert.
   *
   * @param atMillis when
   * @param subjectType whose
   * @param subjectId whose
   * @param campaign the attack that it names most events of; null if it names none
   * @param reason what it says
   */
  record Told(
      long atMillis,
      String subjectType,
      String subjectId,
      @Nullable String campaign,
      String reason) {}

  long falseAlerts() {
    return alerts.stream().filter(told -> told.campaign() == null).count();
  }
}
