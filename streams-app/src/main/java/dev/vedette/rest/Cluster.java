package dev.vedette.rest;

import dev.vedette.rest.cluster.ClusterKey;
import dev.vedette.rest.cluster.Mark;
import dev.vedette.rest.cluster.Peers;
import dev.vedette.runtime.Pipeline;
import dev.vedette.topology.PipelineSettings;
import dev.vedette.topology.Wire;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An instance among others that serve the same state: any of them answers for all. */
public final class Cluster implements AutoCloseable {
  /** The most subjects that a search finds on an instance and looks at: some 2 MB of names. */
  private static final int MOST_LEARNED = 50_000;

  private final @Nullable ClusterKey key;
  private final Peers peers;
  private final ClusterEngine engine;
  private final ClusterQueries queries;
  private final Forwarding forwarding;
  private final PeerRoutes routes;

  private Cluster(
      Pipeline pipeline,
      PipelineSettings settings,
      Wire wire,
      ClusterSettings cluster,
      InstantSource clock,
      int mostLearned) {
    this.key = cluster.key() == null ? null : ClusterKey.read(cluster.key());
    this.peers = new Peers(cluster.advertised(), key, System::nanoTime);
    this.engine = new ClusterEngine(pipeline, cluster.staleness(), System::nanoTime);
    var local = new StoreQueries(engine, settings, clock, System::nanoTime);
    var words = new PeerWords(wire.updates());
    this.queries = new ClusterQueries(local, new Scatter(engine, peers), words, mostLearned);
    engine.asks(queries::learned);
    this.forwarding = new Forwarding(engine, peers);
    this.routes = new PeerRoutes(local, words, mostLearned);
  }

  /**
   * Joins a pipeline's like.
   *
   * @param pipeline one that is advertised as the settings say
   * @param clock says what the present is
   * @throws IllegalArgumentException if the cluster key cannot be used
   */
  public static Cluster join(
      Pipeline pipeline,
      PipelineSettings settings,
      Wire wire,
      ClusterSettings cluster,
      InstantSource clock) {
    return join(pipeline, settings, wire, cluster, clock, MOST_LEARNED);
  }

  /** The same that looks at another number of subjects that a search finds on each instance. */
  static Cluster join(
      Pipeline pipeline,
      PipelineSettings settings,
      Wire wire,
      ClusterSettings cluster,
      InstantSource clock,
      int mostLearned) {
    if (!cluster.advertised().equals(pipeline.advertised())) {
      throw new IllegalArgumentException(
          "the pipeline is advertised as %s and not as %s"
              .formatted(pipeline.advertised(), cluster.advertised()));
    }
    return new Cluster(pipeline, settings, wire, cluster, clock, mostLearned);
  }

  /** Questions about the state of all instances. */
  public Queries queries() {
    return queries;
  }

  /** What signs cursors; null if each instance has its own. */
  byte @Nullable [] cursors() {
    return key == null ? null : key.cursors();
  }

  /**
   * Looks whether a request comes from another instance.
   *
   * @throws ProblemException if it says so and is not believed
   */
  boolean isPeer(Context context) {
    String header = context.header(Mark.HEADER);
    if (header == null) {
      return false;
    }
    var request = context.req();
    String query = request.getQueryString();
    Mark mark =
        Mark.read(
            header,
            key,
            request.getRemoteAddr(),
            request.getMethod(),
            query == null ? request.getRequestURI() : request.getRequestURI() + "?" + query,
            context.header(Trace.REQUEST_ID));
    if (mark == null) {
      throw new ProblemException(Problem.notAPeer());
    }
    Forwarding.mark(context, mark);
    return true;
  }

  /** A handler that also answers for other instances' state. */
  Handler around(Handler handler) {
    return forwarding.around(handler);
  }

  /** What instances ask each other. */
  List<Route> routes() {
    return routes.all();
  }

  @Override
  public void close() {
    peers.close();
  }
}
