package dev.vedette.rest;

import java.lang.reflect.Proxy;

/** Queries that fail. */
final class Broken {
  /** What a failure quotes and nobody may be told. */
  static final String SECRET = "alice@example.com";

  private Broken() {}

  /** Fails with an exception, or with an error. */
  static Queries queries(boolean error) {
    return (Queries)
        Proxy.newProxyInstance(
            Queries.class.getClassLoader(),
            new Class<?>[] {Queries.class},
            (proxy, method, arguments) -> {
              if (error) {
                throw new AssertionError(SECRET);
              }
              throw new ArithmeticException(SECRET);
            });
  }
}
