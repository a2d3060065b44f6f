package dev.vedette.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vedette.json.Json;
import dev.vedette.json.Parsed;
import dev.vedette.rest.Discovery.Endpoints;
import io.javalin.http.Context;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How people sign in to the console: with an authorization code and PKCE (RFC 7636, RFC 9700). The
 * console sends them to the provider, and has the code that they come back with redeemed here, so
 * that it need reach no other host. Tokens pass through: none is kept, and none is believed before
 * it is shown with a request.
 */
final class SignInRoutes {
  /** Where the provider is. */
  static final String SIGN_IN = "/v1/sign-in";

  /** Where a code, or a refresh token, becomes an access token. */
  static final String TOKEN = "/v1/sign-in/token";

  private static final int MAX_BODY = 16 * 1024;

  /** For bodies of whoever comes: what is posted with a token has its own. */
  private static final int ROOM = 8 << 20;

  /** How often a client may have the provider asked each second, and twice that at once. */
  private static final int PER_SECOND = 10;

  private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");

  /** How long an access token is good if the provider does not say. */
  private static final int SECONDS = 60;

  private final OidcSettings.@Nullable Client client;
  private final @Nullable Discovery discovery;
  private final TokenEndpoint tokens = new TokenEndpoint();
  private final Room room = new Room(ROOM);
  private final RateLimit attempts = new RateLimit(PER_SECOND, System::nanoTime);

  /** The two of them; nobody signs in where there is no client. */
  SignInRoutes(@Nullable OidcSettings oidc) {
    client = oidc == null ? null : oidc.client();
    discovery = oidc == null ? null : new Discovery(oidc.issuer());
  }

  /** Whether a path, as it was sent, is one of theirs. */
  static boolean isAt(String path) {
    return path.equals(SIGN_IN) || path.equals(TOKEN);
  }

  List<Route> all() {
    return List.of(
        new Route(Route.Method.GET, SIGN_IN, null, this::where),
        new Route(Route.Method.POST, TOKEN, null, this::token));
  }

  private void where(Context context) {
    var _ = new Asked(context, Set.of());
    OidcSettings.Client known = client();
    Endpoints endpoints = endpoints();
    URI authorization = offered(endpoints.authorization());
    URI endSession = endpoints.endSession();
    Reply.json(
        context,
        Json.bytes(json -> {
          json.writeStartObject();
          json.writeStringField("authorizationEndpoint", authorization.toString());
          json.writeStringField("clientId", known.id());
          json.writeStringField("scope", known.scope());
          if (endSession != null) {
            json.writeStringField("endSessionEndpoint", endSession.toString());
          }
          json.writeEndObject();
        }));
  }

  private void token(Context context) throws InterruptedException {
    var _ = new Asked(context, Set.of());
    OidcSettings.Client known = client();
    attempts.take(ConnectionBounds.client(context.req().getRemoteAddr()));
    Map<String, String> form = form(known, context);
    JsonNode answer = tokens.ask(offered(endpoints().token()), form);
    Reply.json(
        context,
        Json.bytes(json -> {
          json.writeStartObject();
          json.writeStringField("accessToken", answer.path("access_token").asText());
          json.writeNumberField("expiresInSeconds", answer.path("expires_in").asInt(SECONDS));
          for (String name : List.of("refresh", "id")) {
            JsonNode other = answer.path(name + "_token");
            if (other.isTextual()) {
              json.writeStringField(name + "Token", other.asText());
            }
          }
          json.writeEndObject();
        }));
  }

  private OidcSettings.Client client() {
    if (client == null) {
      throw new ProblemException(Problem.unknown("Nobody signs in here: callers have tokens."));
    }
    return client;
  }

  private Endpoints endpoints() {
    if (discovery == null) {
      throw new IllegalStateException("a client without a provider");
    }
    return discovery.endpoints();
  }

  private static URI offered(@Nullable URI endpoint) {
    if (endpoint == null) {
      throw new ProblemException(
          Problem.issuerUnavailable("The OpenID provider does not say where people sign in."));
    }
    return endpoint;
  }

  /** What the provider is asked, by what the console asks. */
  private Map<String, String> form(OidcSettings.Client known, Context context) {
    JsonNode asked = body(context);
    var names = new TreeSet<String>();
    asked.fieldNames().forEachRemaining(names::add);
    var form = new LinkedHashMap<String, String>();
    form.put("client_id", known.id());
    if (names.equals(Set.of("refreshToken"))) {
      form.put("grant_type", "refresh_token");
      form.put("refresh_token", text(asked, "refreshToken"));
    } else if (names.equals(Set.of("code", "verifier", "redirectUri"))) {
      form.put("grant_type", "authorization_code");
      form.put("code", text(asked, "code"));
      form.put("code_verifier", verifier(text(asked, "verifier")));
      form.put("redirect_uri", here(text(asked, "redirectUri"), context));
    } else {
      throw bad("The body has code, verifier and redirectUri, or refreshToken.");
    }
    return form;
  }

  private JsonNode body(Context context) {
    try (Room.Body body = room.readJson(context, MAX_BODY)) {
      return Parsed.tree(new String(body.bytes(), UTF_8));
    } catch (IllegalArgumentException e) {
      throw bad("The body is not JSON.");
    }
  }

  private static String text(JsonNode asked, String name) {
    String text = asked.path(name).textValue();
    if (text == null || text.isEmpty()) {
      throw bad("The member %s is a text.".formatted(name));
    }
    return text;
  }

  private static String verifier(String text) {
    if (!VERIFIER.matcher(text).matches()) {
      throw bad("A verifier has 43 to 128 characters: letters, digits and . _ ~ -");
    }
    return text;
  }

  /**
   * Only codes that were sent to this console are redeemed, and to it nobody on the way listens.
   */
  private static String here(String redirect, Context context) {
    try {
      URI address = URI.create(redirect);
      OidcSettings.check(address);
      if (redirect.equals(address.getScheme() + "://" + context.header("Host") + Console.PATH)) {
        return redirect;
      }
    } catch (IllegalArgumentException e) {
      // It is none of these either.
    }
    throw bad(
        "The redirectUri is https://HOST%s, or http on loopback, with the Host of this request."
            .formatted(Console.PATH));
  }

  private static ProblemException bad(String detail) {
    return new ProblemException(Problem.badRequest(detail));
  }
}
