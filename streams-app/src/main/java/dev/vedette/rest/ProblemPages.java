package dev.vedette.rest;

import java.nio.ByteBuffer;
import java.util.function.BiConsumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Problems for what the server refuses before any route is asked: a malformed request line. */
final class ProblemPages extends ErrorHandler {
  /** Sets the headers that every answer has. */
  static void secure(BiConsumer<String, String> header) {
    header.accept("X-Content-Type-Options", "nosniff");
    header.accept("Cache-Control", "no-store");
    header.accept("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    String title = HttpStatus.getMessage(status);
    secure(response.getHeaders()::put);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.CONTENT_TYPE);
    Problem problem =
        switch (status) {
          case 400 -> Problem.badRequest("The request is not valid HTTP.");
          case 404 -> Problem.notFound();
          case 500 -> Problem.internal();
          default -> Problem.other(status, title);
        };
    String requestId = Trace.makeId();
    response.getHeaders().put(Trace.REQUEST_ID, requestId);
    response.write(true, ByteBuffer.wrap(problem.toJson(null, requestId)), callback);
    return true;
  }
}
