package dev.vedette.rest;

import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where an OpenID provider is asked what, by OpenID Connect Discovery: found when it is needed
 * first, and kept. What cannot be found is looked for again at most every five seconds.
 */
final class Discovery {
  static final Duration PATIENCE = Duration.ofSeconds(5);
  static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(Discovery.class);
  private static final int MAX_BYTES = 256 * 1024;

  private final URI issuer;
  private final ReentrantLock looking = new ReentrantLock();
  private volatile @Nullable Endpoints known;
  private long triedNanos = System.nanoTime() - BETWEEN_LOOKS.toNanos();

  /**
   * Addresses that nobody on the way can answer for.
   *
   * @param keys with which it signs
   * @param authorization where people sign in; null if they do not
   * @param token where codes become tokens; null if they do not
   * @param endSession where people sign out; null if they do not
   */
  record Endpoints(
      URI keys, @Nullable URI authorization, @Nullable URI token, @Nullable URI endSession) {}

  Discovery(URI issuer) {
    this.issuer = issuer;
  }

  /**
   * What the provider says.
   *
   * @throws ProblemException if it does not answer now
   */
  Endpoints endpoints() {
    Endpoints found = known;
    if (found != null) {
      return found;
    }
    looking.lock();
    try {
      found = known;
      if (found != null) {
        return found;
      }
      if (System.nanoTime() - triedNanos < BETWEEN_LOOKS.toNanos()) {
        throw unavailable();
      }
      found = look();
      known = found;
      return found;
    } catch (IOException | ParseException | IllegalArgumentException e) {
      // Who waited for this look does not look once more.
      triedNanos = System.nanoTime();
      LOG.warn("{} does not say where it is asked: {}", issuer, e.toString());
      throw unavailable();
    } finally {
      looking.unlock();
    }
  }

  private static ProblemException unavailable() {
    return new ProblemException(
        Problem.issuerUnavailable("The configuration of the OpenID provider cannot be had."));
  }

  private Endpoints look() throws IOException, ParseException {
    String base = issuer.toString().replaceFirst("/$", "");
    var configuration = URI.create(base + "/.well-known/openid-configuration").toURL();
    Map<String, Object> told =
        JSONObjectUtils.parse(retriever().retrieveResource(configuration).getContent());
    if (!issuer.toString().equals(told.get("issuer"))) {
      throw new IOException("its configuration names another issuer");
    }
    URI keys = URI.create(String.valueOf(told.get("jwks_uri")));
    OidcSettings.check(keys);
    return new Endpoints(
        keys,
        other(told, "authorization_endpoint"),
        other(told, "token_endpoint"),
        other(told, "end_session_endpoint"));
  }

  /** Without it, and with one that cannot be used, tokens are still believed. */
  private @Nullable URI other(Map<String, Object> told, String name) {
    if (told.get(name) instanceof String text) {
      try {
        URI address = URI.create(text);
        OidcSettings.check(address);
        return address;
      } catch (IllegalArgumentException e) {
        LOG.warn("the {} of {} is not used: {}", name, issuer, e.getMessage());
      }
    }
    return null;
  }

  static DefaultResourceRetriever retriever() {
    int millis = (int) PATIENCE.toMillis();
    return new DefaultResourceRetriever(millis, millis, MAX_BYTES);
  }
}
