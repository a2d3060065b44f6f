package dev.vedette.rest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that were given out beforehand. They are found by their digests, so that how long a look
 * takes says nothing of a token.
 */
final class GrantedTokens implements Tokens {
  private final Map<String, Caller> callers = new HashMap<>();

  /**
   * Knows the holders of grants.
   *
   * @throws IllegalArgumentException if two grants are of one token
   */
  GrantedTokens(List<Grant> grants) {
    for (Grant grant : grants) {
      if (callers.put(grant.digest(), grant.caller()) != null) {
        throw new IllegalArgumentException(
            "the token of %s is somebody else's too".formatted(grant.caller().name()));
      }
    }
  }

  @Override
  public @Nullable Caller caller(String token) {
    return callers.get(Grant.digest(token));
  }
}
