package dev.vedette.rest;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What {@code openapi.yaml} says. Every answer that a {@link Client} gets is held against it. */
final class Contract {
  static final JsonNode DOCUMENT = document();

  /** Paths → what may come of them. */
  private static final Map<Pattern, Set<String>> STATUSES = statuses();

  private Contract() {}

  /** The only operation of a path of the document. */
  static JsonNode operation(String path) {
    JsonNode methods = DOCUMENT.get("paths").get(path);
    if (methods == null || methods.size() != 1) {
      throw new AssertionError(path + " has not one method in the document");
    }
    return methods.iterator().next();
  }

  /** The name of the role that an operation's caller must have; null if it needs no token. */
  static @Nullable String role(String path) {
    JsonNode roles = operation(path).at("/security/0/token");
    return roles.isMissingNode() ? null : roles.get(0).asText();
  }

  /** Refuses a status that is not listed for the operation that was asked. */
  static void check(HttpResponse<String> response) {
    if (response.body().contains("\"urn:vedette:problem:not-found\"")) {
      return; // a server without this operation
    }
    String path = response.request().uri().getRawPath();
    String status = String.valueOf(response.statusCode());
    STATUSES.forEach((operation, listed) -> {
      if (operation.matcher(path).matches()) {
        assertTrue(
            listed.contains(status),
            () -> "%s is not listed for %s: %s".formatted(status, operation, response.body()));
      }
    });
  }

  private static Map<Pattern, Set<String>> statuses() {
    var statuses = new HashMap<Pattern, Set<String>>();
    for (var path : DOCUMENT.get("paths").properties()) {
      var listed = new HashSet<String>();
      operation(path.getKey()).get("responses").fieldNames().forEachRemaining(listed::add);
      statuses.put(Pattern.compile(path.getKey().replaceAll("\\{[a-z]+}", "[^/]+")), listed);
    }
    return statuses;
  }

  private static JsonNode document() {
    try (InputStream in = Contract.class.getResourceAsStream("/openapi.yaml")) {
      return new ObjectMapper(new YAMLFactory()).readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
