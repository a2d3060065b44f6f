package dev.vedette.rest;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@link Queries} over HTTP/1.1, one virtual thread a request; {@code openapi.yaml} is what
 * it promises. It reads no bodies but those of posted events, logs no requests, and bounds headers,
 * bodies, idle time and the number of connections.
 */
public final class RestServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RestServer.class);

  /** Three parts of 512 characters, each of up to 9 bytes percent-encoded, fit in. */
  private static final int MAX_HEADER_BYTES = 16 * 1024;

  private static final int MAX_CONNECTIONS = 256;
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

  private final Javalin javalin;

  private RestServer(Javalin javalin) {
    this.javalin = javalin;
  }

  /**
   * Starts to listen, for questions only.
   *
   * @throws io.javalin.util.JavalinBindException if the port is taken
   */
  public static RestServer start(RestSettings settings, Queries queries) {
    return start(settings, queries, null);
  }

  /**
   * Starts to listen.
   *
   * @param posting how posted events are taken; null if none are
   * @throws io.javalin.util.JavalinBindException if the port is taken
   */
  public static RestServer start(
      RestSettings settings, Queries queries, @Nullable Posting posting) {
    return start(settings, queries, posting, null);
  }

  /**
   * Starts to listen.
   *
   * @param posting how posted events are taken; null if none are
   * @param verdicts where posted verdicts go; null if none are taken
   * @throws io.javalin.util.JavalinBindException if the port is taken
   */
  public static RestServer start(
      RestSettings settings,
      Queries queries,
      @Nullable Posting posting,
      @Nullable VerdictSink verdicts) {
    var doorkeeper = new Doorkeeper(settings.token());
    var routes = new Routes(queries).all();
    Javalin javalin =
        Javalin.create(config -> {
          configure(config, settings);
          config.routes.before(context -> {
            ProblemPages.secure(context.res()::setHeader);
            doorkeeper.admit(context);
          });
          routes.forEach(config.routes::get);
          new Console().serve(config);
          if (posting != null) {
            config.routes.post(Posts.PATH, new Posts(posting)::take);
          }
          if (verdicts != null) {
            var posts = new VerdictPosts(verdicts, queries::now);
            config.routes.post(VerdictPosts.PATH, posts::take);
          }
          problems(config);
        });
    javalin.start();
    LOG.info("REST listens on {}:{}", settings.host(), javalin.port());
    return new RestServer(javalin);
  }

  private static void configure(JavalinConfig config, RestSettings settings) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.concurrency.useVirtualThreads = true;
    config.http.prefer405over404 = true;
    config.http.maxRequestSize = 0;
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
    var connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setIdleTimeout(IDLE.toMillis());
    server.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, connector));
    return connector;
  }

  private static void problems(JavalinConfig config) {
    config.routes.exception(ProblemException.class, (e, context) -> send(context, e.problem()));
    config.routes.exception(
        StoresUnavailableException.class,
        (e, context) ->
            send(context, Problem.storesUnavailable(String.valueOf(e.getMessage()) + ".")));
    config.routes.exception(
        HttpResponseException.class,
        (e, context) -> send(context, ofStatus(e.getStatus(), allowed(context))));
    config.routes.exception(
        Exception.class,
        (e, context) -> {
          log(e);
          send(context, Problem.internal());
        });
    config.router.javaLangErrorHandler((response, error) -> {
      log(error);
      fail(response);
    });
  }

  /** Where something is posted nothing can be asked, and elsewhere nothing posted. */
  private static String allowed(Context context) {
    String path = context.req().getRequestURI();
    return path.equals(Posts.PATH) || VerdictPosts.isAt(path) ? "POST" : "GET, HEAD";
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
    if (problem.status() == 405) {
      context.header("Allow", allowed(context));
    }
    context
        .status(problem.status())
        .contentType(Problem.CONTENT_TYPE)
        .result(problem.toJson(context.req().getRequestURI()));
  }

  private static void fail(HttpServletResponse response) {
    response.setStatus(500);
    response.setContentType(Problem.CONTENT_TYPE);
    try {
      response.getOutputStream().write(Problem.internal().toJson(null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it failed, without the message: that may quote a subject. */
  private static void log(Throwable failure) {
    var bare = new IllegalStateException(failure.getClass().getName());
    bare.setStackTrace(failure.getStackTrace());
    LOG.error("a request failed", bare);
  }

  /** The port it listens on. */
  public int port() {
    return javalin.port();
  }

  @Override
  public void close() {
    javalin.stop();
  }
}
