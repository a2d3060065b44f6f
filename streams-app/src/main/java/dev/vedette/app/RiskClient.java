package dev.vedette.app;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vedette.events.EventRef;
import dev.vedette.events.Family;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.explain.Explained;
import dev.vedette.json.Parsed;
import dev.vedette.rest.RestSettings;
import dev.vedette.risk.Counterfactual;
import dev.vedette.risk.Level;
import dev.vedette.risk.LevelPolicy;
import dev.vedette.risk.Retrospect.Sense;
import dev.vedette.risk.RiskUpdate;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks a running service for a risk. */
final class RiskClient {
  static final URI DEFAULT = URI.create("http://127.0.0.1:8080");

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final URI url;
  private final @Nullable String token;

  RiskClient(URI url, @Nullable String token) {
    this.url = url;
    this.token = token;
  }

  /** The token of a file, or null. */
  static @Nullable String token(@Nullable Path file) {
    return file == null ? null : RestSettings.withTokenFile("127.0.0.1", 0, file).token();
  }

  /**
   * Asks for a subject's risk.
   *
   * @param ownerKnown whether the owner of a session is the subject's; else the service looks it up
   * @throws IOException with the service's own words if it refuses
   */
  Explained explain(
      Subject subject,
      boolean ownerKnown,
      @Nullable Instant at,
      boolean asCorrected,
      boolean counterfactual)
      throws IOException, InterruptedException {
    var query = new ArrayList<String>();
    if (at != null) {
      query.add("at=" + encode(at.toString()));
    }
    if (asCorrected) {
      query.add("asCorrected=true");
    }
    if (counterfactual) {
      query.add("with=counterfactual");
    }
    Subject owner = subject.owner();
    if (owner != null) {
      query.add("owner=" + encode(owner.type().wireName() + ":" + owner.id()));
    } else if (ownerKnown && subject.type() == SubjectType.SESSION) {
      query.add("owner=");
    }
    String path =
        "/v1/tenants/%s/subjects/%s/%s/risk%s"
            .formatted(
                encode(subject.tenant()),
                subject.type().wireName(),
                encode(subject.id()),
                query.isEmpty() ? "" : "?" + String.join("&", query));
    return explained(Parsed.tree(get(path)));
  }

  private String get(String path) throws IOException, InterruptedException {
    String base = url.toString();
    URI whole =
        URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    var request = HttpRequest.newBuilder(whole).timeout(PATIENCE);
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IOException(refusal(answer));
      }
      return answer.body();
    } catch (ConnectException e) {
      throw new IOException(
          "no service answers at %s; start one with \"vedette run\", or name a recorded run with"
                  .formatted(url)
              + " --run",
          e);
    }
  }

  private static String refusal(HttpResponse<String> answer) {
    String type = answer.headers().firstValue("Content-Type").orElse("");
    if (!type.startsWith("application/problem+json")) {
      return "the service answered with status %d".formatted(answer.statusCode());
    }
    JsonNode problem = Parsed.tree(answer.body());
    var owners = new ArrayList<String>();
    problem.path("owners").forEach(owner -> owners.add(owner.asText()));
    return "%s: %s%s"
        .formatted(
            Parsed.text(problem, "title"),
            Parsed.text(problem, "detail"),
            owners.isEmpty() ? "" : " Owners: " + String.join(", ", owners));
  }

  private static Explained explained(JsonNode answer) {
    RiskUpdate risk = Parsed.view(answer.get("risk"));
    JsonNode levels = answer.get("levels");
    var policy =
        new LevelPolicy(
            levels.get("MEDIUM").doubleValue(),
            levels.get("HIGH").doubleValue(),
            levels.get("CRITICAL").doubleValue(),
            levels.get("hysteresis").doubleValue(),
            Duration.ofSeconds(levels.get("dwellSeconds").longValue()));
    Sense sense =
        Parsed.text(answer, "sense").equals("as-known") ? Sense.AS_KNOWN : Sense.AS_CORRECTED;
    Long since = answer.get("levelSince").isNull() ? null : Parsed.millis(answer, "levelSince");
    Explained explained = Explained.of(risk, sense, since, policy);
    JsonNode counterfactual = answer.get("counterfactual");
    return counterfactual == null
        ? explained
        : explained.with(counterfactual(risk, counterfactual));
  }

  private static Counterfactual counterfactual(RiskUpdate risk, JsonNode node) {
    var signals = new ArrayList<Signal>();
    node.get("signals").forEach(signal -> signals.add(signal(signal)));
    return new Counterfactual(
        Level.valueOf(Parsed.text(node, "level")),
        risk.logOddsMicros(),
        0,
        signals,
        Parsed.micros(node, "logOdds"),
        node.get("atLeast").intValue(),
        node.get("possible").booleanValue());
  }

  /** A final signal: how it came about is not said, and not needed. */
  private static Signal signal(JsonNode node) {
    var events = new ArrayList<EventRef>();
    node.get("events")
        .forEach(event ->
            events.add(new EventRef(Parsed.millis(event, "time"), Parsed.text(event, "id"))));
    long start = Parsed.millis(node.get("window"), "start");
    return new Signal(
        Parsed.subject(node),
        Parsed.text(node, "detector"),
        Family.of(Parsed.text(node, "family")),
        start,
        Parsed.millis(node.get("window"), "end"),
        node.has("via") ? via(Parsed.text(node, "tenant"), node.get("via")) : null,
        Math.toIntExact(Parsed.micros(node, "evidence")),
        0,
        Parsed.text(node, "why"),
        Parsed.text(node, "technique"),
        List.copyOf(events),
        "",
        start,
        start);
  }

  private static Subject via(String tenant, JsonNode node) {
    return Subject.of(tenant, SubjectType.of(Parsed.text(node, "type")), Parsed.text(node, "id"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
