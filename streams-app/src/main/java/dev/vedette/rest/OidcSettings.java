package dev.vedette.rest;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whose access tokens are believed, and where they say what their bearer may do.
 *
 * @param issuer the OpenID provider, as {@code iss} names it; https, or http on loopback
 * @param audience what {@code aud} must contain
 * @param rolesClaim the claim that lists roles; names in objects are separated by dots, as in
 *     {@code realm_access.roles}
 * @param tenantsClaim the claim that lists tenants, {@code *} for all
 * @param client as what people sign in to the console; null if they do not
 */
public record OidcSettings(
    URI issuer,
    String audience,
    String rolesClaim,
    String tenantsClaim,
    OidcSettings.@Nullable Client client) {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  /**
   * Checks that nobody on the way can forge keys.
   *
   * @throws IllegalArgumentException saying what is wrong
   */
  public OidcSettings {
    check(issuer);
    if (audience.isBlank()) {
      throw new IllegalArgumentException("an audience is needed: whom tokens must be meant for");
    }
    if (rolesClaim.isBlank() || tenantsClaim.isBlank()) {
      throw new IllegalArgumentException("the claims of roles and tenants need names");
    }
  }

  /**
   * The console as the provider knows it: a public client, which has no secret.
   *
   * @param id its {@code client_id}
   * @param scope what it asks for, with blanks between
   */
  public record Client(String id, String scope) {
    private static final Pattern ID = Pattern.compile("[!-~]{1,256}");
    private static final Pattern SCOPE = Pattern.compile("[!#-\\[\\]-~]+( [!#-\\[\\]-~]+)*");

    /**
     * Checks that both are what RFC 6749 allows.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    public Client {
      if (!ID.matcher(id).matches()) {
        throw new IllegalArgumentException(
            "the client's id has 1 to 256 characters without blanks, unlike \"%s\"".formatted(id));
      }
      if (!SCOPE.matcher(scope).matches()) {
        throw new IllegalArgumentException(
            "a scope is words with one blank between, unlike \"%s\"".formatted(scope));
      }
    }
  }

  /** Roles in {@code roles}, tenants in {@code tenants}; nobody signs in. */
  public static OidcSettings of(URI issuer, String audience) {
    return new OidcSettings(issuer, audience, "roles", "tenants", null);
  }

  /** The same, and people sign in to the console. */
  public OidcSettings with(Client other) {
    return new OidcSettings(issuer, audience, rolesClaim, tenantsClaim, other);
  }

  /** Refuses an address that somebody on the way could answer for. */
  static void check(URI address) {
    String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    String host = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !(scheme.equals("http") && LOOPBACK.contains(host))) {
      throw new IllegalArgumentException(
          "%s: an OpenID provider is asked by https, or by http on loopback".formatted(address));
    }
  }
}
