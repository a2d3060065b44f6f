package dev.vedette.bench;

import java.time.Duration;

/**
 * How a backlog was worked off.
 *
 * @param events how many events it had
 * @param took until the last of them was committed by the last stage
 * @param processorTime of this process and the broker meanwhile
 */
record Measured(long events, Duration took, Duration processorTime) {
  double perSecond() {
    return events * 1e9 / took.toNanos();
  }

  double coreSecondsPerMillion() {
    return processorTime.toNanos() / 1e9 * 1e6 / events;
  }
}
