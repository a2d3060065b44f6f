package dev.vedette.rest;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.MalformedURLException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Access tokens of an OpenID provider (RFC 9068): signed with one of its keys by an asymmetric
 * algorithm, for this audience, not expired. The provider's keys are found by discovery at the
 * first token, kept for five minutes, and asked for again when a token names one that is not among
 * them, at most every five seconds.
 */
final class OidcTokens implements Tokens {
  private static final Logger LOG = LoggerFactory.getLogger(OidcTokens.class);
  private static final int MAX_TOKEN_CHARS = 8 * 1024;
  private static final Duration KEYS_KEPT = Duration.ofMinutes(5);

  /** No symmetric one: whoever knows the provider's public key must not be able to sign with it. */
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private final OidcSettings settings;
  private final Discovery discovery;
  private final ReentrantLock making = new ReentrantLock();
  private volatile @Nullable DefaultJWTProcessor<SecurityContext> processor;

  OidcTokens(OidcSettings settings) {
    this.settings = settings;
    discovery = new Discovery(settings.issuer());
  }

  @Override
  public @Nullable Caller caller(String token) {
    if (token.length() > MAX_TOKEN_CHARS || token.chars().filter(c -> c == '.').count() != 2) {
      return null;
    }
    try {
      return caller(processor().process(token, null));
    } catch (RateLimitReachedException e) {
      return null; // the keys were looked at a moment ago, and its key was not among them
    } catch (KeySourceException e) {
      LOG.warn("the keys of {} cannot be had: {}", settings.issuer(), e.getMessage());
      throw new ProblemException(
          Problem.issuerUnavailable("The keys of the OpenID provider cannot be had."));
    } catch (ParseException | BadJOSEException | JOSEException e) {
      return null;
    }
  }

  private @Nullable Caller caller(JWTClaimsSet claims) {
    String subject = claims.getSubject();
    Object client = claims.getClaim("azp");
    String name = subject != null ? subject : client instanceof String id ? id : null;
    if (name == null) {
      return null;
    }
    var roles = EnumSet.noneOf(Caller.Role.class);
    for (String one : texts(claims, settings.rolesClaim())) {
      Caller.Role role = Grant.roleNamed(one);
      if (role != null) {
        roles.add(role);
      }
    }
    Set<String> tenants = texts(claims, settings.tenantsClaim());
    return new Caller(name, roles, tenants.contains("*") ? null : tenants);
  }

  /** A claim that is a text or a list of texts. */
  private static Set<String> texts(JWTClaimsSet claims, String path) {
    Object value = claims.getClaim(path);
    if (value == null) {
      value = claims.getClaims();
      for (String name : path.split("\\.", -1)) {
        value = value instanceof Map<?, ?> map ? map.get(name) : null;
      }
    }
    var found = new HashSet<String>();
    for (Object one : value instanceof List<?> list ? list : List.of(value == null ? 0 : value)) {
      if (one instanceof String text && !text.isBlank()) {
        found.add(text);
      }
    }
    return found;
  }

  private DefaultJWTProcessor<SecurityContext> processor() {
    DefaultJWTProcessor<SecurityContext> known = processor;
    if (known != null) {
      return known;
    }
    making.lock();
    try {
      known = processor;
      if (known == null) {
        known = processor(discovery.endpoints().keys());
        processor = known;
      }
      return known;
    } catch (MalformedURLException e) {
      throw new IllegalStateException("every Java asks by http and https", e);
    } finally {
      making.unlock();
    }
  }

  private DefaultJWTProcessor<SecurityContext> processor(URI keys) throws MalformedURLException {
    var source =
        JWKSourceBuilder.<SecurityContext>create(keys.toURL(), Discovery.retriever())
            .cache(KEYS_KEPT.toMillis(), Discovery.PATIENCE.toMillis())
            .rateLimited(Discovery.BETWEEN_LOOKS.toMillis())
            .build();
    var made = new DefaultJWTProcessor<SecurityContext>();
    made.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    made.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, source));
    made.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(
            settings.audience(),
            new JWTClaimsSet.Builder().issuer(settings.issuer().toString()).build(),
            Set.of("exp")));
    return made;
  }
}
