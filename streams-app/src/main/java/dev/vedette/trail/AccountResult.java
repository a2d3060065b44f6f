package dev.vedette.trail;

import dev.vedette.events.Signal;
import java.util.List;

/**
 * What became of one account.
 *
 * @param seed which one
 * @param principals who live in it
 * @param days how many days were judged
 * @param records how many records it had, those of attacks included
 * @param techniques every attack, in the order of their names
 * @param background signals of the days judged that name no event of an attack
 * @param falseAlerts alerts that name no event of an attack, a line each
 */
record AccountResult(
    long seed,
    int principals,
    double days,
    long records,
    List<TechniqueResult> techniques,
    List<Signal> background,
    List<String> falseAlerts) {
  private static final double PRINCIPALS_OF_A_BUDGET = 200;

  /** Copies the lists. */
  AccountResult {
    techniques = List.copyOf(techniques);
    background = List.copyOf(background);
    falseAlerts = List.copyOf(falseAlerts);
  }

  /** How many techniques raised a signal of the right family. */
  long right() {
    return techniques.stream().filter(t -> t.right().isPresent()).count();
  }

  /** How many techniques raised an alert. */
  long alerted() {
    return techniques.stream().filter(t -> t.alerts() > 0).count();
  }

  /** False alerts a day for 200 principals. */
  double falseAlertsADay() {
    return aDay(falseAlerts.size());
  }

  /** How often honest life raises a signal of this detector as strong, a day, 200 principals. */
  double alikeADay(Signal signal) {
    return aDay(
        background.stream()
            .filter(s ->
                s.detector().equals(signal.detector())
                    && s.evidenceMicros() >= signal.evidenceMicros())
            .count());
  }

  private double aDay(long count) {
    return count * PRINCIPALS_OF_A_BUDGET / principals / days;
  }
}
