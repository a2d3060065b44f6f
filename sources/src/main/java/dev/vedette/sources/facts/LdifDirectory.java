package dev.vedette.sources.facts;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vedette.events.Stamp;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes facts of the entries of a directory, as Active Directory and OpenLDAP have them: persons
 * and service accounts are principals, computers are devices. {@code docs/facts.md} says which
 * attribute becomes what.
 *
 * <p>A mail address that several entries have is nobody's name: such directories are many, and an
 * address does not say which of the accounts it stands for.
 */
final class LdifDirectory {
  private static final String[] SERVICES = {
    "msds-managedserviceaccount",
    "msds-groupmanagedserviceaccount",
    "msds-delegatedmanagedserviceaccount",
    "applicationprocess"
  };
  private static final String[] PERSONS = {
    "person", "organizationalperson", "inetorgperson", "user", "posixaccount", "account"
  };
  private static final String[] GROUPS = {
    "group", "groupofnames", "groupofuniquenames", "groupofmembers", "posixgroup"
  };
  private static final Set<String> ATTRIBUTES =
      Stream.of(
              "objectClass sAMAccountName uid userPrincipalName mail proxyAddresses objectGUID"
                  + " objectSid entryUUID msDS-PrincipalName krbPrincipalName dNSHostName cn"
                  + " department departmentNumber ou manager memberOf member uniqueMember memberUid"
                  + " servicePrincipalName managedBy")
          .flatMap(names -> Stream.of(names.toLowerCase(Locale.ROOT).split(" ")))
          .collect(Collectors.toUnmodifiableSet());

  private final String file;
  private final List<Account> accounts = new ArrayList<>();
  private final Map<String, String> idOfDn = new HashMap<>();
  private final Map<String, Set<String>> groupsByDn = new HashMap<>();
  private final Map<String, Set<String>> groupsByUid = new HashMap<>();
  private final Map<String, Integer> leftOut = new TreeMap<>();

  /** An entry that becomes a fact. */
  private record Account(LdifEntry entry, String key, String id, boolean service) {}

  private LdifDirectory(String file) {
    this.file = file;
  }

  /**
   * Reads the principals, or the devices, of an LDIF file.
   *
   * @param day from when they hold; null for since ever
   * @param rows is told of each
   * @param remarks is told what was left out
   * @throws IllegalArgumentException naming file and line if something is wrong
   */
  static void read(
      String file,
      BufferedReader text,
      boolean devices,
      @Nullable String day,
      Consumer<FactRow> rows,
      Consumer<String> remarks)
      throws IOException {
    var directory = new LdifDirectory(file);
    var entries = new LdifFile(file, text, ATTRIBUTES);
    for (LdifEntry entry = entries.next(); entry != null; entry = entries.next()) {
      directory.take(entry, devices);
    }
    directory.rows(devices, day, rows);
    directory.remark(devices ? "devices" : "principals", remarks);
  }

  private void take(LdifEntry entry, boolean devices) {
    boolean service = entry.isOf(SERVICES);
    boolean computer = !service && entry.isOf("computer");
    boolean person = !computer && (service || entry.isOf(PERSONS));
    String id = entry.first("sAMAccountName", "uid");
    String key = DistinguishedName.key(entry.dn());
    if (id != null && (computer || person) && idOfDn.put(key, id) != null) {
      throw FactFile.wrong(file, entry.line(), "an entry of this dn was there before");
    }
    if (entry.isOf(GROUPS)) {
      members(entry);
      leaveOut("groups");
    } else if (entry.bytes("objectClass").isEmpty() && id != null) {
      throw FactFile.wrong(
          file, entry.line(), "objectClass is missing, which says what the entry is");
    } else if (computer != devices || !(computer || person)) {
      leaveOut(computer ? "computers" : person ? "persons and services" : "others");
    } else if (id == null) {
      leaveOut("without sAMAccountName or uid");
    } else {
      boolean offersService = !entry.all("servicePrincipalName").isEmpty();
      String name = computer && id.endsWith("$") ? id.substring(0, id.length() - 1) : id;
      accounts.add(new Account(entry, key, name, service || (!computer && offersService)));
    }
  }

  private void leaveOut(String what) {
    leftOut.merge(what, 1, Integer::sum);
  }

  /** A directory may say who is in a group only at the group. */
  private void members(LdifEntry group) {
    String name = DistinguishedName.first(group.dn());
    for (String attribute : List.of("member", "uniqueMember")) {
      for (String dn : group.all(attribute)) {
        groupsByDn.computeIfAbsent(DistinguishedName.key(dn), key -> new TreeSet<>()).add(name);
      }
    }
    for (String uid : group.all("memberUid")) {
      groupsByUid.computeIfAbsent(Names.normal(uid), key -> new TreeSet<>()).add(name);
    }
  }

  private void rows(boolean devices, @Nullable String day, Consumer<FactRow> rows) {
    Map<String, Integer> shared = devices ? Map.of() : addresses();
    for (Account account : accounts) {
      LdifEntry entry = account.entry();
      var fields = new HashMap<String, Object>();
      fields.put("id", account.id());
      if (day != null) {
        fields.put("effective_from", day);
      }
      var aliases = new LinkedHashSet<>(names(entry));
      if (devices) {
        aliases.addAll(entry.all("dNSHostName"));
        fields.put("managed", "true");
        put(fields, "owner", named(entry.first("managedBy")));
      } else {
        Set<String> mails = mails(entry);
        mails.removeIf(mail -> !aliases.contains(mail) && shared.getOrDefault(mail, 0) > 1);
        aliases.addAll(mails);
        put(fields, "department", entry.first("department", "departmentNumber", "ou"));
        put(fields, "manager", named(entry.first("manager")));
        fields.put("groups", groups(account));
        fields.put("service_account", String.valueOf(account.service()));
      }
      fields.put("aliases", List.copyOf(aliases));
      rows.accept(new FactRow(file, entry.line(), fields));
    }
  }

  private static void put(Map<String, Object> fields, String name, @Nullable String value) {
    if (value != null) {
      fields.put(name, value);
    }
  }

  /** How many entries have each mail address, as a name of any kind. */
  private Map<String, Integer> addresses() {
    var count = new HashMap<String, Integer>();
    for (Account account : accounts) {
      Set<String> all = mails(account.entry());
      all.add(Names.normal(account.id()));
      all.addAll(names(account.entry()));
      all.forEach(name -> count.merge(name, 1, Integer::sum));
    }
    return count;
  }

  /** The names that are an entry's alone, in the form in which names are compared. */
  private static Set<String> names(LdifEntry entry) {
    var names = new LinkedHashSet<String>();
    for (String attribute :
        List.of(
            "sAMAccountName",
            "uid",
            "userPrincipalName",
            "msDS-PrincipalName",
            "krbPrincipalName",
            "entryUUID")) {
      names.addAll(entry.all(attribute));
    }
    entry.bytes("objectGUID").forEach(guid -> names.add(guid(guid)));
    entry.bytes("objectSid").forEach(sid -> names.add(sid(sid)));
    names.remove("");
    return normal(names);
  }

  private static Set<String> mails(LdifEntry entry) {
    var mails = new LinkedHashSet<>(entry.all("mail"));
    for (String address : entry.all("proxyAddresses")) {
      if (address.regionMatches(true, 0, "smtp:", 0, 5)) {
        mails.add(address.substring(5));
      }
    }
    return normal(mails);
  }

  private static Set<String> normal(Collection<String> names) {
    return names.stream().map(Names::normal).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** An id of 16 bytes, of which the first eight are little-endian in parts; or its text. */
  private static String guid(byte[] guid) {
    if (guid.length != 16) {
      return new String(guid, UTF_8).strip().replaceAll("[{}]", "");
    }
    int[] order = {3, 2, 1, 0, -1, 5, 4, -1, 7, 6, -1, 8, 9, -1, 10, 11, 12, 13, 14, 15};
    var text = new StringBuilder();
    for (int at : order) {
      text.append(at < 0 ? "-" : "%02x".formatted(guid[at]));
    }
    return text.toString();
  }

  /** A security id ([MS-DTYP] 2.4.2.2) as Windows writes it in its logs; or its text. */
  private static String sid(byte[] sid) {
    if (sid.length < 8 || sid[0] != 1 || sid.length != 8 + 4 * sid[1]) {
      String text = new String(sid, UTF_8).strip();
      return text.startsWith("S-") ? text : "";
    }
    long authority = 0;
    for (int i = 2; i < 8; i++) {
      authority = (authority << 8) | (sid[i] & 0xFF);
    }
    var text = new StringBuilder("S-1-").append(authority);
    for (int i = 8; i < sid.length; i += 4) {
      long part = 0;
      for (int j = 3; j >= 0; j--) {
        part = (part << 8) | (sid[i + j] & 0xFF);
      }
      text.append('-').append(part);
    }
    return text.toString();
  }

  /** Who is meant: the id of the entry of that name if it is here, else the first value of it. */
  private @Nullable String named(@Nullable String dn) {
    if (dn == null) {
      return null;
    }
    String id = idOfDn.get(DistinguishedName.key(dn));
    return id == null ? DistinguishedName.first(dn) : id;
  }

  /** The groups; a stamp takes the first ones by name. */
  private List<String> groups(Account account) {
    var groups = new TreeSet<String>();
    account.entry().all("memberOf").forEach(dn -> groups.add(DistinguishedName.first(dn)));
    groups.addAll(groupsByDn.getOrDefault(account.key(), Set.of()));
    for (String uid : account.entry().all("uid")) {
      groups.addAll(groupsByUid.getOrDefault(Names.normal(uid), Set.of()));
    }
    if (groups.size() > Stamp.MAX_GROUPS) {
      leaveOut("groups beyond the first %d of an account".formatted(Stamp.MAX_GROUPS));
    }
    return groups.stream().limit(Stamp.MAX_GROUPS).toList();
  }

  private void remark(String what, Consumer<String> remarks) {
    String rest =
        leftOut.entrySet().stream()
            .map(e -> "%d %s".formatted(e.getValue(), e.getKey()))
            .collect(Collectors.joining(", "));
    remarks.accept(
        "%s: %d %s%s"
            .formatted(file, accounts.size(), what, rest.isEmpty() ? "" : "; left out: " + rest));
  }
}
