package dev.vedette.rest;

import dev.vedette.flows.ingest.RawSources;
import dev.vedette.rest.live.Updates;
import java.lang.reflect.Proxy;
import java.time.InstantSource;

/** What fails whenever it is asked. */
final class Broken {
  /** What a failure quotes and nobody may be told. */
  static final String SECRET = "alice@example.com";

  private Broken() {}

  /** Queries that fail with an exception, or with an error. */
  static Queries queries(boolean error) {
    return of(Queries.class, error);
  }

  /** A backend with every route, behind each of which something fails. */
  static Backend backend() {
    return Backend.of(queries(false))
        .with(
            new Posting(
                new HeldInbox(),
                RawSources.NONE,
                () -> {
                  throw new ArithmeticException(SECRET);
                },
                InstantSource.system(),
                HeldInbox.LIMITS))
        .with((VerdictSink) verdict -> {})
        .with(new HeldLetters())
        .with(of(Updates.class, false));
  }

  private static <T> T of(Class<T> what, boolean error) {
    return what.cast(
        Proxy.newProxyInstance(
            what.getClassLoader(),
            new Class<?>[] {what},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                return null;
              }
              if (error) {
                throw new AssertionError(SECRET);
              }
              throw new ArithmeticException(SECRET);
            }));
  }
}
