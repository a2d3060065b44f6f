package dev.vedette.rest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the server listens and who may ask.
 *
 * @param host a name or address of this machine
 * @param port 0 for any free one, to 65535
 * @param token what a caller must present as a bearer token; null if nobody needs one, which only a
 *     loopback address allows
 * @param perSecond requests that each client may make in a second, twice as many at once: each
 *     holder of a token, and each address without one; 0 for any number
 * @param access whose tokens let in beside this one
 */
public record RestSettings(
    String host, int port, @Nullable String token, int perSecond, AccessSettings access) {
  /** What a client may ask if nothing else is said: far more than people do. */
  public static final int PER_SECOND = 10_000;

  /** 127.0.0.1:8080, without a token. */
  public static final RestSettings DEFAULT = new RestSettings("127.0.0.1", 8080, null);

  private static final int MAX_PER_SECOND = 1_000_000;

  private static final int MAX_TOKEN_FILE = 4_096;
  private static final String TOKEN = "[A-Za-z0-9._~+/=-]{16,512}";

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException quoting a bad host or port, never the token
   */
  public RestSettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("the port of REST is 0 to 65535, not " + port);
    }
    if (perSecond < 0 || perSecond > MAX_PER_SECOND) {
      throw new IllegalArgumentException(
          "requests a second are 0 to %d, not %d".formatted(MAX_PER_SECOND, perSecond));
    }
    if (token != null && !token.matches(TOKEN)) {
      throw new IllegalArgumentException(
          "the token of REST has 16 to 512 characters: letters, digits and . _ ~ + / = -");
    }
    if (token == null && !access.asksForTokens() && !isLoopback(host)) {
      throw new IllegalArgumentException(
          "REST on %s: beyond this machine it needs a token file, or an OpenID provider"
              .formatted(host));
    }
  }

  /** Settings with the usual limit. */
  public RestSettings(String host, int port, @Nullable String token) {
    this(host, port, token, PER_SECOND, AccessSettings.NONE);
  }

  /** The same with another limit. */
  public RestSettings limitedTo(int requestsPerSecond) {
    return new RestSettings(host, port, token, requestsPerSecond, access);
  }

  /** The same that lets others in too. */
  public RestSettings with(AccessSettings other) {
    return new RestSettings(host, port, token, perSecond, other);
  }

  /**
   * Settings with the token of a file.
   *
   * @throws IllegalArgumentException if the file cannot be read or holds no token; the message
   *     names the file
   */
  public static RestSettings withTokenFile(String host, int port, Path file) {
    return new RestSettings(host, port, tokenOf(file));
  }

  /**
   * The token of a file: its only line.
   *
   * @throws IllegalArgumentException if the file cannot be read; the message names it
   */
  public static String tokenOf(Path file) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > MAX_TOKEN_FILE) {
        throw new IllegalArgumentException(
            "token file %s: no file of at most %d bytes".formatted(file, MAX_TOKEN_FILE));
      }
      return Files.readString(file, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new IllegalArgumentException("token file %s cannot be read".formatted(file), e);
    }
  }

  /** What whoever runs the service should know of who may ask; null if that is nothing. */
  public @Nullable String warning() {
    return token == null && !access.asksForTokens()
        ? "REST asks for no token: whoever is on this machine may read, post and rule on everything"
            + " (--rest-token-file, --rest-tokens or --oidc-issuer say who may)"
        : null;
  }

  /** The token is not shown. */
  @Override
  public String toString() {
    return "RestSettings[%s:%d%s]".formatted(host, port, token == null ? "" : ", token");
  }

  /** Whether a host is all addresses of this machine. */
  static boolean isWildcard(String host) {
    return address(host).isAnyLocalAddress();
  }

  /** Whether only this machine reaches a host. */
  static boolean isLoopback(String host) {
    return !host.isBlank() && address(host).isLoopbackAddress();
  }

  private static InetAddress address(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("REST on %s: there is no such host".formatted(host), e);
    }
  }
}
