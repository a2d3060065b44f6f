package dev.vedette.rest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the holder of one token may do. The token itself is not kept.
 *
 * @param digest SHA-256 of the token, in lower-case hexadecimal digits
 * @param caller whom it names
 */
record Grant(String digest, Caller caller) {
  private static final int MAX_FILE_BYTES = 1 << 20;
  private static final String EVERY = "*";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,64}");
  private static final Pattern SHA256 = Pattern.compile("sha256:[0-9a-f]{64}");

  /** Who presents one token may do everything. */
  static Grant all(String token) {
    return new Grant(digest(token), Caller.all("token"));
  }

  /**
   * Reads a file of grants: a line each, with a name, roles, tenants ({@code *} for all) and {@code
   * sha256:} of the token, separated by blanks; several roles or tenants by commas. Empty lines and
   * those that begin with {@code #} say nothing.
   *
   * @throws IllegalArgumentException naming file and line, and never what stands in it
   */
  static List<Grant> read(Path file) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > MAX_FILE_BYTES) {
        throw new IllegalArgumentException(
            "file of tokens %s: no file of at most %d bytes".formatted(file, MAX_FILE_BYTES));
      }
      List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
      var grants = new ArrayList<Grant>();
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i).strip();
        if (!line.isEmpty() && !line.startsWith("#")) {
          grants.add(parse(line, "file of tokens %s, line %d".formatted(file, i + 1)));
        }
      }
      if (grants.isEmpty()) {
        throw new IllegalArgumentException("file of tokens %s names nobody".formatted(file));
      }
      return grants;
    } catch (IOException e) {
      throw new IllegalArgumentException("file of tokens %s cannot be read".formatted(file), e);
    }
  }

  private static Grant parse(String line, String where) {
    String[] fields = line.split("\\s+", -1);
    if (fields.length != 4) {
      throw new IllegalArgumentException(
          where + ": NAME ROLES TENANTS sha256:DIGEST, not %d fields".formatted(fields.length));
    }
    if (!NAME.matcher(fields[0]).matches()) {
      throw new IllegalArgumentException(
          where + ": a name has 1 to 64 letters, digits and . _ @ -");
    }
    if (!SHA256.matcher(fields[3]).matches()) {
      throw new IllegalArgumentException(
          where + ": sha256: and 64 lower-case hexadecimal digits are needed");
    }
    Set<Caller.Role> roles =
        Arrays.stream(fields[1].split(",", -1))
            .map(name -> role(name, where))
            .collect(Collectors.toSet());
    Set<String> tenants = fields[2].equals(EVERY) ? null : Set.of(fields[2].split(",", -1));
    return new Grant(
        fields[3].substring("sha256:".length()), new Caller(fields[0], roles, tenants));
  }

  private static Caller.Role role(String name, String where) {
    Caller.Role role = roleNamed(name);
    if (role == null) {
      throw new IllegalArgumentException(where + ": roles are reader, analyst, admin");
    }
    return role;
  }

  /** The role of a name; null if there is none. */
  static Caller.@Nullable Role roleNamed(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "reader" -> Caller.Role.READER;
      case "analyst" -> Caller.Role.ANALYST;
      case "admin" -> Caller.Role.ADMIN;
      default -> null;
    };
  }

  static String digest(String token) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
