package dev.vedette.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Somebody who fills in Keycloak's form, without a browser. */
final class Person {
  /** What the challenges of all codes are made of. */
  static final String VERIFIER = "v".repeat(64);

  private static final String STATE = "state-0123456789";
  private static final Pattern ACTION = Pattern.compile("action=\"([^\"]+)\"");
  private static final Pattern CODE = Pattern.compile("[?&]code=([^&]+)");

  private final URI server;
  private final HttpClient http;
  private final Map<String, String> cookies = new HashMap<>();

  Person(URI server, HttpClient http) {
    this.server = server;
    this.http = http;
  }

  /** Signs in anew, and returns the code that the console would be called with. */
  String code() throws Exception {
    cookies.clear();
    HttpResponse<String> told =
        send(HttpRequest.newBuilder(URI.create(server + "/v1/sign-in")).build());
    JsonNode provider = new ObjectMapper().readTree(told.body());
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(UTF_8));
    String query =
        form(
            Map.of(
                "response_type",
                "code",
                "client_id",
                provider.path("clientId").asText(),
                "redirect_uri",
                server + "/console/",
                "scope",
                provider.path("scope").asText(),
                "state",
                STATE,
                "code_challenge",
                Base64.getUrlEncoder().withoutPadding().encodeToString(digest),
                "code_challenge_method",
                "S256"));
    URI asked = URI.create(provider.path("authorizationEndpoint").asText() + "?" + query);
    HttpResponse<String> page = send(HttpRequest.newBuilder(asked).build());
    assertEquals(200, page.statusCode(), page::body);
    Matcher action = ACTION.matcher(page.body());
    assertTrue(action.find(), page::body);
    HttpResponse<String> back =
        send(
            HttpRequest.newBuilder(URI.create(action.group(1).replace("&amp;", "&")))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(
                    BodyPublishers.ofString(
                        form(Map.of("username", Keycloak.PERSON, "password", Keycloak.PASSWORD))))
                .build());
    assertEquals(302, back.statusCode(), back::body);
    String location = back.headers().firstValue("Location").orElseThrow();
    assertTrue(location.startsWith(server + "/console/?"), location);
    assertTrue(location.contains("state=" + STATE), location);
    Matcher code = CODE.matcher(location);
    assertTrue(code.find(), location);
    return code.group(1);
  }

  /** With cookies: loopback is as good as https to a browser, and not to the JDK's own jar. */
  private HttpResponse<String> send(HttpRequest request) throws Exception {
    var asked = HttpRequest.newBuilder(request, (name, value) -> true);
    if (!cookies.isEmpty()) {
      asked.header(
          "Cookie",
          cookies.entrySet().stream()
              .map(one -> one.getKey() + "=" + one.getValue())
              .collect(Collectors.joining("; ")));
    }
    HttpResponse<String> answer = http.send(asked.build(), BodyHandlers.ofString());
    for (String cookie : answer.headers().allValues("Set-Cookie")) {
      String pair = cookie.substring(0, (cookie + ";").indexOf(';'));
      cookies.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
    }
    return answer;
  }

  private static String form(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), UTF_8))
        .collect(Collectors.joining("&"));
  }
}
