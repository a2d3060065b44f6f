package dev.vedette.schemas;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a schema registry.
 *
 * @param url where its REST interface starts, such as {@code https://registry.example:8081} or, for
 *     Apicurio, {@code http://127.0.0.1:8080/apis/ccompat/v7}
 * @param credentials for HTTP basic authentication; null to send none
 * @param timeout for one answer, whole, 1 ms to 5 minutes
 * @param register whether a schema that the registry does not know is registered when it is first
 *     written with; otherwise writing with it fails
 */
public record RegistrySettings(
    URI url, @Nullable Credentials credentials, Duration timeout, boolean register) {

  private static final Duration LONGEST = Duration.ofMinutes(5);

  /** Checks the address and the range. */
  public RegistrySettings {
    if (url.getScheme() == null
        || !List.of("http", "https").contains(url.getScheme())
        || url.getHost() == null
        || url.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "a registry's url is http(s)://host[:port][/path], without a user in it");
    }
    if (timeout.toMillis() < 1 || timeout.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "a registry's timeout is 1 ms to 5 minutes, not " + timeout);
    }
  }

  /** No credentials, ten seconds, register what is new. */
  public static RegistrySettings of(URI url) {
    return new RegistrySettings(url, null, Duration.ofSeconds(10), true);
  }

  /** A user and a password; the text form shows neither. */
  public record Credentials(String user, String password) {
    /** Checks that the user can be told from the password. */
    public Credentials {
      if (user.indexOf(':') >= 0) {
        throw new IllegalArgumentException("a registry's user has no colon");
      }
    }

    @Override
    public String toString() {
      return "Credentials[…]";
    }
  }
}
