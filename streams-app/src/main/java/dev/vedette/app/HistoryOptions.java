package dev.vedette.app;

import dev.vedette.events.Subject;
import dev.vedette.results.RecordedRun;
import dev.vedette.risk.Formula;
import dev.vedette.risk.Policy;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.risk.SignalLog;
import dev.vedette.runtime.TopicHistory;
import dev.vedette.runtime.kafka.ClientProperties;
import dev.vedette.topology.Names;
import dev.vedette.wire.WireSerdes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where what was recorded of a subject is read: a run's files, or the topics of a cluster. */
final class HistoryOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--run",
      paramLabel = "DIR",
      description = "The files of a recorded run: --out of backtest or replay.")
  private @Nullable Path run;

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description = "The Kafka cluster whose topics signals.v1 and risk.updates.v1 are read.")
  private @Nullable String bootstrapServers;

  @Option(
      names = "--client-properties",
      paramLabel = "FILE",
      description = "Settings for Kafka's clients, such as TLS.")
  private @Nullable Path clientProperties;

  @Option(
      names = "--topic-prefix",
      paramLabel = "PREFIX",
      defaultValue = "",
      description = "What the names of topics begin with (default: nothing).")
  private String topicPrefix;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description =
          "A policy that updates name, if it is not the packaged one; may be given several times.")
  private List<Path> policies = List.of();

  @Mixin private SchemaOptions schemaOptions;

  @SuppressWarnings("NullAway.Init")
  HistoryOptions() {}

  /** What was recorded. */
  interface Recorded {
    SignalLog log(Subject decider) throws IOException;

    List<RiskUpdate> updates(Subject subject) throws IOException;

    @Nullable RiskUpdate update(String id) throws IOException;

    /** The subjects of this type and id, of any tenant and owner. */
    List<Subject> subjects(Subject like) throws IOException;

    /** The end of the recording; null if it goes on. */
    @Nullable Long endMillis() throws IOException;
  }

  boolean isGiven() {
    return run != null || bootstrapServers != null || clientProperties != null;
  }

  /** The recording that was asked for. */
  Recorded open() throws IOException {
    if (run != null && (bootstrapServers != null || clientProperties != null)) {
      throw new ParameterException(
          spec.commandLine(), "--run and --bootstrap-servers: say which of both is to be read");
    }
    if (run != null) {
      return new OfRun(new RecordedRun(run));
    }
    ClientProperties clients = ClientProperties.load(clientProperties);
    String servers = bootstrapServers;
    if (servers != null) {
      clients = clients.withBootstrapServers(servers);
    }
    return new OfTopics(
        new TopicHistory(clients, new Names(topicPrefix), new WireSerdes(schemaOptions.reading())));
  }

  /** The policy of a version: the packaged one, or one of the files. */
  Formula formula(String version) throws IOException {
    var known = new ArrayList<String>();
    for (Path file : policies) {
      Policy policy = PolicyOption.read(file);
      if (policy.version().equals(version)) {
        return Formula.of(policy);
      }
      known.add(policy.version());
    }
    if (!version.equals(Policy.DEFAULT.version())) {
      known.add(Policy.DEFAULT.version());
      throw new IllegalArgumentException(
          "policy \"%s\" is not known here; name its file with --policy (known: %s)"
              .formatted(version, String.join(", ", known)));
    }
    return Formula.of(Policy.DEFAULT);
  }

  private record OfRun(RecordedRun recorded) implements Recorded {
    @Override
    public SignalLog log(Subject decider) throws IOException {
      return recorded.log(decider);
    }

    @Override
    public List<RiskUpdate> updates(Subject subject) throws IOException {
      return recorded.updates(subject);
    }

    @Override
    public @Nullable RiskUpdate update(String id) throws IOException {
      return recorded.update(id);
    }

    @Override
    public List<Subject> subjects(Subject like) throws IOException {
      return recorded.subjects(like);
    }

    @Override
    public @Nullable Long endMillis() throws IOException {
      return recorded.endMillis();
    }
  }

  private record OfTopics(TopicHistory topics) implements Recorded {
    @Override
    public SignalLog log(Subject decider) {
      return topics.log(decider);
    }

    @Override
    public List<RiskUpdate> updates(Subject subject) {
      return topics.updates(subject);
    }

    @Override
    public @Nullable RiskUpdate update(String id) {
      return topics.update(id);
    }

    @Override
    public List<Subject> subjects(Subject like) {
      return topics.subjects(like);
    }

    @Override
    public @Nullable Long endMillis() {
      return null;
    }
  }
}
