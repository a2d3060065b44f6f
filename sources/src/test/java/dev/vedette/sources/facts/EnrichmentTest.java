package dev.vedette.sources.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.AccessEvent;
import dev.vedette.events.AccessEvent.Device;
import dev.vedette.events.AccessEvent.Endpoint;
import dev.vedette.events.AccessEvent.Principal;
import dev.vedette.events.Category;
import dev.vedette.events.Stamp;
import dev.vedette.events.SubjectType;
import dev.vedette.sources.facts.Enrichment.Enriched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnrichmentTest {
  private static final String PRINCIPALS =
      """
      id,aliases,department,manager,groups,criticality,service_account,effective_from
      alice,CORP\\alice;alice@corp.example;5f1c9d3e-0000-4000-8000-00000000a11c,finance,carol,payroll;all,1,,
      alice,CORP\\alice;alice@corp.example;5f1c9d3e-0000-4000-8000-00000000a11c;al,treasury,carol,all,20,no,2026-03-01
      backup,svc-backup,,,,5,yes,
      """;

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  EnrichmentTest() {}

  private Enrichment enrichment() throws IOException {
    Facts facts = FactFolder.load(folder);
    return new Enrichment(facts, facts.directory());
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private static AccessEvent event(
      String time, @Nullable String who, @Nullable String device, @Nullable String ip) {
    return AccessEvent.builder()
        .id("1")
        .timeMillis(Instant.parse(time).toEpochMilli())
        .tenant("t")
        .category(Category.AUTHENTICATION)
        .action("sign_in")
        .principal(who == null ? null : new Principal(SubjectType.USER, who, null))
        .device(device == null ? null : new Device(device, null))
        .source(ip == null ? null : new Endpoint(ip, 0, null, 0, null, Double.NaN, Double.NaN))
        .build();
  }

  private static AccessEvent of(String who) {
    return event("2026-02-02T09:00:00Z", who, null, null);
  }

  private static Principal principal(Enriched enriched) {
    Principal principal = enriched.event().principal();
    assertNotNull(principal);
    return principal;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alice",
        "ALICE",
        "CORP\\alice",
        "corp\\Alice",
        " alice@corp.example ",
        "5F1C9D3E-0000-4000-8000-00000000A11C",
        "arn:aws:sts::123456789012:assumed-role/Role/alice",
        "arn:aws-us-gov:sts::123456789012:assumed-role/AWSReservedSSO_x/alice@corp.example",
        "AROAEXAMPLEID:alice"
      })
  void shouldKnowAPersonByAnyName(String name) throws IOException {
    write("principals.csv", PRINCIPALS);
    assertEquals("alice", principal(enrichment().of(of(name))).id());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bob",
        "OTHER\\alice",
        "alice@other.example",
        "al",
        "arn:aws:iam::123456789012:user/alice",
        "arn:aws:sts::123456789012:assumed-role/alice/i-0abc",
        "alice/alice"
      })
  void shouldLeaveWhoIsNotKnownAsItIs(String name) throws IOException {
    write("principals.csv", PRINCIPALS);
    Enriched enriched = enrichment().of(of(name));
    assertEquals(name, principal(enriched).id());
    assertNull(enriched.stamps().of(SubjectType.USER).department());
  }

  @Test
  void shouldSayWhatHeldAtTheTimeOfTheEvent() throws IOException {
    write("principals.csv", PRINCIPALS);
    Enrichment enrichment = enrichment();
    Stamp before =
        enrichment
            .of(event("2026-02-28T23:59:59.999Z", "CORP\\alice", null, null))
            .stamps()
            .of(SubjectType.USER);
    Stamp after =
        enrichment
            .of(event("2026-03-01T00:00:00Z", "al", null, null))
            .stamps()
            .of(SubjectType.USER);
    assertEquals("finance", before.department());
    assertEquals(List.of("all", "payroll"), before.groups());
    assertEquals("carol", before.manager());
    assertEquals(0, before.criticalityMicros());
    assertEquals("treasury", after.department());
    assertEquals(2_995_732, after.criticalityMicros());
    assertEquals(before.version(), after.version());
  }

  @Test
  void shouldMakeAServiceOfAServiceAccount() throws IOException {
    write("principals.csv", PRINCIPALS);
    assertEquals(
        new Principal(SubjectType.SERVICE, "backup", null),
        principal(enrichment().of(of("SVC-backup"))));
  }

  @Test
  void shouldKnowTheDeviceOfAnAddressWhileItsLeaseHolds() throws IOException {
    write("principals.csv", PRINCIPALS);
    write("devices.csv", "id,aliases,owner,criticality,managed\nD-7,ws-0007,CORP\\alice,3,yes\n");
    write(
        "leases.csv",
        """
        ip,device,from,to
        10.0.0.5,WS-0007,2026-02-02T08:00:00Z,2026-02-02T16:00:00Z
        10.0.0.5,ws-other,2026-02-02T16:00:00Z,2026-02-02T20:00:00Z
        """);
    Enrichment enrichment = enrichment();
    Enriched enriched = enrichment.of(event("2026-02-02T09:00:00Z", "bob", null, "10.0.0.5"));
    assertEquals(new Device("D-7", null), enriched.event().device());
    Stamp device = enriched.stamps().of(SubjectType.DEVICE);
    assertEquals("alice", device.owner());
    assertEquals(true, device.managed());
    assertEquals(Stamp.criticalityMicros(3), device.criticalityMicros());
    assertNull(enriched.stamps().of(SubjectType.USER).owner());

    assertEquals(
        new Device("ws-other", null),
        enrichment.of(event("2026-02-02T16:00:00Z", "bob", null, "10.0.0.5")).event().device());
    assertNull(
        enrichment.of(event("2026-02-02T20:00:00Z", "bob", null, "10.0.0.5")).event().device());
    assertNull(
        enrichment.of(event("2026-02-02T07:59:59Z", "bob", null, "10.0.0.5")).event().device());
    assertEquals(
        new Device("own", null),
        enrichment.of(event("2026-02-02T09:00:00Z", "bob", "own", "10.0.0.5")).event().device());
  }

  @Test
  void shouldNameTheNarrowestNetwork() throws IOException {
    write(
        "networks.csv",
        """
        cidr,label,kind,effective_from
        10.0.0.0/8,inside,own,
        10.8.0.0/16,vpn,vpn,
        10.8.0.0/16,gone,none,2026-03-01
        2001:db8::/32,proxy,shared,
        198.51.100.7,one,shared,
        """);
    Enrichment enrichment = enrichment();
    Map<String, String> labels =
        Map.of(
            "10.1.2.3", "inside false",
            "10.8.2.3", "vpn true",
            "2001:db8:1::9", "proxy true",
            "::ffff:198.51.100.7", "one true",
            "198.51.100.8", "null false",
            "not-an-address", "null false");
    labels.forEach((ip, expected) -> {
      Stamp stamp =
          enrichment.of(event("2026-02-02T09:00:00Z", "bob", null, ip)).stamps().of(SubjectType.IP);
      assertEquals(expected, stamp.network() + " " + stamp.shared(), ip);
      assertNotEquals(0, stamp.version());
    });
    Stamp later =
        enrichment
            .of(event("2026-03-02T09:00:00Z", "bob", null, "10.8.2.3"))
            .stamps()
            .of(SubjectType.USER);
    assertEquals("inside", later.network());
  }

  @Test
  void shouldFillThePlaceThatTheEventDoesNotSay() throws IOException {
    Files.createDirectory(folder.resolve("geo"));
    Databases.write(
        folder.resolve("geo/country.mmdb"),
        Map.of("192.0.2.0/24", Map.of("country_code", "NO"), "203.0.113.0/25", Map.of("x", 1)));
    Databases.write(
        folder.resolve("geo/asn.mmdb"),
        Map.of("192.0.2.0/25", Map.of("autonomous_system_number", 64_500)));
    Databases.write(
        folder.resolve("geo/city.2026-03-01.mmdb"),
        Map.of(
            "192.0.2.0/24",
            Map.of(
                "country", Map.of("iso_code", "SE"),
                "city", Map.of("names", Map.of("en", "Malmö")),
                "location", Map.of("latitude", 55.6, "longitude", 13.0))));
    Enrichment enrichment = enrichment();
    Endpoint before =
        enrichment.of(event("2026-02-02T09:00:00Z", "bob", null, "192.0.2.9")).event().source();
    assertEquals(new Endpoint("192.0.2.9", 0, "NO", 64_500, null, Double.NaN, Double.NaN), before);
    Endpoint after =
        enrichment.of(event("2026-03-02T09:00:00Z", "bob", null, "192.0.2.9")).event().source();
    assertEquals(new Endpoint("192.0.2.9", 0, "SE", 64_500, "Malmö", 55.6, 13.0), after);

    AccessEvent says =
        event("2026-03-02T09:00:00Z", "bob", null, null).toBuilder()
            .source(new Endpoint("192.0.2.9", 0, "DE", 7, null, Double.NaN, Double.NaN))
            .build();
    assertSame(says, enrichment.of(says).event());
    AccessEvent nowhere = event("2026-02-02T09:00:00Z", "bob", null, "203.0.113.1");
    assertSame(nowhere, enrichment.of(nowhere).event());
  }

  @Test
  void shouldKnowBadAddressesAsOfTheDayOfTheList() throws IOException {
    write("reputation.txt", "# lists\n203.0.113.7\t9\n2001:db8::7 2\n");
    write("reputation.2026-03-01.txt", "203.0.113.8,1\n");
    write("tor.lst", "203.0.113.7\n");
    Enrichment enrichment = enrichment();
    Stamp bad =
        enrichment
            .of(event("2026-02-02T09:00:00Z", "bob", null, "203.0.113.7"))
            .stamps()
            .of(SubjectType.IP);
    assertEquals(9, bad.reputation());
    assertTrue(bad.tor());
    assertEquals(
        2,
        enrichment
            .of(event("2026-02-02T09:00:00Z", "bob", null, "2001:DB8::7"))
            .stamps()
            .of(SubjectType.USER)
            .reputation());
    Stamp good =
        enrichment
            .of(event("2026-02-02T09:00:00Z", "bob", null, "203.0.113.6"))
            .stamps()
            .of(SubjectType.IP);
    assertEquals(0, good.reputation());
    assertFalse(good.tor());
    assertEquals(
        0,
        enrichment
            .of(event("2026-03-01T00:00:00Z", "bob", null, "203.0.113.7"))
            .stamps()
            .of(SubjectType.IP)
            .reputation());
  }

  @Test
  void shouldPreferTheOwnTenantsDirectory() throws IOException {
    write(
        "principals.csv",
        """
        tenant,id,aliases,department
        *,anyone,admin,it
        t,root,admin,own
        u,other,admin,theirs
        """);
    assertEquals("root", principal(enrichment().of(of("admin"))).id());
  }

  @Test
  void shouldLeaveAnEventAsItIsWhenNothingIsKnown() {
    AccessEvent event = event("2026-02-02T09:00:00Z", "alice", "d", "192.0.2.1");
    Enriched enriched = new Enrichment(Facts.NONE, Facts.NONE.directory()).of(event);
    assertSame(event, enriched.event());
    assertSame(Stamp.NONE, enriched.stamps().of(SubjectType.USER));
  }

  @Test
  void shouldFollowADirectoryThatChanges() {
    var directory = new Directory();
    var enrichment = new Enrichment(Facts.NONE, directory);
    var one =
        new PrincipalFact(
            "t", "alice", Set.of("al"), "finance", null, List.of(), 0, null, History.ALWAYS);
    var two =
        new PrincipalFact("t", "bob", Set.of("al"), "it", null, List.of(), 0, null, 1_000_000);
    directory.put(one);
    long version = directory.version();
    assertEquals("alice", principal(enrichment.of(of("al"))).id());
    directory.put(two);
    assertEquals("bob", principal(enrichment.of(of("al"))).id(), "the later claim of a name wins");
    assertEquals(1, directory.conflicts().size());
    directory.remove(two);
    assertEquals("alice", principal(enrichment.of(of("al"))).id());
    assertEquals(version, directory.version());
    directory.remove(one);
    assertEquals("al", principal(enrichment.of(of("al"))).id());
    assertEquals(0, directory.version());
    assertTrue(directory.isEmpty());
  }

  @Test
  void shouldKnowAnAddressInAnySpelling() {
    assertEquals(Address.canonical("2001:db8::1"), Address.canonical("2001:DB8:0:0:0:0:0:1"));
    assertEquals("192.0.2.1", Address.canonical("::ffff:192.0.2.1"));
    assertEquals("host.example", Address.canonical("Host.EXAMPLE"));
    String grows = "\u0130".repeat(400);
    assertTrue(Address.canonical(grows).length() <= 512, "no longer than an address may be");
  }
}
