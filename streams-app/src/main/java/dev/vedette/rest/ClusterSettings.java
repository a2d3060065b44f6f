package dev.vedette.rest;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an instance asks and is asked by others.
 *
 * @param advertised {@code host:port} where others ask this one
 * @param key a file with the secret that all of them share; null if all are on this machine
 * @param staleness how old a copy may be from which is answered when who works on it is away
 */
public record ClusterSettings(String advertised, @Nullable Path key, Duration staleness) {
  /** What is said of staleness if nothing is. */
  public static final Duration STALENESS = Duration.ofSeconds(10);

  private static final Duration MAX_STALENESS = Duration.ofHours(1);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException quoting what is wrong
   */
  public ClusterSettings {
    URI address = address(advertised);
    if (address == null || address.getHost() == null || address.getPort() < 1) {
      throw new IllegalArgumentException("REST is advertised as HOST:PORT, not as " + advertised);
    }
    if (staleness.isNegative() || staleness.compareTo(MAX_STALENESS) > 0) {
      throw new IllegalArgumentException(
          "staleness is 0 to %s, not %s".formatted(MAX_STALENESS, staleness));
    }
    if (key == null && !RestSettings.isLoopback(address.getHost())) {
      throw new IllegalArgumentException(
          "REST advertised as %s: beyond this machine instances need a cluster key"
              .formatted(advertised));
    }
  }

  private static @Nullable URI address(String advertised) {
    try {
      URI address = URI.create("http://" + advertised);
      return address.getRawAuthority().equals(advertised) && address.getUserInfo() == null
          ? address
          : null;
    } catch (IllegalArgumentException | NullPointerException e) {
      return null;
    }
  }

  /**
   * Where an instance is advertised of which nothing is said.
   *
   * @return null if it listens everywhere, on a port that is not known yet, or beyond this machine
   *     without a key
   */
  public static @Nullable String advertisedOf(String host, int port, @Nullable Path key) {
    if (port == 0
        || RestSettings.isWildcard(host)
        || (key == null && !RestSettings.isLoopback(host))) {
      return null;
    }
    return (host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + port;
  }
}
