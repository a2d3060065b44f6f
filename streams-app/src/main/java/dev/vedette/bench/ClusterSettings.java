package dev.vedette.bench;

import java.time.Duration;

/**
 * What the trial of several instances is told.
 *
 * @param calm how long it is asked while nothing happens; zero to leave that out
 * @param disturbed how long it is asked while one instance is killed and another one stopped and
 *     started again
 * @param warmUp how long events flow, and how long it is asked without counting, before
 * @param partitions of every topic
 * @param users principals, active by Zipf's law
 * @param events a second
 * @param queries a second
 */
public record ClusterSettings(
    Duration calm,
    Duration disturbed,
    Duration warmUp,
    int partitions,
    int users,
    int events,
    int queries) {
  /** Instances; each store has one copy beside the one that is worked on. */
  public static final int INSTANCES = 3;

  /** Checks the ranges. */
  public ClusterSettings {
    if (calm.isNegative() || disturbed.compareTo(Duration.ofSeconds(10)) < 0) {
      throw new IllegalArgumentException("it is disturbed for 10 s at least, not " + disturbed);
    }
    if (partitions < INSTANCES || users < 1 || events < 1 || queries < 1) {
      throw new IllegalArgumentException(
          "%d partitions, %d users, %d events, %d queries: too little to try"
              .formatted(partitions, users, events, queries));
    }
  }

  /** The instant, in the disturbed part, at which the first instance is killed. */
  Duration killAfter() {
    return disturbed.dividedBy(6);
  }

  /** The instant at which the second one is stopped. */
  Duration stopAfter() {
    return disturbed.dividedBy(2);
  }

  /** The instant at which the second one is started again. */
  Duration startAfter() {
    return stopAfter().plus(disturbed.dividedBy(15));
  }
}
