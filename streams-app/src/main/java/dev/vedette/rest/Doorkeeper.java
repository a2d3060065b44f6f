package dev.vedette.rest;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may ask. With a token: whoever presents it, compared in constant time; probes and the
 * console's own files need none. Without one: whoever names a loopback host, so that no web page
 * can ask by way of a name that it makes point here.
 */
final class Doorkeeper {
  private static final Set<String> PROBES = Set.of("/v1/health", "/v1/ready");
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final String BEARER = "bearer ";

  private final byte @Nullable [] digest;

  Doorkeeper(@Nullable String token) {
    digest = token == null ? null : digest(token);
  }

  /**
   * Lets a request in.
   *
   * @return who sent it
   * @throws ProblemException if not
   */
  Caller admit(Context context) {
    if (digest == null) {
      String host = context.header("Host");
      if (host == null || !LOOPBACK.contains(withoutPort(host))) {
        throw new ProblemException(Problem.misdirected());
      }
      return Caller.all("loopback");
    }
    if (!isOpen(context.req().getRequestURI())) {
      String header = context.header("Authorization");
      boolean bearer = header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length());
      String presented = bearer && header != null ? header.substring(BEARER.length()).strip() : "";
      if (!MessageDigest.isEqual(digest, digest(presented)) || !bearer) {
        context.header("WWW-Authenticate", "Bearer realm=\"vedette\"");
        throw new ProblemException(Problem.unauthorized());
      }
      return Caller.all("token");
    }
    return Caller.ANYBODY;
  }

  /** Probes, and the pages of the console: what they show they ask for with a token. */
  private static boolean isOpen(String path) {
    return PROBES.contains(path) || Console.isAt(path);
  }

  private static String withoutPort(String host) {
    return host.toLowerCase(Locale.ROOT).replaceFirst(":[0-9]*$", "");
  }

  private static byte[] digest(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
