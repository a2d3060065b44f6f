package dev.vedette.app;

import dev.vedette.rest.AccessSettings;
import dev.vedette.rest.OidcSettings;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Who may ask over REST. */
final class AccessOptions {
  @Option(
      names = "--rest-tokens",
      paramLabel = "FILE",
      description =
          "Tokens of machines, a line each: NAME ROLES TENANTS sha256:DIGEST (docs/rest.md).")
  private @Nullable Path tokens;

  @Option(
      names = "--rest-audit",
      paramLabel = "FILE",
      description = "Note in this file who asked about whom, a line of JSON for each request.")
  private @Nullable Path audit;

  @ArgGroup(exclusive = false)
  private @Nullable Provider provider;

  @SuppressWarnings("NullAway.Init")
  AccessOptions() {}

  /** An OpenID provider. */
  static final class Provider {
    @Option(
        names = "--oidc-issuer",
        required = true,
        paramLabel = "URL",
        description = "Believe access tokens of this OpenID provider.")
    private URI issuer;

    @Option(
        names = "--oidc-audience",
        required = true,
        paramLabel = "NAME",
        description = "Whom its tokens must be meant for.")
    private String audience;

    @Option(
        names = "--oidc-roles-claim",
        paramLabel = "CLAIM",
        defaultValue = "roles",
        description =
            "Where they list reader, analyst, admin; dots lead into objects (default"
                + " ${DEFAULT-VALUE}).")
    private String rolesClaim = "roles";

    @Option(
        names = "--oidc-tenants-claim",
        paramLabel = "CLAIM",
        defaultValue = "tenants",
        description = "Where they list tenants, * for all (default ${DEFAULT-VALUE}).")
    private String tenantsClaim = "tenants";

    @Option(
        names = "--oidc-client",
        paramLabel = "ID",
        description =
            "Let people sign in to the console as this public client of the provider"
                + " (docs/rest.md).")
    private @Nullable String client;

    @Option(
        names = "--oidc-scope",
        paramLabel = "SCOPES",
        description =
            "What the console asks the provider for, with blanks between (default openid).")
    private @Nullable String scope;

    @SuppressWarnings("NullAway.Init")
    Provider() {}

    private OidcSettings settings() {
      var believed = new OidcSettings(issuer, audience, rolesClaim, tenantsClaim, null);
      if (client != null) {
        return believed.with(new OidcSettings.Client(client, scope == null ? "openid" : scope));
      }
      if (scope != null) {
        throw new IllegalArgumentException("--oidc-scope is what --oidc-client asks for: say both");
      }
      return believed;
    }
  }

  /** What was asked for. */
  AccessSettings settings() {
    return new AccessSettings(tokens, provider == null ? null : provider.settings(), audit);
  }
}
