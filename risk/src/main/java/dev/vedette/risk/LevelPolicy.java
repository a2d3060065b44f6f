package dev.vedette.risk;

import java.time.Duration;

/**
 * From which log-odds a level begins, and how it is left.
 *
 * @param mediumNats MEDIUM begins here
 * @param highNats HIGH begins here, above MEDIUM
 * @param criticalNats CRITICAL begins here, above HIGH
 * @param hysteresisNats a level is left only when the log-odds are so far below its beginning, 0 to
 *     2
 * @param dwell a level is kept so long before it falls, 0 to 24 hours
 */
public record LevelPolicy(
    double mediumNats,
    double highNats,
    double criticalNats,
    double hysteresisNats,
    Duration dwell) {
  private static final Duration MAX_DWELL = Duration.ofHours(24);

  /** Checks the bounds and the order. */
  public LevelPolicy {
    Policy.check("beginning of MEDIUM", mediumNats, -30, 30);
    Policy.check("beginning of HIGH", highNats, -30, 30);
    Policy.check("beginning of CRITICAL", criticalNats, -30, 30);
    Policy.check("hysteresis", hysteresisNats, 0, 2);
    if (!(mediumNats < highNats && highNats < criticalNats)) {
      throw new IllegalArgumentException(
          "levels begin at MEDIUM %s, HIGH %s, CRITICAL %s: each must begin above the one before"
              .formatted(mediumNats, highNats, criticalNats));
    }
    if (dwell.isNegative() || dwell.compareTo(MAX_DWELL) > 0) {
      throw new IllegalArgumentException(
          "dwell %s: must be from PT0S to %s".formatted(dwell, MAX_DWELL));
    }
  }

  /** Where a level begins, in micro-nats; LOW begins below everything. */
  public long beginsMicros(Level level) {
    return switch (level) {
      case LOW -> Long.MIN_VALUE;
      case MEDIUM -> Policy.micros(mediumNats);
      case HIGH -> Policy.micros(highNats);
      case CRITICAL -> Policy.micros(criticalNats);
    };
  }

  /** Down to where a level is kept, in micro-nats. */
  public long keptMicros(Level level) {
    return level == Level.LOW
        ? Long.MIN_VALUE
        : beginsMicros(level) - Policy.micros(hysteresisNats);
  }

  /** The level of log-odds that come from nowhere: without hysteresis. */
  public Level entered(long logOddsMicros) {
    return highest(logOddsMicros, false);
  }

  /** The highest level that these log-odds keep. */
  public Level kept(long logOddsMicros) {
    return highest(logOddsMicros, true);
  }

  private Level highest(long logOddsMicros, boolean kept) {
    Level highest = Level.LOW;
    for (Level level : Level.values()) {
      if (logOddsMicros >= (kept ? keptMicros(level) : beginsMicros(level))) {
        highest = level;
      }
    }
    return highest;
  }
}
