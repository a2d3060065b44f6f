package dev.vedette.rest;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Whose tokens let in, beside the one of {@link RestSettings}, and where it is written down who
 * asked about whom.
 *
 * @param tokens a file of tokens' digests with names, roles and tenants; null if there is none
 * @param oidc an OpenID provider; null if none is believed
 * @param audit where requests that name a tenant are noted; null for nowhere
 */
public record AccessSettings(
    @Nullable Path tokens, @Nullable OidcSettings oidc, @Nullable Path audit) {
  /** Nobody else's, and nothing is written down. */
  public static final AccessSettings NONE = new AccessSettings(null, null, null);

  /** Whether somebody must present a token. */
  boolean asksForTokens() {
    return tokens != null || oidc != null;
  }
}
