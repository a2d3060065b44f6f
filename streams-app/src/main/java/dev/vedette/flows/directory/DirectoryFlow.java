package dev.vedette.flows.directory;

import dev.vedette.sources.facts.DeviceFact;
import dev.vedette.sources.facts.Directory;
import dev.vedette.sources.facts.PrincipalFact;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.state.Stores;

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

  private DirectoryFlow() {}

  /** Tells a directory of the principals of a topic. */
  public static void followPrincipals(StreamsBuilder builder, String topic, Directory directory) {
    follow(
        builder,
        topic,
        PRINCIPALS,
        "directory-read-principals",
        new Following.Told<PrincipalFact>(Directory::principal, directory::put, directory::remove));
  }

  /** Tells a directory of the devices of a topic. */
  public static void followDevices(StreamsBuilder builder, String topic, Directory directory) {
    follow(
        builder,
        topic,
        DEVICES,
        "directory-read-devices",
        new Following.Told<DeviceFact>(Directory::device, directory::put, directory::remove));
  }

  private static <T> void follow(
      StreamsBuilder builder, String topic, String store, String name, Following.Told<T> told) {
    builder.addGlobalStore(
        Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(store), Serdes.Bytes(), Serdes.ByteArray())
            .withLoggingDisabled(),
        topic,
        Consumed.with(Serdes.Bytes(), Serdes.ByteArray()).withName(name),
        () -> new Following<>(store, told));
  }
}
