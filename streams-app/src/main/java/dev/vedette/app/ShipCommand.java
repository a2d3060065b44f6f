package dev.vedette.app;

import dev.vedette.replay.input.Input;
import dev.vedette.runtime.kafka.ClientProperties;
import dev.vedette.ship.Shipper;
import dev.vedette.topology.Names;
import dev.vedette.wire.WireSerdes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Sends the lines of log files to a raw topic. */
@Command(
    name = "ship",
    description = {
      "Send the lines of log files to raw.SOURCE.v1, where a service that was started with --raw"
          + " reads them.",
      "Where it came to is remembered: the same command again goes on there."
    },
    mixinStandardHelpOptions = true)
final class ShipCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--source",
      required = true,
      paramLabel = "NAME",
      description = "The raw source: the topic is raw.NAME.v1.")
  private String source;

  @Option(
      names = "--format",
      paramLabel = "NAME",
      description = "The lines' format, if it is not the source's own.")
  private @Nullable String format;

  @Option(
      names = "--input",
      required = true,
      arity = "1..*",
      paramLabel = "FILE",
      description = "Files to send, line by line; not packed, and no JSON documents.")
  private List<Path> inputs;

  @Option(
      names = "--follow",
      description = "Go on for ever: lines that are appended, and files that replace these.")
  private boolean follow;

  @Option(
      names = "--data-dir",
      required = true,
      paramLabel = "DIR",
      description = "Where it remembers how far it came; one for each such command.")
  private Path data;

  @Option(
      names = "--bootstrap-servers",
      required = true,
      paramLabel = "HOST:PORT",
      description = "The Kafka cluster.")
  private String bootstrapServers;

  @Option(
      names = "--client-properties",
      paramLabel = "FILE",
      description = "Settings for Kafka's clients, such as TLS.")
  private @Nullable Path clientProperties;

  @Option(
      names = "--topic-prefix",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Put before every topic's name.")
  private String topicPrefix;

  @Option(
      names = "--linger",
      paramLabel = "DURATION",
      defaultValue = "5s",
      converter = DurationConverter.class,
      description =
          "How long a rotated file must be quiet before the next one is read (default"
              + " ${DEFAULT-VALUE}).")
  private Duration linger;

  @Mixin private SchemaOptions schemaOptions;

  private final CountDownLatch over = new CountDownLatch(1);

  @SuppressWarnings("NullAway.Init")
  ShipCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    for (Path input : inputs) {
      if (!follow && !Files.isRegularFile(input)) {
        throw new IOException(input + " is not a file");
      }
      if (!follow && !Input.hasLines(input)) {
        throw new IOException(
            input
                + " is packed, or a JSON document: only lines are sent, each a record"
                + " (normalize, replay and backtest read such files)");
      }
    }
    ClientProperties clients = ClientProperties.load(clientProperties);
    var serdes = new WireSerdes(schemaOptions.writing());
    var target =
        new Shipper.Target(
            clients.withBootstrapServers(bootstrapServers), new Names(topicPrefix), source, format);
    try (var shipper = new Shipper(target, serdes, inputs, data, linger)) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(shipper), "stop"));
      long sent = shipper.run(follow);
      spec.commandLine().getOut().printf("sent %d lines to %s%n", sent, target.topic());
      return 0;
    } finally {
      over.countDown();
    }
  }

  /** On SIGTERM: what was sent is remembered before the process ends. */
  private void stop(Shipper shipper) {
    shipper.stop();
    try {
      var _ = over.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
