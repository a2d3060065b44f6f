package dev.vedette.app;

import dev.vedette.models.ModelJson;
import dev.vedette.models.ModelKey;
import dev.vedette.models.ModelPublisher;
import dev.vedette.models.ModelText;
import dev.vedette.runtime.kafka.ClientProperties;
import dev.vedette.runtime.kafka.Provision;
import dev.vedette.runtime.kafka.TopicSpec;
import dev.vedette.schemas.Topics;
import dev.vedette.topology.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Learned models: look at them, publish them, withdraw them. */
@Command(
    name = "models",
    description = {
      "Models that were learned in batch (docs/models.md).",
      "Instances that run score with what is published, from its effectiveFrom on, without a"
          + " restart."
    },
    mixinStandardHelpOptions = true)
final class ModelsCommand implements Runnable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  ModelsCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: show, publish or withdraw");
  }

  /** Which cluster is told. */
  static final class Target {
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

    @SuppressWarnings("NullAway.Init")
    Target() {}

    private ClientProperties clients() {
      return (clientProperties == null
              ? ClientProperties.NONE
              : ClientProperties.load(clientProperties))
          .withBootstrapServers(bootstrapServers);
    }

    private String topic() {
      return new Names(topicPrefix).of(Topics.MODELS);
    }

    /** A publisher to the topic, which is made if it does not exist. */
    ModelPublisher open() {
      ClientProperties clients = clients();
      try (var admin = Admin.create(clients.toProperties())) {
        new Provision(admin, PATIENCE)
            .ensure(List.of(new TopicSpec(topic(), 1, Topics.MODELS.config())));
      }
      return new ModelPublisher(clients, topic());
    }
  }

  /** Reads a model and says what it is. */
  @Command(
      name = "show",
      description = "Check a model's file and say what it holds.",
      mixinStandardHelpOptions = true)
  int show(@Parameters(paramLabel = "FILE", description = "The model.") Path file)
      throws IOException {
    spec.commandLine().getOut().print(ModelText.of(ModelFiles.read(file)));
    return 0;
  }

  /** Publishes models. */
  @Command(
      name = "publish",
      description = "Check models and publish them to models.v1.",
      mixinStandardHelpOptions = true)
  int publish(
      @ArgGroup(exclusive = false, multiplicity = "1") Target target,
      @Parameters(arity = "1..*", paramLabel = "FILE", description = "The models.")
          List<Path> files)
      throws IOException, InterruptedException {
    for (Path file : files) {
      ModelFiles.read(file);
    }
    try (ModelPublisher publisher = target.open()) {
      for (Path file : files) {
        byte[] json = Files.readAllBytes(file);
        String key = ModelKey.of(ModelJson.read(file.toString(), json));
        publisher.publish(key, json);
        spec.commandLine().getOut().printf("published %s, %,d bytes%n", key, json.length);
      }
    }
    return 0;
  }

  /** Withdraws models. */
  @Command(
      name = "withdraw",
      description = "Withdraw versions of models from models.v1.",
      mixinStandardHelpOptions = true)
  int withdraw(
      @ArgGroup(exclusive = false, multiplicity = "1") Target target,
      @Parameters(
              arity = "1..*",
              paramLabel = "KEY",
              description = "tenant/kind/id/version, as show and publish print it.")
          List<String> keys)
      throws IOException, InterruptedException {
    keys.forEach(ModelKey::checked);
    try (ModelPublisher publisher = target.open()) {
      for (String key : keys) {
        publisher.withdraw(key);
        spec.commandLine().getOut().printf("withdrew %s%n", key);
      }
    }
    return 0;
  }
}
