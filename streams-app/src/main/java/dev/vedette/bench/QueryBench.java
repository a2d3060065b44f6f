package dev.vedette.bench;

import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.rest.Queries;
import dev.vedette.rest.RestServer;
import dev.vedette.rest.RestSettings;
import dev.vedette.rest.StoreQueries;
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
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * The query service under load, over HTTP on kept connections, its callers in the same process.
 * What it can do is compared, in turns, with an operation of the same server that does nothing; how
 * long it takes is measured from when a query was due.
 */
public final class QueryBench {
  private static final long SEED = 20261123;
  private static final int CALLERS = 8;
  private static final int ROUNDS = 5;
  private static final int LOAD = 2_000;
  private static final int LOOKED_UP = 1_000;
  private static final int LOOKUPS_A_SECOND = 10;
  private static final int LOOKUPS = 50;
  private static final long EVENTS_PER_USER = 6;
  private static final long MAX_MICROS = 60_000_000;
  private static final long CACHE_BYTES = 64L << 20;
  private static final String BENCH = "/v1/tenants/bench/";

  private final BenchSettings settings;
  private final Consumer<String> progress;
  private final PackagedSchemas schemas = PackagedSchemas.load();

  /** A load test that tells what it is doing. */
  public QueryBench(BenchSettings settings, Consumer<String> progress) {
    this.settings = settings;
    this.progress = progress;
  }

  /** Runs in a temporary directory, which is gone afterwards. */
  public QueryReport run() throws IOException, InterruptedException {
    try (var home = TemporaryHome.make("bench")) {
      return runIn(home.path());
    }
  }

  private QueryReport runIn(Path directory) throws IOException, InterruptedException {
    progress.accept("starting a broker");
    try (var broker = EmbeddedBroker.start(directory.resolve("broker"), BrokerSettings.DEFAULT)) {
      ClientProperties clients =
          ClientProperties.NONE.withBootstrapServers(broker.bootstrapServers());
      PipelineSettings pipelineSettings = PipelineSettings.DEFAULT;
      var deployment =
          new Deployment(
              Topics.APPLICATION,
              clients,
              directory.resolve("state"),
              settings.threads(),
              settings.commitInterval(),
              CACHE_BYTES,
              settings.partitions(),
              true,
              0,
              "bench");
      var names = new Names(pipelineSettings.topicPrefix());
      Pipeline.provision(pipelineSettings, deployment);
      try (var pipeline = Pipeline.start(pipelineSettings, Wire.of(schemas), deployment)) {
        Queries queries = new StoreQueries(pipeline, pipelineSettings, InstantSource.system());
        return served(queries, pipeline, deployment, names);
      }
    }
  }

  private QueryReport served(Queries queries, Pipeline pipeline, Deployment deployment, Names names)
      throws InterruptedException {
    ClientProperties clients = deployment.clients();
    try (var generator =
            new Generator(
                clients,
                names.inbox(),
                new Traffic(SEED, settings.users()),
                new WireSerdes(schemas));
        var drain = new Drain(clients, deployment.applicationId(), names);
        var server =
            RestServer.start(new RestSettings("127.0.0.1", 0, null).limitedTo(0), queries);
        var threads = Executors.newCachedThreadPool()) {
      long events = EVENTS_PER_USER * settings.users();
      progress.accept("letting %,d events make subjects to ask about".formatted(events));
      generator.backlog(events);
      drain.await(pipeline);
      return measure(server.port(), Asked.of(queries, settings.users()), generator, threads);
    }
  }

  private QueryReport measure(int port, Asked asked, Generator generator, ExecutorService threads)
      throws InterruptedException {
    progress.accept("warming up with questions about %,d users".formatted(asked.risk().size()));
    List<byte[]> nothing = List.of(KeptConnection.get("/v1/health"));
    List<byte[]> risk = asked.risk();
    List<byte[]> sessions = asked.sessions();
    List<byte[]> lookups = asked.lookups();
    Duration turn = settings.phase().dividedBy(3);
    for (List<byte[]> requests : List.of(nothing, risk, sessions, risk, nothing)) {
      closed(port, requests, turn, threads);
    }
    var rounds = new ArrayList<QueryReport.Round>();
    for (int i = 1; i <= ROUNDS; i++) {
      var round =
          new QueryReport.Round(
              closed(port, nothing, turn, threads),
              closed(port, sessions, turn, threads),
              closed(port, risk, turn, threads));
      progress.accept(
          "requests a second, round %d of %d: nothing %,.0f, session %,.0f, risk %,.0f"
              .formatted(i, ROUNDS, round.nothing(), round.session(), round.risk()));
      rounds.add(round);
    }
    open(port, lookups, 1, LOOKUPS_A_SECOND, settings.phase(), threads);
    progress.accept("lookups of %,d".formatted(LOOKED_UP));
    var lookup = open(port, lookups, 1, LOOKUPS_A_SECOND, settings.phase(), threads);
    progress.accept("%,d queries/s beside %,d events/s".formatted(LOAD, LOAD));
    // Events flow a while before they count, so that what they begin to cost is over.
    Duration flowing = settings.phase().multipliedBy(5);
    Future<?> flow = threads.submit(() -> generator.timed(LOAD, flowing));
    open(port, risk, CALLERS, LOAD, settings.phase(), threads);
    var underLoad = open(port, risk, CALLERS, LOAD, settings.phase(), threads);
    progress.accept("lookups beside %,d events/s".formatted(LOAD));
    var lookupUnderLoad = open(port, lookups, 1, LOOKUPS_A_SECOND, settings.phase(), threads);
    if (flow.isDone()) {
      throw new IllegalStateException("the events ended before the questions");
    }
    var _ = get(flow);
    return new QueryReport(
        Bench.machine(),
        risk.size(),
        rounds,
        LOAD,
        latency(underLoad),
        latency(lookup),
        latency(lookupUnderLoad));
  }

  /** Users of whom something is known, and what is asked about them. */
  private record Asked(List<byte[]> risk, List<byte[]> sessions, List<byte[]> lookups) {
    static Asked of(Queries queries, int users) {
      var risk = new ArrayList<byte[]>();
      var sessions = new ArrayList<byte[]>();
      var named = new ArrayList<String>();
      for (int i = 0; i < users; i++) {
        Subject user = Subject.of("bench", SubjectType.USER, "user-" + i);
        var found = queries.sessionsOf(user);
        if (found == null) {
          continue;
        }
        risk.add(KeptConnection.get(BENCH + "subjects/user/" + user.id() + "/risk"));
        named.add("{\"type\":\"user\",\"id\":\"%s\"}".formatted(user.id()));
        for (var session : found.sessions()) {
          sessions.add(
              KeptConnection.get(
                  BENCH + "sessions/%s?owner=user:%s".formatted(session.life().id(), user.id())));
        }
      }
      return new Asked(risk, sessions, lookups(named));
    }

    private static List<byte[]> lookups(List<String> named) {
      var random = new SplittableRandom(SEED);
      return IntStream.range(0, LOOKUPS)
          .mapToObj(i ->
              random
                  .ints(LOOKED_UP, 0, named.size())
                  .mapToObj(named::get)
                  .collect(Collectors.joining(",", "{\"subjects\":[", "]}")))
          .map(body -> KeptConnection.post(BENCH + "risk/lookup", body))
          .toList();
    }
  }

  /** Asks as fast as answers come; returns requests a second. */
  private static double closed(
      int port, List<byte[]> requests, Duration length, ExecutorService threads)
      throws InterruptedException {
    long start = System.nanoTime();
    long end = start + length.toNanos();
    var callers = new ArrayList<Future<Long>>();
    for (int i = 0; i < CALLERS; i++) {
      var random = new SplittableRandom(SEED + i);
      callers.add(
          threads.submit(() -> {
            long asked = 0;
            try (var connection = new KeptConnection(port)) {
              while (System.nanoTime() - end < 0) {
                connection.ask(requests.get(random.nextInt(requests.size())));
                asked++;
              }
            }
            return asked;
          }));
    }
    long asked = 0;
    for (Future<Long> caller : callers) {
      asked += get(caller);
    }
    return asked / ((System.nanoTime() - start) / 1e9);
  }

  /** Asks at a steady rate, whether answers have come or not; how long they took since then. */
  private static Histogram open(
      int port,
      List<byte[]> requests,
      int connections,
      int perSecond,
      Duration length,
      ExecutorService threads)
      throws InterruptedException {
    long start = System.nanoTime();
    long number = perSecond * length.toSeconds();
    long periodNanos = 1_000_000_000L / perSecond;
    var callers = new ArrayList<Future<Histogram>>();
    for (int i = 0; i < connections; i++) {
      int first = i;
      var random = new SplittableRandom(SEED + i);
      callers.add(
          threads.submit(() -> {
            var micros = new Histogram(MAX_MICROS, 3);
            try (var connection = new KeptConnection(port)) {
              for (long n = first; n < number; n += connections) {
                long due = start + n * periodNanos;
                for (long wait = due - System.nanoTime();
                    wait > 0;
                    wait = due - System.nanoTime()) {
                  LockSupport.parkNanos(wait);
                }
                connection.ask(requests.get(random.nextInt(requests.size())));
                micros.recordValue(Math.min(MAX_MICROS, (System.nanoTime() - due) / 1_000));
              }
            }
            return micros;
          }));
    }
    var all = new Histogram(MAX_MICROS, 3);
    for (Future<Histogram> caller : callers) {
      all.add(get(caller));
    }
    return all;
  }

  private static <T> T get(Future<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a caller failed: " + e.getCause(), e);
    }
  }

  private static BenchReport.Latency latency(Histogram micros) {
    return new BenchReport.Latency(
        micros.getTotalCount(),
        at(micros, 50),
        at(micros, 90),
        at(micros, 99),
        at(micros, 99.9),
        at(micros, 100));
  }

  private static double at(Histogram micros, double percentile) {
    return micros.getValueAtPercentile(percentile) / 1e3;
  }
}
