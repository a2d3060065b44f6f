package dev.vedette.sources.facts;

import dev.vedette.events.EventHash;
import dev.vedette.events.Stamp;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Who is who and whose is what: the facts about principals and devices, found by any of their names
 * as of an instant. May be changed by one thread while others ask.
 */
public final class Directory {
  private static final Set<String> PRINCIPAL_FIELDS =
      Set.of(
          "tenant",
          "id",
          "aliases",
          "department",
          "manager",
          "groups",
          "criticality",
          "service_account",
          "effective_from");
  private static final Set<String> DEVICE_FIELDS =
      Set.of("tenant", "id", "aliases", "owner", "criticality", "managed", "effective_from");

  private final Register<PrincipalFact> principals = new Register<>(PrincipalFact::aliases);
  private final Register<DeviceFact> devices = new Register<>(DeviceFact::aliases);
  private final AtomicLong version = new AtomicLong();

  /** A directory that knows nobody. */
  public Directory() {}

  /** Whether nothing is known. */
  public boolean isEmpty() {
    return principals.isEmpty() && devices.isEmpty();
  }

  /**
   * A hash of all facts, whatever the order in which they came; 0 if there are none. Two
   * directories of the same version know the same.
   */
  public long version() {
    return version.get();
  }

  /** Puts a version of a principal's facts, in place of one from the same instant. */
  public void put(PrincipalFact fact) {
    PrincipalFact old = principals.put(fact.tenant(), fact.id(), fact.fromMillis(), fact);
    version.addAndGet(hash(fact.text()) - (old == null ? 0 : hash(old.text())));
  }

  /** Puts a version of a device's facts, in place of one from the same instant. */
  public void put(DeviceFact fact) {
    DeviceFact old = devices.put(fact.tenant(), fact.id(), fact.fromMillis(), fact);
    version.addAndGet(hash(fact.text()) - (old == null ? 0 : hash(old.text())));
  }

  /** Forgets the version of a principal's facts from an instant. */
  public void remove(PrincipalFact fact) {
    PrincipalFact old = principals.remove(fact.tenant(), fact.id(), fact.fromMillis());
    version.addAndGet(old == null ? 0 : -hash(old.text()));
  }

  /** Forgets the version of a device's facts from an instant. */
  public void remove(DeviceFact fact) {
    DeviceFact old = devices.remove(fact.tenant(), fact.id(), fact.fromMillis());
    version.addAndGet(old == null ? 0 : -hash(old.text()));
  }

  /** For each name that stands for two at the same time: a sentence. */
  public List<String> conflicts() {
    var all = new ArrayList<>(principals.conflicts());
    all.addAll(devices.conflicts());
    return all;
  }

  /**
   * Reads one principal's facts from a JSON object.
   *
   * @param origin where it is from, for messages
   * @throws IllegalArgumentException naming origin and field if something is wrong
   */
  public static PrincipalFact principal(String origin, byte[] utf8) {
    return principal(one(origin, utf8));
  }

  /**
   * Reads one device's facts from a JSON object.
   *
   * @param origin where it is from, for messages
   * @throws IllegalArgumentException naming origin and field if something is wrong
   */
  public static DeviceFact device(String origin, byte[] utf8) {
    return device(one(origin, utf8));
  }

  private static FactRow one(String origin, byte[] utf8) {
    var rows = new ArrayList<FactRow>();
    try {
      String text = new String(utf8, StandardCharsets.UTF_8);
      FactFile.read(origin, new BufferedReader(new StringReader(text)), rows::add);
    } catch (IOException e) {
      throw new IllegalArgumentException(origin + ": " + e.getMessage(), e);
    }
    if (rows.size() != 1) {
      throw new IllegalArgumentException(
          "%s: one object is wanted, not %d".formatted(origin, rows.size()));
    }
    return rows.getFirst();
  }

  static PrincipalFact principal(FactRow row) {
    row.allow(PRINCIPAL_FIELDS);
    List<String> groups = row.list("groups");
    if (groups.size() > Stamp.MAX_GROUPS) {
      throw row.wrong("groups", "has more than %d items".formatted(Stamp.MAX_GROUPS));
    }
    Boolean service = row.flag("service_account");
    return new PrincipalFact(
        row.tenant(),
        row.required("id"),
        Set.copyOf(row.list("aliases")),
        row.optional("department"),
        row.optional("manager"),
        groups,
        Stamp.criticalityMicros(row.criticality()),
        service != null && service,
        row.instant("effective_from", History.ALWAYS));
  }

  static DeviceFact device(FactRow row) {
    row.allow(DEVICE_FIELDS);
    return new DeviceFact(
        row.tenant(),
        row.required("id"),
        Set.copyOf(row.list("aliases")),
        row.optional("owner"),
        Stamp.criticalityMicros(row.criticality()),
        row.flag("managed"),
        row.instant("effective_from", History.ALWAYS));
  }

  /** The department that a principal had at an instant; null if none is known. */
  public @Nullable String departmentOf(String tenant, String name, long timeMillis) {
    Register.Found<PrincipalFact> found = principal(tenant, name, timeMillis);
    PrincipalFact fact = found == null ? null : found.fact();
    return fact == null ? null : fact.department();
  }

  /**
   * How many principals of a tenant, and of all tenants, were in a department at an instant. It
   * looks through them all.
   */
  public int countIn(String tenant, String department, long timeMillis) {
    return principals.count(tenant, timeMillis, fact -> department.equals(fact.department()));
  }

  /** The principal that had a name at an instant; null if nobody had it. */
  Register.@Nullable Found<PrincipalFact> principal(String tenant, String name, long timeMillis) {
    if (principals.isEmpty()) {
      return null;
    }
    String normal = Names.normal(name);
    Register.Found<PrincipalFact> found = principals.find(tenant, normal, timeMillis);
    if (found != null) {
      return found;
    }
    String session = Names.roleSession(normal);
    return session == null ? null : principals.find(tenant, session, timeMillis);
  }

  /** The device that had a name at an instant; null if none had it. */
  Register.@Nullable Found<DeviceFact> device(String tenant, String name, long timeMillis) {
    return devices.isEmpty() ? null : devices.find(tenant, Names.normal(name), timeMillis);
  }

  private static long hash(String text) {
    return EventHash.of(text.getBytes(StandardCharsets.UTF_8)).high();
  }
}
