package dev.vedette.app;

import dev.vedette.flows.ingest.RecordReader;
import dev.vedette.rest.Backend;
import dev.vedette.rest.Cluster;
import dev.vedette.rest.ClusterSettings;
import dev.vedette.rest.InboxProducer;
import dev.vedette.rest.Posting;
import dev.vedette.rest.RestServer;
import dev.vedette.rest.RestSettings;
import dev.vedette.rest.StoreQueries;
import dev.vedette.rest.letters.DeadLetterTopic;
import dev.vedette.rest.live.TopicUpdates;
import dev.vedette.runtime.Pipeline;
import dev.vedette.runtime.VerdictPublisher;
import dev.vedette.runtime.kafka.ClientProperties;
import dev.vedette.schemas.PackagedSchemas;
import dev.vedette.topology.Names;
import dev.vedette.topology.PipelineSettings;
import dev.vedette.topology.Wire;
import dev.vedette.wire.WireSerdes;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** REST beside a pipeline, with all that it needs of the cluster. */
final class Serving implements AutoCloseable {
  private final Deque<Runnable> opened = new ArrayDeque<>();
  private final int port;

  private Serving(
      RestSettings rest,
      @Nullable ClusterSettings others,
      Pipeline pipeline,
      PipelineSettings settings,
      ClientProperties clients,
      WireSerdes serdes,
      Wire wire) {
    boolean started = false;
    try {
      var names = new Names(settings.topicPrefix());
      var inbox = new InboxProducer(clients, names.inbox());
      opened.push(inbox::close);
      var verdicts = new VerdictPublisher(clients, names, serdes);
      opened.push(verdicts::close);
      var letters = new DeadLetterTopic(clients, names, settings.raw(), serdes);
      opened.push(letters::close);
      var updates = new TopicUpdates(clients, names, serdes);
      opened.push(updates::close);
      var backend =
          answering(others, pipeline, settings, wire)
              .with(
                  new Posting(
                      inbox,
                      settings.raw(),
                      () -> new RecordReader(wire.events(), settings.raw(), settings.topicPrefix()),
                      InstantSource.system(),
                      Posting.Limits.DEFAULT))
              .with(verdicts::put)
              .with(letters)
              .with(updates);
      var server = RestServer.start(rest, backend);
      opened.push(server::close);
      port = server.port();
      started = true;
    } finally {
      if (!started) {
        close();
      }
    }
  }

  private Backend answering(
      @Nullable ClusterSettings others, Pipeline pipeline, PipelineSettings settings, Wire wire) {
    if (others == null) {
      return Backend.of(new StoreQueries(pipeline, settings, InstantSource.system()));
    }
    var cluster = Cluster.join(pipeline, settings, wire, others, InstantSource.system());
    opened.push(cluster::close);
    return Backend.of(cluster);
  }

  /** Starts to serve what this instance has, with the packaged schema ids. */
  static Serving start(
      RestSettings rest, Pipeline pipeline, PipelineSettings settings, ClientProperties clients) {
    var schemas = PackagedSchemas.load();
    return new Serving(
        rest, null, pipeline, settings, clients, new WireSerdes(schemas), Wire.of(schemas));
  }

  /** Starts to serve what this instance and others have. */
  static Serving start(
      RestSettings rest,
      @Nullable ClusterSettings others,
      Pipeline pipeline,
      PipelineSettings settings,
      ClientProperties clients,
      WireSerdes serdes,
      Wire wire) {
    return new Serving(rest, others, pipeline, settings, clients, serdes, wire);
  }

  /** The port that it listens on. */
  int port() {
    return port;
  }

  /** Closes what was opened, the last first. */
  @Override
  public void close() {
    while (!opened.isEmpty()) {
      opened.pop().run();
    }
  }
}
