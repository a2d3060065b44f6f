package dev.vedette.rest;

import io.javalin.http.Handler;
import org.jspecify.annotations.Nullable;

/**
 * One operation.
 *
 * @param method how it is asked; whatever is GET is HEAD too
 * @param path with parts in braces, as in {@code openapi.yaml}
 * @param role what a caller must have; null if anybody may
 * @param handler answers
 */
record Route(Route.Method method, String path, Caller.@Nullable Role role, Handler handler) {
  /** How operations are asked. */
  enum Method {
    GET,
    POST
  }

  /** A question that readers may ask. */
  static Route get(String path, Handler handler) {
    return new Route(Method.GET, path, Caller.Role.READER, handler);
  }

  /** Whether a path, percent-encoded, is one of this operation's. */
  boolean isAt(String raw) {
    return raw.matches(path.replaceAll("\\{[a-z]+}", "[^/]+"));
  }

  /** Whether it is written down who asks: of a tenant's data, and for what readers may not. */
  boolean isNoted() {
    return path.contains("{tenant}") || (role != null && role != Caller.Role.READER);
  }

  /** What its path allows. */
  String allowed() {
    return method == Method.GET ? "GET, HEAD" : "POST";
  }
}
