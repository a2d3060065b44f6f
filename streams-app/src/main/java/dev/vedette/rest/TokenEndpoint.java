package dev.vedette.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vedette.json.Parsed;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where an OpenID provider gives tokens (RFC 6749). It is asked by whoever has no token yet:
 * therefore few at once, each for a bounded time and answer. Nothing that is sent or received is
 * logged.
 */
final class TokenEndpoint {
  /** How many are asked for at once. */
  static final int AT_ONCE = 16;

  private static final Logger LOG = LoggerFactory.getLogger(TokenEndpoint.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MAX_BYTES = 64 * 1024;
  private static final int MAX_REASON = 300;

  private final Semaphore room = new Semaphore(AT_ONCE);

  /**
   * Asks for tokens.
   *
   * @param form the parameters of the request
   * @return an answer with an access token
   * @throws ProblemException if the provider refuses, or does not answer as it should
   */
  JsonNode ask(URI endpoint, Map<String, String> form) throws InterruptedException {
    if (!room.tryAcquire()) {
      throw new ProblemException(
          Problem.tooManyRequests("As many sign in as may at once. Send it again."));
    }
    try {
      return tokens(send(endpoint, form));
    } catch (IOException e) {
      LOG.warn("{} gives no tokens: {}", endpoint, e.getMessage());
      throw new ProblemException(
          Problem.issuerUnavailable("The OpenID provider does not answer as it should."));
    } finally {
      room.release();
    }
  }

  private static HttpResponse<byte[]> send(URI endpoint, Map<String, String> form)
      throws IOException, InterruptedException {
    String body =
        form.entrySet().stream()
            .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), UTF_8))
            .collect(Collectors.joining("&"));
    var request =
        HttpRequest.newBuilder(endpoint)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    // People sign in seldom: no connection is kept for the next one.
    try (var http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build()) {
      try {
        return http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BYTES))
            .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      } catch (ExecutionException e) {
        throw new IOException(String.valueOf(e.getCause()), e);
      } catch (TimeoutException e) {
        throw new IOException("no answer within " + PATIENCE, e);
      } finally {
        http.shutdownNow();
      }
    }
  }

  private static JsonNode tokens(HttpResponse<byte[]> response) throws IOException {
    JsonNode answer = json(response);
    if (response.statusCode() == 200
        && answer.path("access_token").isTextual()
        && answer.path("token_type").asText().equalsIgnoreCase("bearer")) {
      return answer;
    }
    if ((response.statusCode() == 400 || response.statusCode() == 401)
        && answer.path("error").isTextual()) {
      throw new ProblemException(Problem.signInRefused(reason(answer)));
    }
    throw new IOException("status %d without a bearer token".formatted(response.statusCode()));
  }

  private static JsonNode json(HttpResponse<byte[]> response) throws IOException {
    try {
      return Parsed.tree(new String(response.body(), UTF_8));
    } catch (IllegalArgumentException e) {
      throw new IOException("status %d without JSON".formatted(response.statusCode()), e);
    }
  }

  /** In the provider's words, of which people are shown the printable ones. */
  private static String reason(JsonNode answer) {
    String described = answer.path("error_description").asText();
    String reason = answer.path("error").asText() + (described.isEmpty() ? "" : ": " + described);
    String plain = reason.replaceAll("[^ -~]", "?").replaceFirst("\\.$", "");
    return plain.substring(0, Math.min(plain.length(), MAX_REASON));
  }
}
