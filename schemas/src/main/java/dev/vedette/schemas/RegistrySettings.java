package dev.vedette.schemas;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
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
  private static final Duration USUAL = Duration.ofSeconds(10);
  private static final long MAX_BYTES = 64 * 1024;
  private static final String USER_INFO = "basic.auth.user.info";
  private static final String REGISTER = "auto.register.schemas";
  private static final String TIMEOUT = "request.timeout.ms";

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
    return new RegistrySettings(url, null, USUAL, true);
  }

  /**
   * With what a Java properties file in UTF-8 says, under the names of Confluent's clients: {@code
   * basic.auth.user.info} (user:password), {@code auto.register.schemas} (true), {@code
   * request.timeout.ms} (10000).
   *
   * @throws IllegalArgumentException where the file cannot be read, is over 64 KiB, has another key
   *     or a value that does not fit; the message names the file and quotes no credentials
   */
  public static RegistrySettings read(URI url, Path file) {
    var read = new Properties();
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new IllegalArgumentException(
            "registry properties %s: more than %d bytes".formatted(file, MAX_BYTES));
      }
      try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
        read.load(reader);
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "registry properties %s: cannot be read: %s".formatted(file, e), e);
    }
    try {
      return of(url, read);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "registry properties %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static RegistrySettings of(URI url, Properties read) {
    var unknown = new TreeSet<>(read.stringPropertyNames());
    unknown.removeAll(Set.of(USER_INFO, REGISTER, TIMEOUT));
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "unknown keys %s; known are %s, %s, %s".formatted(unknown, USER_INFO, REGISTER, TIMEOUT));
    }
    String register = read.getProperty(REGISTER, "true").strip();
    if (!Set.of("true", "false").contains(register)) {
      throw new IllegalArgumentException(
          "%s is true or false, not \"%s\"".formatted(REGISTER, register));
    }
    String who = read.getProperty(USER_INFO);
    return new RegistrySettings(
        url,
        who == null ? null : Credentials.of(who.strip()),
        timeout(read.getProperty(TIMEOUT, "" + USUAL.toMillis()).strip()),
        register.equals("true"));
  }

  private static Duration timeout(String millis) {
    try {
      return Duration.ofMillis(Long.parseLong(millis));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s is a number, not \"%s\"".formatted(TIMEOUT, millis), e);
    }
  }

  /** A user and a password; the text form shows neither. */
  public record Credentials(String user, String password) {
    /** Checks that the user can be told from the password. */
    public Credentials {
      if (user.indexOf(':') >= 0) {
        throw new IllegalArgumentException("a registry's user has no colon");
      }
    }

    private static Credentials of(String text) {
      int colon = text.indexOf(':');
      if (colon < 0) {
        throw new IllegalArgumentException(USER_INFO + " is user:password");
      }
      return new Credentials(text.substring(0, colon), text.substring(colon + 1));
    }

    @Override
    public String toString() {
      return "Credentials[…]";
    }
  }
}
