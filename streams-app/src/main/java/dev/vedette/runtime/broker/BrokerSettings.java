package dev.vedette.runtime.broker;

import java.time.Duration;

/**
 * How an {@link EmbeddedBroker} is started and stopped.
 *
 * @param port where clients connect on 127.0.0.1; 0 takes any free port
 * @param heapMegabytes the greatest heap of the broker's process, at least 128
 * @param lockWait how long a start waits for another process to leave the data directory
 * @param startWait how long a start may take in all once the directory is free
 * @param stopWait how long a clean stop may take before the process is killed
 */
public record BrokerSettings(
    int port, int heapMegabytes, Duration lockWait, Duration startWait, Duration stopWait) {

  /** Any free port, 512 MB, 30 s for the lock, 60 s to start, 20 s to stop. */
  public static final BrokerSettings DEFAULT =
      new BrokerSettings(
          0, 512, Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofSeconds(20));

  /** Checks the ranges. */
  public BrokerSettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port is " + port + ", not within 0..65535");
    }
    if (heapMegabytes < 128) {
      throw new IllegalArgumentException("heapMegabytes is " + heapMegabytes + ", not 128 or more");
    }
    notNegative("lockWait", lockWait);
    notNegative("startWait", startWait);
    notNegative("stopWait", stopWait);
  }

  private static void notNegative(String name, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(name + " is " + value + ", not zero or more");
    }
  }

  /** The same settings with another limit for the lock. */
  public BrokerSettings withLockWait(Duration wait) {
    return new BrokerSettings(port, heapMegabytes, wait, startWait, stopWait);
  }
}
