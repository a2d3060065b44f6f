package dev.vedette.rest;

import dev.vedette.rest.live.Updates;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpResponseException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@link Queries} over HTTP/1.1, one virtual thread a request; {@code openapi.yaml} is what
 * it promises. It reads no bodies but those of what is posted, logs no requests, and bounds
 * headers, bodies, idle time and the number of connections.
 */
public final class RestServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RestServer.class);

  /** Three parts of 512 characters, each of up to 9 bytes percent-encoded, fit in. */
  private static final int MAX_HEADER_BYTES = 16 * 1024;

  /** Each answer is copied by way of a buffer of its own; most have 1 or 2 KB. */
  private static final int COPIED_BYTES = 4 * 1024;

  private static final Duration IDLE = Duration.ofSeconds(15);

  /** Ids may contain anything but NUL; the path is matched raw and leads to no file. */
  private static final UriCompliance ANY_SEGMENT =
      UriCompliance.RFC3986.with(
          "ANY_SEGMENT",
          Violation.AMBIGUOUS_PATH_SEPARATOR,
          Violation.AMBIGUOUS_PATH_SEGMENT,
          Violation.AMBIGUOUS_PATH_PARAMETER,
          Violation.AMBIGUOUS_PATH_ENCODING,
          Violation.AMBIGUOUS_EMPTY_SEGMENT,
          Violation.SUSPICIOUS_PATH_CHARACTERS,
          Violation.ILLEGAL_PATH_CHARACTERS);

  private static final String ROUTE = "vedette.route";

  private final Javalin javalin;
  private final AuditTrail audit;
  private final List<Route> routes;
  private final @Nullable Updates updates;

  private RestServer(
      Javalin javalin, List<Route> routes, @Nullable Updates updates, AuditTrail audit) {
    this.javalin = javalin;
    this.routes = routes;
    this.updates = updates;
    this.audit = audit;
  }

  /**
   * Starts to listen, for questions only.
   *
   * @throws io.javalin.util.JavalinBindException if the port is taken
   */
  public static RestServer start(RestSettings settings, Queries queries) {
    return start(settings, Backend.of(queries));
  }

  /**
   * Starts to listen.
   *
   * @throws io.javalin.util.JavalinBindException if the port is taken
   */
  public static RestServer start(RestSettings settings, Backend backend) {
    var doorkeeper = Doorkeeper.of(settings);
    Path file = settings.access().audit();
    AuditTrail audit = file == null ? AuditTrail.NONE : AuditTrail.to(file, InstantSource.system());
    var limits = new ClientLimits(settings.perSecond(), System::nanoTime);
    List<Route> routes = Routes.of(backend, settings, audit);
    Cluster cluster = backend.cluster();
    Javalin javalin =
        Javalin.create(config -> {
          configure(config, settings);
          config.routes.before(context -> {
            ProblemPages.secure(context.res()::setHeader);
            var _ = Trace.begin(context);
            String address = context.req().getRemoteAddr();
            if (cluster != null && limits.counting(address, () -> cluster.isPeer(context))) {
              doorkeeper.admit(context).caller().sent(context);
            } else {
              limits.admit(address, () -> doorkeeper.admit(context)).sent(context);
            }
          });
          routes.forEach(route -> add(config, among(cluster, route)));
          if (cluster != null) {
            cluster.routes().forEach(route -> add(config, route));
          }
          if (audit != AuditTrail.NONE) {
            // Comes after everything, however it ended.
            config.routes.after(context -> note(context, routes, audit));
          }
          new Console().serve(config);
          problems(config, routes);
        });
    javalin.start();
    LOG.info("REST listens on {}:{}", settings.host(), javalin.port());
    return new RestServer(javalin, routes, backend.updates(), audit);
  }

  /** A question that is also answered for other instances. */
  private static Route among(@Nullable Cluster cluster, Route route) {
    return cluster == null || route.role() == null
        ? route
        : new Route(route.method(), route.path(), route.role(), cluster.around(route.handler()));
  }

  private static void add(JavalinConfig config, Route route) {
    Handler handler =
        context -> {
          context.attribute(ROUTE, route);
          Caller.of(context).check(route.role());
          route.handler().handle(context);
        };
    switch (route.method()) {
      case GET -> config.routes.get(route.path(), handler);
      case POST -> config.routes.post(route.path(), handler);
    }
  }

  /** Writes down what was asked, also if it was refused before it came to its operation. */
  private static void note(Context context, List<Route> routes, AuditTrail audit) {
    Route known = context.attribute(ROUTE);
    Route route = known == null ? at(context, routes) : known;
    if (route != null) {
      audit.note(context, route);
    }
  }

  private static void configure(JavalinConfig config, RestSettings settings) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.concurrency.useVirtualThreads = true;
    config.http.prefer405over404 = true;
    config.http.maxRequestSize = 0;
    config.http.responseBufferSize = COPIED_BYTES;
    config.router.ignoreTrailingSlashes = false;
    config.jetty.modifyHttpConfiguration(RestServer::bound);
    config.jetty.modifyServletContextHandler(
        handler -> handler.getServletHandler().setDecodeAmbiguousURIs(true));
    config.jetty.modifyServer(server -> server.setErrorHandler(new ProblemPages()));
    config.jetty.addConnector((server, http) -> connector(server, http, settings));
  }

  private static void bound(HttpConfiguration http) {
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(MAX_HEADER_BYTES);
    // Jetty's cache of header fields takes two tokens for one if they differ in case only.
    http.setHeaderCacheSize(0);
    http.setHeaderCacheCaseSensitive(true);
    http.setUriCompliance(ANY_SEGMENT);
    http.setIdleTimeout(IDLE.toMillis());
  }

  private static ServerConnector connector(
      Server server, HttpConfiguration http, RestSettings settings) {
    var connector = ConnectionBounds.connector(server, new HttpConnectionFactory(http));
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setIdleTimeout(IDLE.toMillis());
    return connector;
  }

  private static void problems(JavalinConfig config, List<Route> routes) {
    config.routes.exception(ProblemException.class, (e, context) -> send(context, e.problem()));
    config.routes.exception(
        StoresUnavailableException.class,
        (e, context) ->
            send(context, Problem.storesUnavailable(String.valueOf(e.getMessage()) + ".")));
    config.routes.exception(
        HttpResponseException.class,
        (e, context) -> {
          String allowed = allowed(context, routes);
          if (e.getStatus() == 405) {
            context.header("Allow", allowed);
          }
          send(context, ofStatus(e.getStatus(), allowed));
        });
    config.routes.exception(
        Exception.class,
        (e, context) -> {
          log(e, Trace.of(context).toString());
          send(context, Problem.internal());
        });
    config.router.javaLangErrorHandler((response, error) -> {
      fail(response, error);
    });
  }

  private static String allowed(Context context, List<Route> routes) {
    Route route = at(context, routes);
    return route == null ? "" : route.allowed();
  }

  /** The operation of a path, which has one method; null if there is none. */
  private static @Nullable Route at(Context context, List<Route> routes) {
    String path = context.req().getRequestURI();
    return routes.stream().filter(route -> route.isAt(path)).findFirst().orElse(null);
  }

  private static Problem ofStatus(int status, String allowed) {
    return switch (status) {
      case 404 -> Problem.notFound();
      case 405 -> Problem.methodNotAllowed(allowed);
      default -> Problem.other(status, "The request was refused");
    };
  }

  private static void send(Context context, Problem problem) {
    problem
        .retryAfterSeconds()
        .ifPresent(seconds -> context.header("Retry-After", String.valueOf(seconds)));
    context
        .status(problem.status())
        .contentType(Problem.CONTENT_TYPE)
        .result(problem.toJson(context.req().getRequestURI(), Trace.of(context).requestId()));
  }

  private static void fail(HttpServletResponse response, Error error) {
    String known = response.getHeader(Trace.REQUEST_ID);
    String requestId = known == null ? Trace.makeId() : known;
    log(error, "request_id=" + requestId);
    response.setStatus(500);
    response.setContentType(Problem.CONTENT_TYPE);
    try {
      response.getOutputStream().write(Problem.internal().toJson(null, requestId));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it failed, without the message: that may quote a subject. */
  private static void log(Throwable failure, String request) {
    var bare = new IllegalStateException(failure.getClass().getName());
    bare.setStackTrace(failure.getStackTrace());
    LOG.error("a request failed: {}", request, bare);
  }

  /** The port it listens on. */
  public int port() {
    return javalin.port();
  }

  /** What it answers. */
  List<Route> routes() {
    return routes;
  }

  @Override
  public void close() {
    if (updates != null) {
      updates.close(); // streams end by themselves, before the server waits for them
    }
    javalin.stop();
    audit.close();
  }
}
