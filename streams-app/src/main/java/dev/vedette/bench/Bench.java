package dev.vedette.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.vedette.bench.BenchReport.Latency;
import dev.vedette.bench.BenchReport.Rate;
import dev.vedette.events.Signal;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.runtime.Drain;
import dev.vedette.runtime.Pipeline;
import dev.vedette.runtime.Pipeline.Deployment;
import dev.vedette.runtime.TemporaryHome;
import dev.vedette.runtime.broker.BrokerSettings;
import dev.vedette.runtime.broker.EmbeddedBroker;
import dev.vedette.runtime.kafka.ClientProperties;
import dev.vedette.schemas.PackagedSchemas;
import dev.vedette.schemas.Topics;
import dev.vedette.topology.Names;
import dev.vedette.topology.PipelineSettings;
import dev.vedette.topology.Wire;
import dev.vedette.wire.WireSerdes;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.KafkaStreams;

/**
 * The load test, in one run on one broker, as single runs on one machine differ by a third.
 *
 * <p>First the yardstick: a bare exactly-once pass-through. Then the pipeline, on the same events
 * with the same settings: it learns from a week of history, so that there is something to compare
 * with, and works off a backlog of live events. Both rates are taken in the same way, warm: the
 * topology is paused, the backlog written, and the time taken from its release until the last stage
 * has committed the last event. Last, latency at half of that rate, open loop.
 */
public final class Bench {
  private static final long SEED = 20261122;

  /**
   * Fewer active hours than the burst detector needs: a load test is the burst of everybody at
   * once, which no company shows and which would make a signal of every third event.
   */
  private static final int HISTORY_DAYS = 7;

  private static final int HISTORY_PER_DAY_AND_SECOND = 500;
  private static final int WARM_EVENTS_PER_SECOND = 3_000;
  private static final long WARM_PASS_THROUGH = 200_000;
  private static final long MOST_EVENTS = 3_000_000;
  private static final long HOUR_MILLIS = 3_600_000L;
  private static final long DAY_MILLIS = 24 * HOUR_MILLIS;
  private static final long HISTORY_SPAN_MILLIS = 600_000L;
  private static final Duration SETTLE = Duration.ofSeconds(3);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration PIPELINE_POLL = Duration.ofMillis(200);
  private static final long CACHE_BYTES = 16L << 20;

  private final BenchSettings settings;
  private final Consumer<String> progress;
  private final PackagedSchemas schemas = PackagedSchemas.load();

  /** A load test that tells what it is doing. */
  public Bench(BenchSettings settings, Consumer<String> progress) {
    this.settings = settings;
    this.progress = progress;
  }

  /** Runs in a temporary directory, which is gone afterwards. */
  public BenchReport run() throws IOException, InterruptedException {
    try (var home = TemporaryHome.make("bench")) {
      return runIn(home.path());
    }
  }

  private BenchReport runIn(Path directory) throws InterruptedException {
    progress.accept("starting a broker");
    try (var broker = EmbeddedBroker.start(directory.resolve("broker"), BrokerSettings.DEFAULT)) {
      ClientProperties clients =
          ClientProperties.NONE.withBootstrapServers(broker.bootstrapServers());
      var time = new ProcessorTime(broker.pid());
      Measured passThrough = passThrough(clients, directory, time);
      return pipeline(clients, directory, time, passThrough);
    }
  }

  private Measured passThrough(ClientProperties clients, Path directory, ProcessorTime time)
      throws InterruptedException {
    Deployment deployment = deployment("bench-pass-through", clients, directory);
    var names = new Names("pass-through.");
    try (var through = PassThrough.start(deployment, names.inbox(), "pass-through.out");
        var generator = generator(clients, names.inbox());
        var drain = drain(deployment, names)) {
      Waiting done =
          () -> {
            while (drain.inboxLag() > 0) {
              through.check();
              Thread.sleep(POLL);
            }
          };
      progress.accept("warming the pass-through up");
      workOff(through.streams(), generator, WARM_PASS_THROUGH, done, time);
      Measured warm = workOff(through.streams(), generator, WARM_PASS_THROUGH, done, time);
      long events = events(warm, settings.phase().dividedBy(3));
      progress.accept("measuring the pass-through with %,d events".formatted(events));
      Measured measured = workOff(through.streams(), generator, events, done, time);
      progress.accept("pass-through: %,.0f events/s".formatted(measured.perSecond()));
      return measured;
    }
  }

  private BenchReport pipeline(
      ClientProperties clients, Path directory, ProcessorTime time, Measured passThrough)
      throws InterruptedException {
    PipelineSettings pipelineSettings = PipelineSettings.DEFAULT;
    Deployment deployment = deployment(Topics.APPLICATION, clients, directory);
    var names = new Names(pipelineSettings.topicPrefix());
    Pipeline.provision(pipelineSettings, deployment);
    try (var pipeline = Pipeline.start(pipelineSettings, Wire.of(schemas), deployment);
        var admin = Admin.create(clients.toProperties());
        var generator = generator(clients, names.inbox());
        var drain = drain(deployment, names)) {
      Waiting done =
          () -> {
            while (drain.inboxLag() > 0) { // asked seldom: asking costs the broker something
              pipeline.check();
              Thread.sleep(PIPELINE_POLL);
            }
            drain.await(pipeline);
          };
      learn(generator, done);
      progress.accept("warming the pipeline up");
      long warmEvents = WARM_EVENTS_PER_SECOND * settings.phase().toSeconds();
      workOff(pipeline.streams(), generator, warmEvents, done, time);
      Measured warm = workOff(pipeline.streams(), generator, warmEvents, done, time);
      long events = events(warm, settings.phase());
      progress.accept("measuring the pipeline with %,d events".formatted(events));
      var before = Hops.look(pipeline.streams(), admin);
      Measured measured = workOff(pipeline.streams(), generator, events, done, time);
      var after = Hops.look(pipeline.streams(), admin);
      progress.accept("pipeline: %,.0f events/s".formatted(measured.perSecond()));
      String observations = names.of(Topics.OBSERVATIONS);
      double load = settings.latencyRate() > 0 ? settings.latencyRate() : measured.perSecond() / 2;
      List<Latency> latencies = latencies(clients, names, generator, load);
      done.await();
      return new BenchReport(
          settings,
          machine(),
          rate(passThrough),
          rate(measured),
          (double) (after.records(observations) - before.records(observations)) / events,
          load,
          latencies.getFirst(),
          latencies.getLast(),
          after.since(before, events));
    }
  }

  /**
   * Days of history, ten minutes of each at this time of day, one after the other, so that ingest
   * tasks do not run days apart.
   */
  private void learn(Generator generator, Waiting done) throws InterruptedException {
    long perDay = HISTORY_PER_DAY_AND_SECOND * settings.phase().toSeconds();
    // Within one hour of each day: two would be twice the active hours.
    long hourMillis = Math.floorDiv(System.currentTimeMillis(), HOUR_MILLIS) * HOUR_MILLIS;
    progress.accept(
        "letting the pipeline learn from %d days of history, %,d events"
            .formatted(HISTORY_DAYS, HISTORY_DAYS * perDay));
    for (int day = HISTORY_DAYS; day > 0; day--) {
      long startMillis = hourMillis - day * DAY_MILLIS;
      generator.backlog(perDay, i -> startMillis + i * HISTORY_SPAN_MILLIS / perDay);
      done.await();
    }
  }

  private List<Latency> latencies(
      ClientProperties clients, Names names, Generator generator, double load)
      throws InterruptedException {
    progress.accept("measuring latency at %,.0f events/s".formatted(load));
    var serdes = new WireSerdes(schemas);
    try (var updates =
            new LatencyWatch<RiskUpdate>(
                clients,
                names.of(Topics.RISK_UPDATES),
                serdes.riskUpdates().deserializer(),
                RiskUpdate::causedBy);
        var signals =
            new LatencyWatch<Signal>(
                clients,
                names.of(Topics.SIGNALS),
                serdes.signals().deserializer(),
                Signal::causedBy)) {
      generator.timed(load, SETTLE);
      updates.begin();
      signals.begin();
      generator.timed(load, settings.phase());
      Thread.sleep(SETTLE);
      return List.of(updates.end(), signals.end());
    }
  }

  /** Something that is waited for. */
  @FunctionalInterface
  private interface Waiting {
    void await() throws InterruptedException;
  }

  private static Measured workOff(
      KafkaStreams streams, Generator generator, long events, Waiting done, ProcessorTime time)
      throws InterruptedException {
    streams.pause();
    generator.backlog(events);
    Duration usedBefore = time.used();
    long startNanos = System.nanoTime();
    streams.resume();
    done.await();
    return new Measured(
        events, Duration.ofNanos(System.nanoTime() - startNanos), time.used().minus(usedBefore));
  }

  private static long events(Measured warm, Duration length) {
    return Math.clamp((long) (warm.perSecond() * length.toMillis() / 1e3), 1_000, MOST_EVENTS);
  }

  private Generator generator(ClientProperties clients, String topic) {
    return new Generator(
        clients, topic, new Traffic(SEED, settings.users()), new WireSerdes(schemas));
  }

  private static Drain drain(Deployment deployment, Names names) {
    return new Drain(deployment.clients(), deployment.applicationId(), names);
  }

  private Deployment deployment(String name, ClientProperties clients, Path directory) {
    return new Deployment(
        name,
        clients,
        directory.resolve("state"),
        settings.threads(),
        settings.commitInterval(),
        CACHE_BYTES,
        settings.partitions(),
        true,
        0,
        "bench");
  }

  private static Rate rate(Measured measured) {
    return new Rate(measured.events(), measured.perSecond(), measured.coreSecondsPerMillion());
  }

  static BenchReport.Machine machine() {
    long bytes =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    return new BenchReport.Machine(
        Runtime.getRuntime().availableProcessors(), Math.round(bytes / 1e8) / 10.0);
  }
}
