package dev.vedette.flows.directory;

import dev.vedette.flows.Following;
import dev.vedette.sources.facts.DeviceFact;
import dev.vedette.sources.facts.Directory;
import dev.vedette.sources.facts.PrincipalFact;
import org.apache.kafka.streams.StreamsBuilder;

/**
 * Records of the directory in, into the memory of this instance. Each is one version of the facts
 * about one principal or device, as JSON; none withdraws it. Global stores remember them, so that a
 * restart knows what was known.
 */
public final class DirectoryFlow {
  /** What records say of principals, on every instance. */
  public static final String PRINCIPALS = "directory-principals-v1";

  /** What records say of devices, on every instance. */
  public static final String DEVICES = "directory-devices-v1";

  private static final String METRICS = "directory";

  private DirectoryFlow() {}

  /** Tells a directory of the principals of a topic. */
  public static void followPrincipals(StreamsBuilder builder, String topic, Directory directory) {
    Following.<PrincipalFact>follow(
        builder,
        topic,
        METRICS,
        PRINCIPALS,
        "directory-read-principals",
        (key, value) -> Directory.principal(PRINCIPALS, value),
        (before, after) -> {
          if (before != null) {
            directory.remove(before);
          }
          if (after != null) {
            directory.put(after);
          }
        });
  }

  /** Tells a directory of the devices of a topic. */
  public static void followDevices(StreamsBuilder builder, String topic, Directory directory) {
    Following.<DeviceFact>follow(
        builder,
        topic,
        METRICS,
        DEVICES,
        "directory-read-devices",
        (key, value) -> Directory.device(DEVICES, value),
        (before, after) -> {
          if (before != null) {
            directory.remove(before);
          }
          if (after != null) {
            directory.put(after);
          }
        });
  }
}
