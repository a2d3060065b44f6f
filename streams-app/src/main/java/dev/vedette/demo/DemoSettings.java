package dev.vedette.demo;

import dev.vedette.risk.Policy;
import dev.vedette.simulator.DemoStory;
import java.time.Duration;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What a demonstration may be told.
 *
 * @param users people of the company, at least {@value DemoStory#MIN_USERS}
 * @param historyDays days of life that are learned first, 7 to 60: detectors of habits want five
 *     active days
 * @param seed every other seed is another company
 * @param eventsPerSecond the honest life during the attack; about one a minute and person who is at
 *     work is busy, and three in five are
 * @param speed how many times faster than the script the live part is played, 1 to 10
 * @param length how long the live part lasts; null until it is stopped
 * @param zone in which times of day are said
 * @param policy what turns evidence into risk
 */
public record DemoSettings(
    int users,
    int historyDays,
    long seed,
    double eventsPerSecond,
    double speed,
    @Nullable Duration length,
    ZoneId zone,
    Policy policy) {
  /** Who watches a board wants to see every tenth of a point; an enforcement point does not. */
  private static final Policy POLICY = Policy.DEFAULT.withScoreStep(0.1).withVersion("demo-1");

  /** Checks the ranges. */
  public DemoSettings {
    if (users < DemoStory.MIN_USERS) {
      throw new IllegalArgumentException(
          "users are %d or more, not %d".formatted(DemoStory.MIN_USERS, users));
    }
    if (historyDays < 7 || historyDays > 60) {
      throw new IllegalArgumentException("historyDays are 7 to 60, not " + historyDays);
    }
    if (!(speed >= 1 && speed <= 10)) {
      throw new IllegalArgumentException("speed is 1 to 10, not " + speed);
    }
    if (length != null && (length.isNegative() || length.isZero())) {
      throw new IllegalArgumentException("the live part lasts longer than " + length);
    }
  }

  /**
   * 150 people, 9 days, three events in two seconds, at the pace of the script, until it is
   * stopped.
   */
  public static DemoSettings standard(ZoneId zone) {
    return new DemoSettings(150, 9, 1, 1.5, 1, null, zone, POLICY);
  }

  /** The same for so long. */
  public DemoSettings lasting(Duration duration) {
    return new DemoSettings(
        users, historyDays, seed, eventsPerSecond, speed, duration, zone, policy);
  }

  /** The same with another policy. */
  public DemoSettings with(Policy other) {
    return new DemoSettings(users, historyDays, seed, eventsPerSecond, speed, length, zone, other);
  }
}
