package dev.vedette.rest;

import org.jspecify.annotations.Nullable;

/** Knows whom a bearer token names. Any number of threads may ask. */
interface Tokens {
  /**
   * Whom a token names.
   *
   * @return null if it names nobody, or nobody any more
   * @throws ProblemException if that cannot be found out now
   */
  @Nullable Caller caller(String token);
}
