package dev.vedette.sources.facts;

import dev.vedette.events.EventHash;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a folder of facts: {@code principals}, {@code devices}, {@code leases}, {@code networks}
 * ({@code .csv}, {@code .json}, {@code .jsonl}, {@code .ndjson}; the first two also {@code .ldif}),
 * {@code aliases.csv}, {@code reputation} and {@code tor} ({@code .txt}, {@code .lst}), {@code
 * geo/*.mmdb}. All but {@code .mmdb} may end in {@code .gz}. A list, a database or an LDIF file
 * with a day in its name ({@code tor.2026-03-01.txt}) holds from that day on, until the next.
 */
public final class FactFolder {
  private static final Pattern NAME =
      Pattern.compile(
          "([a-z0-9_-]+)(?:\\.(\\d{4}-\\d{2}-\\d{2}))?\\.(csv|json|jsonl|ndjson|ldif|txt|lst|mmdb)"
              + "(?:\\.gz)?");
  private static final Set<String> ROWS = Set.of("csv", "json", "jsonl", "ndjson");
  private static final Set<String> LISTS = Set.of("txt", "lst", "csv");

  private final List<PrincipalFact> principals = new ArrayList<>();
  private final List<DeviceFact> devices = new ArrayList<>();
  private final Leases.Builder leases = new Leases.Builder();
  private final Networks.Builder networks = new Networks.Builder();
  private final SortedMap<Long, AddressList> reputation = new TreeMap<>();
  private final SortedMap<Long, AddressList> tor = new TreeMap<>();
  private final Map<String, SortedMap<Long, Places>> places = new TreeMap<>();
  private final Set<List<Object>> versions = new HashSet<>();
  private List<PrincipalFact> aliases = List.of();
  private final Consumer<String> remarks;
  private long version;

  private FactFolder(Consumer<String> remarks) {
    this.remarks = remarks;
  }

  /**
   * Reads a folder.
   *
   * @throws IllegalArgumentException naming file, line and field if something is wrong: unknown
   *     files and fields too
   * @throws IOException if something cannot be read
   */
  public static Facts load(Path folder) throws IOException {
    return load(folder, remark -> {});
  }

  /**
   * Reads a folder.
   *
   * @param remarks is told, in a sentence for each LDIF file, what was read and what was left out
   * @throws IllegalArgumentException naming file, line and field if something is wrong: unknown
   *     files and fields too
   * @throws IOException if something cannot be read
   */
  public static Facts load(Path folder, Consumer<String> remarks) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException("%s is not a folder of facts".formatted(folder));
    }
    var facts = new FactFolder(remarks);
    for (Path file : sorted(folder)) {
      String name = String.valueOf(file.getFileName());
      if (name.equals("geo") && Files.isDirectory(file)) {
        for (Path database : sorted(file)) {
          facts.geo(database);
        }
      } else if (!isBeside(name)) {
        facts.read(file, name);
      }
    }
    return facts.facts();
  }

  private static List<Path> sorted(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted(Comparator.naturalOrder()).toList();
    }
  }

  /** Whether a file says something about the folder, for people. */
  private static boolean isBeside(String name) {
    return name.startsWith(".")
        || name.endsWith(".md")
        || name.toUpperCase(Locale.ROOT).contains("LICENSE")
        || name.startsWith("README");
  }

  private void read(Path file, String name) throws IOException {
    Matcher matcher = NAME.matcher(name);
    String kind = matcher.matches() ? matcher.group(1) : "";
    String form = kind.isEmpty() ? "" : matcher.group(3);
    boolean isList = kind.equals("reputation") || kind.equals("tor");
    boolean isRows = Set.of("principals", "devices", "leases", "networks").contains(kind);
    boolean isLdif = form.equals("ldif") && Set.of("principals", "devices").contains(kind);
    boolean known =
        isLdif
            || (isList && LISTS.contains(form))
            || (isRows && ROWS.contains(form) && matcher.group(2) == null)
            || name.equals("aliases.csv");
    if (!known) {
      throw new IllegalArgumentException(
          ("%s: not a file of facts; there are principals, devices, leases, networks (.csv, .json,"
                  + " .jsonl, .ndjson; the first two also .ldif), aliases.csv, reputation, tor (.txt, .lst), geo/*.mmdb")
              .formatted(name));
    }
    if (isList) {
      try (BufferedReader text = open(file)) {
        var list = kind.equals("tor") ? tor : reputation;
        put(list, name, from(name, matcher.group(2)), AddressList.read(name, text));
      }
      add(kind, file);
    } else if (kind.equals("aliases")) {
      aliases = AliasFile.load(file);
    } else {
      try (BufferedReader text = open(file)) {
        String plain = name.replaceFirst("\\.gz$", "");
        if (isLdif) {
          boolean devicesOnly = kind.equals("devices");
          LdifDirectory.read(
              plain, text, devicesOnly, matcher.group(2), row -> take(kind, row), remarks);
        } else {
          FactFile.read(plain, text, row -> take(kind, row));
        }
      } catch (CharacterCodingException e) {
        throw new IllegalArgumentException(name + ": not UTF-8", e);
      }
      if (kind.equals("leases") || kind.equals("networks")) {
        add(kind, file);
      }
    }
  }

  private static BufferedReader open(Path file) throws IOException {
    InputStream bytes = Files.newInputStream(file);
    return new BufferedReader(
        new InputStreamReader(
            file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes,
            StandardCharsets.UTF_8.newDecoder()));
  }

  private void take(String kind, FactRow row) {
    switch (kind) {
      case "principals" -> {
        PrincipalFact fact = Directory.principal(row);
        once(row, kind, fact.tenant(), fact.id(), fact.fromMillis());
        principals.add(fact);
      }
      case "devices" -> {
        DeviceFact fact = Directory.device(row);
        once(row, kind, fact.tenant(), fact.id(), fact.fromMillis());
        devices.add(fact);
      }
      case "leases" -> {
        row.allow(Set.of("tenant", "ip", "device", "from", "to"));
        row.required("from");
        String ip = row.required("ip");
        long from = row.instant("from", History.ALWAYS);
        long to = row.instant("to", Long.MAX_VALUE);
        try {
          leases.add(row.tenant(), ip, row.required("device"), from, to);
        } catch (IllegalArgumentException e) {
          throw row.wrong(to <= from ? "to" : "ip", ": " + e.getMessage());
        }
      }
      default -> {
        row.allow(Set.of("tenant", "cidr", "label", "kind", "effective_from"));
        String cidr = row.required("cidr");
        var network = new Network(row.required("label"), kind(row));
        long from = row.instant("effective_from", History.ALWAYS);
        try {
          networks.add(row.tenant(), cidr, from, network);
        } catch (IllegalArgumentException e) {
          throw row.wrong("cidr", ": " + e.getMessage());
        }
      }
    }
  }

  private void once(FactRow row, String kind, String tenant, String id, long fromMillis) {
    if (!versions.add(List.of(kind, tenant, id, fromMillis))) {
      throw row.wrong("id", "is there twice from the same instant");
    }
  }

  private static Network.Kind kind(FactRow row) {
    return switch (row.required("kind").toLowerCase(Locale.ROOT)) {
      case "own" -> Network.Kind.OWN;
      case "vpn" -> Network.Kind.VPN;
      case "shared" -> Network.Kind.SHARED;
      case "none" -> Network.Kind.NONE;
      default -> throw row.wrong("kind", "is one of own, vpn, shared, none");
    };
  }

  private void geo(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    Matcher matcher = NAME.matcher(name);
    if (isBeside(name)) {
      return;
    }
    if (!name.endsWith(".mmdb") || !matcher.matches()) {
      throw new IllegalArgumentException("geo/%s: not a database NAME.mmdb".formatted(name));
    }
    var group = places.computeIfAbsent(matcher.group(1), key -> new TreeMap<>());
    put(group, name, from(name, matcher.group(2)), Places.open(file));
    add("geo", file);
  }

  private static <T> void put(SortedMap<Long, T> versions, String name, long from, T version) {
    if (versions.put(from, version) != null) {
      throw new IllegalArgumentException(name + ": there is another one for the same time");
    }
  }

  private static long from(String name, @Nullable String day) {
    try {
      return day == null ? History.ALWAYS : FactRow.instant(day);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }

  /** Adds a file to the version: its kind, its name and its bytes. */
  private void add(String kind, Path file) throws IOException {
    byte[] name = "%s %s ".formatted(kind, file.getFileName()).getBytes(StandardCharsets.UTF_8);
    byte[] bytes = Files.readAllBytes(file);
    var all = new byte[name.length + bytes.length];
    System.arraycopy(name, 0, all, 0, name.length);
    System.arraycopy(bytes, 0, all, name.length, bytes.length);
    version += EventHash.of(all).high();
  }

  private Facts facts() {
    var facts =
        new Facts(
            principals,
            devices,
            leases.build(),
            networks.build(),
            together(),
            History.of(reputation),
            History.of(tor),
            version);
    facts.check("principals, devices");
    return aliases.isEmpty() ? facts : facts.withAliases(aliases);
  }

  /** From each instant at which a database of any name begins: all that hold then. */
  private History<Places> together() {
    var histories = new HashMap<String, History<Places>>();
    var instants = new TreeSet<Long>();
    places.forEach((name, versions) -> {
      histories.put(name, History.of(versions));
      instants.addAll(versions.keySet());
    });
    var all = new TreeMap<Long, Places>();
    for (long instant : instants) {
      var parts = new ArrayList<Places>();
      for (String name : places.keySet()) {
        Places part = histories.getOrDefault(name, History.none()).at(instant);
        if (part != null) {
          parts.add(part);
        }
      }
      all.put(instant, new Places(parts));
    }
    return History.of(all);
  }
}
