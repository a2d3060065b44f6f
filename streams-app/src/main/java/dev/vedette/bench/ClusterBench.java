package dev.vedette.bench;

import dev.vedette.bench.ClusterReport.Phase;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.risk.Formula;
import dev.vedette.risk.Verdict;
import dev.vedette.runtime.CommandProcess;
import dev.vedette.runtime.Pipeline;
import dev.vedette.runtime.Pipeline.Deployment;
import dev.vedette.runtime.TemporaryHome;
import dev.vedette.runtime.VerdictPublisher;
import dev.vedette.runtime.broker.BrokerSettings;
import dev.vedette.runtime.broker.EmbeddedBroker;
import dev.vedette.runtime.kafka.ClientProperties;
import dev.vedette.schemas.PackagedSchemas;
import dev.vedette.schemas.Topics;
import dev.vedette.topology.Names;
import dev.vedette.topology.PipelineSettings;
import dev.vedette.wire.WireSerdes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Several instances in processes of their own are asked about random subjects while events flow,
 * one is killed and another one stopped and started again; each answer is compared with what the
 * records that it names add up to. Brings its own broker.
 */
public final class ClusterBench {
  private static final long SEED = 20261124;
  private static final Duration READY = Duration.ofMinutes(2);
  private static final Duration STOPPING = Duration.ofMinutes(1);

  /** Of the trial's own, a second: so that there is much to be wrong about. */
  private static final int SIGNALS = 50;

  private static final Duration VERDICT_EACH = Duration.ofSeconds(1);
  private static final List<String> JVM =
      List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private final ClusterSettings settings;
  private final Consumer<String> progress;
  private final PipelineSettings pipelineSettings = PipelineSettings.DEFAULT;
  private final Names names = new Names(pipelineSettings.topicPrefix());
  private final WireSerdes serdes = new WireSerdes(PackagedSchemas.load());

  /** A trial that tells what it is doing. */
  public ClusterBench(ClusterSettings settings, Consumer<String> progress) {
    this.settings = settings;
    this.progress = progress;
  }

  /** Runs in a temporary directory, which is gone afterwards if no answer was wrong. */
  public ClusterReport run() throws IOException, InterruptedException {
    try (var home = TemporaryHome.make("cluster")) {
      progress.accept("starting a broker");
      try (var broker =
          EmbeddedBroker.start(home.path().resolve("broker"), BrokerSettings.DEFAULT)) {
        ClusterReport report =
            runOn(
                ClientProperties.NONE.withBootstrapServers(broker.bootstrapServers()), home.path());
        if (!report.isRight()) {
          progress.accept("what the instances said is kept in " + home.path());
          home.keep();
        }
        return report;
      }
    }
  }

  private ClusterReport runOn(ClientProperties clients, Path home)
      throws IOException, InterruptedException {
    Pipeline.provision(pipelineSettings, deployment(clients, home));
    List<Instance> instances = new CopyOnWriteArrayList<>();
    // Who stops the trial stops the instances.
    var ending = new Thread(() -> instances.forEach(Instance::close), "end-instances");
    Runtime.getRuntime().addShutdownHook(ending);
    try (var threads = Executors.newCachedThreadPool()) {
      try {
        progress.accept("starting %d instances".formatted(ClusterSettings.INSTANCES));
        for (int i = 0; i < ClusterSettings.INSTANCES; i++) {
          instances.add(Instance.start(i, clients, home, settings));
        }
        for (Instance instance : instances) {
          instance.awaitReady(READY);
        }
        return tried(clients, instances, threads);
      } finally {
        instances.forEach(Instance::close);
        threads.shutdownNow();
        Runtime.getRuntime().removeShutdownHook(ending);
      }
    }
  }

  private ClusterReport tried(
      ClientProperties clients, List<Instance> instances, ExecutorService threads)
      throws IOException, InterruptedException {
    try (var evidence =
            new Evidence(clients, names.of(Topics.SIGNALS), serdes, settings.users(), SEED);
        var generator =
            new Generator(clients, names.inbox(), new Traffic(SEED, settings.users()), serdes);
        var verdicts = new VerdictPublisher(clients, names, serdes);
        var questioner =
            new Questioner(
                instances.stream().map(Instance::rest).toList(), settings.users(), SEED)) {
      progress.accept("warming up for " + settings.warmUp());
      var _ =
          phase(settings.warmUp(), generator, evidence, verdicts, questioner, threads, () -> null);
      List<Answer> calm = List.of();
      if (!settings.calm().isZero()) {
        progress.accept("asking for " + settings.calm());
        calm =
            phase(settings.calm(), generator, evidence, verdicts, questioner, threads, () -> null);
      }
      progress.accept("asking for %s, and disturbing".formatted(settings.disturbed()));
      List<Answer> disturbed =
          phase(
              settings.disturbed(),
              generator,
              evidence,
              verdicts,
              questioner,
              threads,
              () -> disturb(instances));
      progress.accept("comparing %,d answers".formatted(calm.size() + disturbed.size()));
      var log =
          RiskLog.read(
              clients, names, serdes, Formula.of(pipelineSettings.policy()), settings.partitions());
      return new ClusterReport(
          Bench.machine(),
          settings,
          log.signals(),
          settings.calm().isZero() ? null : Phase.of(calm, log),
          Phase.of(disturbed, log));
    }
  }

  /** Events, verdicts and questions for so long, and something else beside. */
  private List<Answer> phase(
      Duration length,
      Generator generator,
      Evidence evidence,
      VerdictPublisher verdicts,
      Questioner questioner,
      ExecutorService threads,
      Callable<@Nullable Void> beside)
      throws InterruptedException {
    Future<?> events =
        threads.submit(() -> {
          generator.timed(settings.events(), length);
          return null;
        });
    Future<?> signals =
        threads.submit(() -> {
          evidence.timed(SIGNALS, length);
          return null;
        });
    Future<?> rulings =
        threads.submit(() -> {
          rule(verdicts, length);
          return null;
        });
    Future<?> other = threads.submit(beside);
    List<Answer> answers = questioner.ask(settings.queries(), length);
    for (Future<?> one : List.of(events, signals, rulings, other)) {
      try {
        one.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("the trial itself failed: " + e.getCause(), e);
      }
    }
    return answers;
  }

  private void rule(VerdictPublisher verdicts, Duration length)
      throws IOException, InterruptedException {
    var random = new SplittableRandom(SEED);
    for (long i = 0; i < length.dividedBy(VERDICT_EACH); i++) {
      long now = System.currentTimeMillis();
      verdicts.put(
          new Verdict(
              "trial-%d-%d".formatted(now, i),
              Subject.of("bench", SubjectType.USER, "user-" + random.nextInt(settings.users())),
              i % 2 == 0 ? Verdict.Kind.FALSE_POSITIVE : Verdict.Kind.TRUE_POSITIVE,
              null,
              null,
              now + Duration.ofHours(1).toMillis(),
              now,
              "bench",
              ""));
      TimeUnit.MILLISECONDS.sleep(VERDICT_EACH.toMillis());
    }
  }

  /** Kills the first instance for good; stops the second and starts it again. */
  private @Nullable Void disturb(List<Instance> instances)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    await(start, settings.killAfter());
    progress.accept("killing an instance");
    instances.get(0).process().kill();
    await(start, settings.stopAfter());
    progress.accept("stopping another one");
    if (!instances.get(1).process().stop(STOPPING)) {
      throw new IllegalStateException("an instance does not stop");
    }
    await(start, settings.startAfter());
    progress.accept("starting it again");
    instances.get(1).process().start();
    return null;
  }

  private static void await(long startNanos, Duration after) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(startNanos + after.toNanos() - System.nanoTime());
  }

  private Deployment deployment(ClientProperties clients, Path home) {
    return new Deployment(
        Topics.APPLICATION,
        clients,
        home,
        1,
        Duration.ofMillis(100),
        0,
        settings.partitions(),
        false,
        0,
        "bench");
  }

  /** One instance. */
  private record Instance(CommandProcess process, URI rest) {
    static Instance start(int number, ClientProperties clients, Path home, ClusterSettings settings)
        throws IOException {
      int port = freePort();
      Path own = Files.createDirectories(home.resolve("instance-" + number));
      var process =
          new CommandProcess(
              own,
              JVM,
              List.of(
                  "run",
                  "--data-dir",
                  own.toString(),
                  "--bootstrap-servers",
                  clients.bootstrapServers().orElseThrow(),
                  "--instance",
                  "instance-" + number,
                  "--standbys",
                  "1",
                  "--threads",
                  "1",
                  "--partitions",
                  Integer.toString(settings.partitions()),
                  "--rest-port",
                  Integer.toString(port),
                  "--rest-rate",
                  "0"));
      process.start();
      return new Instance(process, URI.create("http://127.0.0.1:" + port));
    }

    private static int freePort() throws IOException {
      try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
        return socket.getLocalPort();
      }
    }

    void awaitReady(Duration patience) throws InterruptedException {
      long deadline = System.nanoTime() + patience.toNanos();
      try (var client = HttpClient.newHttpClient()) {
        while (!isReady(client)) {
          if (System.nanoTime() - deadline > 0 || !process.process().isAlive()) {
            throw new IllegalStateException("an instance does not run: " + process.said());
          }
          TimeUnit.MILLISECONDS.sleep(200);
        }
      }
    }

    private boolean isReady(HttpClient client) throws InterruptedException {
      try {
        var request = HttpRequest.newBuilder(rest.resolve("/v1/ready")).build();
        return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
      } catch (IOException e) {
        return false;
      }
    }

    void close() {
      process.close();
    }
  }
}
