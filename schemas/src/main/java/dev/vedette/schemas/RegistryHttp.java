package dev.vedette.schemas;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Requests to a schema registry: bounded in time and in bytes, with errors that name the request.
 */
final class RegistryHttp implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final int MAX_ANSWER_BYTES = 4 << 20;
  private static final int SHOWN_CHARS = 300;

  private final HttpClient client;
  private final String base;
  private final Duration timeout;
  private final @Nullable String authorization;

  RegistryHttp(RegistrySettings settings) {
    client = HttpClient.newBuilder().connectTimeout(settings.timeout()).build();
    base = settings.url().toString().replaceAll("/+$", "");
    timeout = settings.timeout();
    RegistrySettings.Credentials who = settings.credentials();
    authorization =
        who == null
            ? null
            : "Basic "
                + Base64.getEncoder()
                    .encodeToString(
                        (who.user() + ":" + who.password()).getBytes(StandardCharsets.UTF_8));
  }

  Answer get(String path) {
    return send("GET", path, HttpRequest.BodyPublishers.noBody());
  }

  Answer post(String path, JsonNode body) {
    return send("POST", path, HttpRequest.BodyPublishers.ofString(body.toString()));
  }

  Answer put(String path, JsonNode body) {
    return send("PUT", path, HttpRequest.BodyPublishers.ofString(body.toString()));
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private Answer send(String method, String path, HttpRequest.BodyPublisher body) {
    var request =
        HttpRequest.newBuilder(URI.create(base + path))
            .method(method, body)
            .header("Accept", MEDIA_TYPE + ", application/json")
            .header("Content-Type", MEDIA_TYPE);
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    String asked = method + " " + base + path;
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(
            request.build(),
            HttpResponse.BodyHandlers.limiting(
                HttpResponse.BodyHandlers.ofString(), MAX_ANSWER_BYTES));
    try {
      HttpResponse<String> response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return new Answer(asked, response.statusCode(), response.body());
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new RegistryException("%s: no answer within %s".formatted(asked, timeout), e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      String what =
          cause instanceof IOException && cause.getMessage() != null
              ? cause.getMessage()
              : String.valueOf(cause);
      throw new RegistryException("%s: %s".formatted(asked, what), e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new RegistryException(asked + ": interrupted", e);
    }
  }

  /** What came back. */
  record Answer(String asked, int status, String text) {

    /** Whether it is an error with this code of the protocol, or with the status the code is of. */
    boolean says(int code) {
      if (status != code / 100) {
        return false;
      }
      JsonNode given = json().path("error_code");
      return given.isInt() && given.intValue() == code;
    }

    /** The JSON of a good answer; every other is an exception. */
    JsonNode body() {
      if (status / 100 != 2) {
        JsonNode message = json().path("message");
        throw new RegistryException(
            "%s: status %d, %s"
                .formatted(asked, status, shown(message.isTextual() ? message.asText() : text)));
      }
      JsonNode body = json();
      if (body.isMissingNode()) {
        throw unexpected("not JSON");
      }
      return body;
    }

    RegistryException unexpected(String what) {
      return new RegistryException(
          "%s: status %d, %s: %s".formatted(asked, status, what, shown(text)));
    }

    private JsonNode json() {
      try {
        return JSON.readTree(text);
      } catch (JsonProcessingException e) {
        return JSON.missingNode();
      }
    }

    private static String shown(String text) {
      String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
      return line.length() > SHOWN_CHARS ? line.substring(0, SHOWN_CHARS) + "…" : line;
    }
  }
}
