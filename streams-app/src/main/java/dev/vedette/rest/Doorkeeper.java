package dev.vedette.rest;

import dev.vedette.rest.ClientLimits.Admitted;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Decides who may ask. Where there are tokens: whoever presents one that somebody vouches for;
 * probes, the console's own files and signing in need none. Where there are none: whoever names a
 * loopback host, so that no web page can ask by way of a name that it makes point here.
 */
final class Doorkeeper {
  private static final Set<String> PROBES = Set.of("/v1/health", "/v1/ready");
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Pattern PORT = Pattern.compile(":[0-9]*$");
  private static final String BEARER = "bearer ";

  private final List<Tokens> known;

  Doorkeeper(List<Tokens> known) {
    this.known = List.copyOf(known);
  }

  /**
   * One as settings ask for it.
   *
   * @throws IllegalArgumentException if the file of tokens cannot be used
   */
  static Doorkeeper of(RestSettings settings) {
    var grants = new ArrayList<Grant>();
    if (settings.token() != null) {
      grants.add(Grant.all(settings.token()));
    }
    AccessSettings access = settings.access();
    if (access.tokens() != null) {
      grants.addAll(Grant.read(access.tokens()));
    }
    var known = new ArrayList<Tokens>();
    if (!grants.isEmpty()) {
      known.add(new GrantedTokens(grants));
    }
    if (access.oidc() != null) {
      known.add(new OidcTokens(access.oidc()));
    }
    return new Doorkeeper(known);
  }

  /**
   * Lets a request in.
   *
   * @return who sent it, and whose token it shows
   * @throws ProblemException if not
   */
  Admitted admit(Context context) {
    if (known.isEmpty()) {
      String host = context.header("Host");
      if (host == null || !LOOPBACK.contains(withoutPort(host))) {
        throw new ProblemException(Problem.misdirected());
      }
      return new Admitted(Caller.LOOPBACK, null);
    }
    if (isOpen(context.req().getRequestURI())) {
      return new Admitted(Caller.ANYBODY, null);
    }
    String header = context.header("Authorization");
    if (header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      String token = header.substring(BEARER.length()).strip();
      for (int i = 0; i < known.size(); i++) {
        Caller caller = known.get(i).caller(token);
        if (caller != null) {
          // Who is of one name in a file and at a provider are two.
          return new Admitted(caller, i + "/" + caller.name());
        }
      }
    }
    context.header("WWW-Authenticate", "Bearer realm=\"vedette\"");
    throw new ProblemException(Problem.unauthorized());
  }

  /**
   * Probes, the pages of the console, which ask with a token for what they show, and signing in.
   */
  private static boolean isOpen(String path) {
    return PROBES.contains(path) || Console.isAt(path) || SignInRoutes.isAt(path);
  }

  private static String withoutPort(String host) {
    return PORT.matcher(host.toLowerCase(Locale.ROOT)).replaceFirst("");
  }
}
