package dev.vedette.app;

import dev.vedette.bench.Bench;
import dev.vedette.bench.BenchReport;
import dev.vedette.bench.BenchSettings;
import dev.vedette.bench.BenchText;
import dev.vedette.bench.ClusterBench;
import dev.vedette.bench.ClusterReport;
import dev.vedette.bench.ClusterSettings;
import dev.vedette.bench.QueryBench;
import dev.vedette.bench.QueryReport;
import dev.vedette.bench.RestoreBench;
import dev.vedette.bench.RestoreReport;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what the pipeline can do on this machine. */
@Command(
    name = "bench",
    description = {
      "Measure the pipeline beside a bare Kafka Streams pass-through: rate, processor time, what is"
          + " written, latency.",
      "Brings its own broker and cleans up after itself. Takes about two minutes and both cores:"
          + " figures are worth as much as the machine is idle."
    },
    mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
  private static final Duration CLUSTER_WARM_UP = Duration.ofSeconds(30);
  private static final int CLUSTER_EVENTS = 1_000;

  @Spec private CommandSpec spec;
  @Mixin private StreamsOptions streamsOptions;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "30",
      description =
          "How long the pipeline is measured, once saturated and once at half of that load"
              + " (default ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--users",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Principals, active by Zipf's law (default ${DEFAULT-VALUE}).")
  private int users;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Events a second at which latency is measured; 0 for half of the rate that the pipeline"
              + " has shown (default ${DEFAULT-VALUE}).")
  private int rate;

  @Option(
      names = "--restore",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Measure something else: how long a pipeline that lost its disk takes to restore the risk"
              + " state of N principals, and how many bytes each takes. Of the other options only"
              + " --threads, --partitions, --commit-interval and --json matter then.")
  private int restore;

  @Option(
      names = "--query",
      description =
          "Measure something else: what the query service answers in a second, and how fast while"
              + " events flow. Of the other options --rate does not matter then.")
  private boolean query;

  @Option(
      names = "--cluster",
      description =
          "Measure something else: three instances are asked about random subjects while events"
              + " flow, for as long as --seconds says in peace and then while one is killed and"
              + " another stopped and started again. Each answer is compared with the records that"
              + " it names. --users and --partitions matter then, and --rate for the events.")
  private boolean cluster;

  @Option(
      names = "--queries",
      paramLabel = "N",
      defaultValue = "200",
      description = "Questions a second with --cluster (default ${DEFAULT-VALUE}).")
  private int queries;

  @Option(names = "--json", description = "Print the report as JSON.")
  private boolean json;

  @SuppressWarnings("NullAway.Init")
  BenchCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (cluster) {
      return tryCluster();
    }
    var settings =
        new BenchSettings(
            Duration.ofSeconds(seconds),
            streamsOptions.threads(),
            streamsOptions.partitions(),
            streamsOptions.commitInterval(),
            users,
            rate);
    var out = spec.commandLine().getOut();
    if (query) {
      QueryReport report = new QueryBench(settings, this::tell).run();
      out.print(json ? report.json() + '\n' : report.table());
    } else if (restore != 0) {
      RestoreReport report = new RestoreBench(settings, restore, this::tell).run();
      out.print(json ? report.json() + '\n' : report.table());
    } else {
      BenchReport report = new Bench(settings, this::tell).run();
      out.print(json ? BenchText.json(report) + '\n' : BenchText.table(report));
    }
    out.flush();
    return 0;
  }

  private int tryCluster() throws IOException, InterruptedException {
    var settings =
        new ClusterSettings(
            Duration.ofSeconds(seconds),
            Duration.ofSeconds(seconds),
            CLUSTER_WARM_UP,
            streamsOptions.partitions(),
            users,
            rate == 0 ? CLUSTER_EVENTS : rate,
            queries);
    ClusterReport report = new ClusterBench(settings, this::tell).run();
    var out = spec.commandLine().getOut();
    out.print(json ? report.json() + '\n' : report.table());
    out.flush();
    return report.isRight() ? 0 : 1;
  }

  private void tell(String line) {
    var progress = spec.commandLine().getErr();
    progress.println("bench: " + line);
    progress.flush();
  }
}
