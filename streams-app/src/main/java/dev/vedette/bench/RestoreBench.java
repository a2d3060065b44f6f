package dev.vedette.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vedette.events.SubjectKey;
import dev.vedette.flows.risk.Position;
import dev.vedette.flows.risk.RiskStores;
import dev.vedette.risk.Formula;
import dev.vedette.risk.RiskRecord;
import dev.vedette.runtime.Pipeline;
import dev.vedette.runtime.Pipeline.Deployment;
import dev.vedette.runtime.TemporaryHome;
import dev.vedette.runtime.broker.BrokerSettings;
import dev.vedette.runtime.broker.EmbeddedBroker;
import dev.vedette.runtime.kafka.ClientProperties;
import dev.vedette.schemas.PackagedSchemas;
import dev.vedette.schemas.Topics;
import dev.vedette.topology.PipelineSettings;
import dev.vedette.topology.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * How long a pipeline that lost its disk takes to have the risk state of many principals again.
 *
 * <p>Their records, and when they are due, are written straight into the changelogs, in the form
 * that the pipeline gives them; then it starts with an empty state directory. The signals behind
 * the records, which explain them, are not part of it. The time is that until all tasks run, less
 * that of a start with empty changelogs on the same broker.
 */
public final class RestoreBench {
  private static final long CACHE_BYTES = 16L << 20;
  private static final int MOST_PRINCIPALS = 10_000_000;

  /** Long enough for the first commit, which makes the stores known as read under this policy. */
  private static final int COMMITS = 10;

  /** As it is in a partition that has been read for some months. */
  static final Position POSITION = new Position(30_000_000, 40_000_000, 5_000);

  private static final List<String> STORES = List.of(RiskStores.SUBJECTS, RiskStores.DUE);

  private final BenchSettings settings;
  private final int principals;
  private final Consumer<String> progress;
  private final PipelineSettings pipelineSettings = PipelineSettings.DEFAULT;
  private final Formula formula = Formula.of(pipelineSettings.policy());
  private final Wire wire = Wire.of(PackagedSchemas.load());

  /** A restore of so many principals that tells what it is doing. */
  public RestoreBench(BenchSettings settings, int principals, Consumer<String> progress) {
    if (principals < 1 || principals > MOST_PRINCIPALS) {
      throw new IllegalArgumentException(
          "principals are 1 to %d, not %d".formatted(MOST_PRINCIPALS, principals));
    }
    this.settings = settings;
    this.principals = principals;
    this.progress = progress;
  }

  /** Runs in a temporary directory, which is gone afterwards. */
  public RestoreReport run() throws IOException, InterruptedException {
    try (var home = TemporaryHome.make("restore")) {
      progress.accept("starting a broker");
      try (var broker =
          EmbeddedBroker.start(home.path().resolve("broker"), BrokerSettings.DEFAULT)) {
        return runOn(
            ClientProperties.NONE.withBootstrapServers(broker.bootstrapServers()), home.path());
      }
    }
  }

  private RestoreReport runOn(ClientProperties clients, Path home)
      throws IOException, InterruptedException {
    progress.accept("starting a pipeline that has nothing to restore, twice");
    Deployment first = deployment(clients, home.resolve("first"));
    Pipeline.provision(pipelineSettings, first);
    start(first, null);
    Duration empty = start(deployment(clients, home.resolve("empty")), null);
    progress.accept("writing the risk state of %,d principals".formatted(principals));
    Written written = write(clients, first.applicationId());
    progress.accept("restoring it");
    Deployment restoring = deployment(clients, home.resolve("restored"));
    Duration restored = start(restoring, written);
    return new RestoreReport(
        Bench.machine(),
        settings,
        principals,
        empty,
        restored,
        written.records,
        stores(clients, restoring, written));
  }

  /** Starts, has a look whether what was written last is there, and stops. */
  private Duration start(Deployment deployment, @Nullable Written written)
      throws InterruptedException {
    long startNanos = System.nanoTime();
    try (Pipeline pipeline = Pipeline.start(pipelineSettings, wire, deployment)) {
      Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
      if (written != null
          && !Arrays.equals(
              pipeline.<String, byte[]>store(RiskStores.SUBJECTS).get(written.lastKey),
              written.lastValue)) {
        throw new IllegalStateException("what was restored is not what was written");
      }
      Thread.sleep(deployment.commitInterval().multipliedBy(COMMITS));
      pipeline.check();
      return took;
    }
  }

  /** What was written: bytes of keys and values by store, and one entry to find again. */
  private static final class Written {
    private final long[] keys = new long[STORES.size()];
    private final long[] values = new long[STORES.size()];
    private long records;
    private String lastKey = "";
    private byte[] lastValue = {};
  }

  private Written write(ClientProperties clients, String applicationId) {
    Properties config = clients.toProperties();
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 20);
    var written = new Written();
    var failed = new AtomicReference<@Nullable Exception>();
    try (var producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < principals; i++) {
        RiskRecord record = TypicalPrincipal.record(i, formula, System.currentTimeMillis());
        long dueMillis = record.nextDueMillis(formula);
        written.lastKey = SubjectKey.encode(record.subject());
        written.lastValue = RiskStores.stored(dueMillis, POSITION, record);
        written.records += written.lastValue.length - Long.BYTES;
        byte[] id = written.lastKey.getBytes(UTF_8);
        byte[][] keys = {id, RiskStores.dueKey(dueMillis, id).get()};
        byte[][] values = {written.lastValue, {}};
        // Both in the partition of the principal, by Kafka's rule.
        int partition = Utils.toPositive(Utils.murmur2(id)) % settings.partitions();
        for (int store = 0; store < keys.length; store++) {
          written.keys[store] += keys[store].length;
          written.values[store] += values[store].length;
          var _ =
              producer.send(
                  new ProducerRecord<>(
                      changelog(applicationId, STORES.get(store)),
                      partition,
                      keys[store],
                      values[store]),
                  (sent, failure) -> {
                    if (failure != null) {
                      failed.compareAndSet(null, failure);
                    }
                  });
        }
      }
    }
    Exception failure = failed.get();
    if (failure != null) {
      throw new IllegalStateException("state could not be written: " + failure, failure);
    }
    return written;
  }

  private static List<RestoreReport.Store> stores(
      ClientProperties clients, Deployment deployment, Written written)
      throws IOException, InterruptedException {
    Map<String, Long> logs;
    try (var admin = Admin.create(clients.toProperties())) {
      logs = Hops.logSizes(admin);
    }
    RestoreReport.Store[] stores = new RestoreReport.Store[STORES.size()];
    for (int i = 0; i < stores.length; i++) {
      String name = STORES.get(i);
      stores[i] =
          new RestoreReport.Store(
              name,
              written.keys[i],
              written.values[i],
              logs.getOrDefault(changelog(deployment.applicationId(), name), 0L),
              diskBytes(deployment.stateDirectory(), name));
    }
    return List.of(stores);
  }

  /** The files below all directories of this name. */
  private static long diskBytes(Path directory, String store) throws IOException {
    try (var files = Files.walk(directory)) {
      long bytes = 0;
      for (Path file : (Iterable<Path>) files::iterator) {
        Path parent = file.getParent();
        if (parent != null && parent.endsWith(store) && Files.isRegularFile(file)) {
          bytes += Files.size(file);
        }
      }
      return bytes;
    }
  }

  private static String changelog(String applicationId, String store) {
    return applicationId + "-" + store + "-changelog";
  }

  private Deployment deployment(ClientProperties clients, Path state) {
    return new Deployment(
        Topics.APPLICATION,
        clients,
        state,
        settings.threads(),
        settings.commitInterval(),
        CACHE_BYTES,
        settings.partitions(),
        false,
        0,
        "bench");
  }
}
