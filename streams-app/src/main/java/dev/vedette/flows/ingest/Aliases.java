package dev.vedette.flows.ingest;

import dev.vedette.events.AccessEvent;
import dev.vedette.events.AccessEvent.Endpoint;
import dev.vedette.events.AccessEvent.Principal;
import dev.vedette.events.Text;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Canonical identity: one person's several names become one principal, one address's several
 * spellings one address, before anything is keyed by them.
 *
 * <p>The file has a line {@code tenant,alias,principal} for each alias; {@code *} is any tenant;
 * {@code #} starts a comment. A canonical principal is not itself an alias.
 */
public final class Aliases {
  private static final int MAX_LINES = 5_000_000;

  /** Nobody has a second name. */
  public static final Aliases NONE = new Aliases(Map.of());

  private final Map<Name, String> principals;

  private record Name(String tenant, String id) {}

  private Aliases(Map<Name, String> principals) {
    this.principals = principals;
  }

  /**
   * Reads a file of aliases.
   *
   * @throws IllegalArgumentException naming file and line if it is not such a file
   * @throws IOException if it cannot be read
   */
  public static Aliases load(Path file) throws IOException {
    var principals = new HashMap<Name, String>();
    int number = 0;
    try (var lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (number > MAX_LINES) {
          throw new IllegalArgumentException(
              "%s: at most %d lines are accepted".formatted(file.getFileName(), MAX_LINES));
        }
        if (line.isBlank() || line.startsWith("#")) {
          continue;
        }
        List<String> parts = List.of(line.split(",", -1));
        if (parts.size() != 3 || parts.stream().anyMatch(String::isBlank)) {
          throw new IllegalArgumentException(
              "%s:%d: \"%s\" is not tenant,alias,principal"
                  .formatted(file.getFileName(), number, Text.excerpt(line)));
        }
        var name = new Name(parts.get(0).strip(), parts.get(1).strip());
        String old = principals.put(name, parts.get(2).strip());
        if (old != null && !old.equals(parts.get(2).strip())) {
          throw new IllegalArgumentException(
              "%s:%d: the alias already stands for another principal"
                  .formatted(file.getFileName(), number));
        }
      }
    }
    var aliases = new Aliases(Map.copyOf(principals));
    for (var entry : principals.entrySet()) {
      if (aliases.canonical(entry.getKey().tenant(), entry.getValue()) != null) {
        throw new IllegalArgumentException(
            "%s: a principal that an alias stands for is itself an alias"
                .formatted(file.getFileName()));
      }
    }
    return aliases;
  }

  /** The event with its principal and its source address in canonical form. */
  public AccessEvent resolve(AccessEvent event) {
    Principal principal = event.principal();
    Endpoint source = event.source();
    String id = principal == null ? null : canonical(event.tenant(), principal.id());
    String given = source == null ? null : source.ip();
    String ip = given == null ? null : canonicalAddress(given);
    if (id == null && (ip == null || ip.equals(given))) {
      return event;
    }
    var resolved = event.toBuilder();
    if (principal != null && id != null) {
      resolved.principal(new Principal(principal.type(), id, principal.name()));
    }
    if (source != null && ip != null) {
      resolved.source(source.withIp(ip));
    }
    return resolved.build();
  }

  private @Nullable String canonical(String tenant, String id) {
    if (principals.isEmpty()) {
      return null;
    }
    String own = principals.get(new Name(tenant, id));
    return own != null ? own : principals.get(new Name("*", id));
  }

  /**
   * One spelling for each IPv6 address; IPv4-mapped ones are IPv4; a host name in lower case.
   *
   * <p>Never longer than an address may be: only ASCII is lowered, as some letters grow. An address
   * with a zone stays as it is: which zones there are depends on the machine.
   */
  static String canonicalAddress(String text) {
    if (text.indexOf(':') < 0 || text.indexOf('%') >= 0) {
      return lower(text);
    }
    try {
      return InetAddress.ofLiteral(text).getHostAddress();
    } catch (IllegalArgumentException notLiteral) {
      return lower(text);
    }
  }

  private static String lower(String text) {
    return text.chars().allMatch(c -> c < 128) ? text.toLowerCase(Locale.ROOT) : text;
  }
}
