package dev.vedette.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.flows.risk.Position;
import dev.vedette.risk.Level;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.risk.RiskUpdate.Contribution;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoreQueriesTest {
  private static final Subject ALICE = Subject.of("acme", SubjectType.USER, "alice");
  private static final Subject BOB = Subject.of("acme", SubjectType.USER, "bob");

  private final Town town = new Town();
  private final StoreQueries queries = town.queries();

  @BeforeEach
  void live() {
    town.attack();
  }

  @AfterEach
  void close() {
    town.close();
  }

  @Test
  void shouldExplainRiskSoThatItAddsUp() {
    Queries.Risk answer = risk(ALICE, null);
    assertTrue(answer.risk().level().compareTo(Level.MEDIUM) >= 0, answer.risk().toString());
    long sum = answer.risk().contributions().stream().mapToLong(Contribution::micros).sum();
    assertEquals(answer.risk().logOddsMicros(), sum);
    assertTrue(answer.risk().contributions().stream().anyMatch(term -> !term.signals().isEmpty()));
    assertEquals(town.instant(), answer.asOf());
    assertEquals(town.instant(), answer.dataTime());
  }

  @Test
  void shouldFindTheTenantsThatOneMaySee() {
    for (int i = 0; i < 30; i++) {
      town.pass(Duration.ofSeconds(10));
      town.receive(
          """
          {"id":"z%d","time":"%s","tenant":"zeta","category":"authentication",\
          "action":"sign_in","outcome":"failure","principal":{"type":"user","id":"zoe"},\
          "source":{"ip":"203.0.113.7","country":"DE"}}\
          """
              .formatted(i, town.instant()));
    }
    assertEquals(List.of("acme", "zeta"), queries.tenants(tenant -> true, 2));
    assertEquals(List.of("acme"), queries.tenants(tenant -> true, 1));
    assertEquals(List.of("zeta"), queries.tenants("zeta"::equals, 1), "others take no place");
  }

  @Test
  void shouldGiveThePriorWhereThereIsNoEvidence() {
    RiskUpdate risk = risk(BOB, null).risk();
    assertEquals(Level.LOW, risk.level());
    assertEquals(-6_000_000, risk.logOddsMicros());
    assertEquals("No evidence counts at present.", risk.reason());
  }

  @Test
  void shouldKnowNothingOfStrangers() {
    assertNull(queries.risk(Subject.of("acme", SubjectType.USER, "mallory"), null));
    assertNull(queries.risk(Subject.of("other", SubjectType.USER, "alice"), null));
    assertNull(queries.risk(Subject.session(BOB, "s-alice"), null));
    assertNull(queries.profile(Subject.of("acme", SubjectType.USER, "mallory")));
  }

  @Test
  void shouldNameTheRecordsThatAnAnswerReflects() {
    Subject mallory = Subject.of("acme", SubjectType.USER, "mallory");
    Position before = position(reflects(queries.unknown(mallory)));
    assertTrue(before.signals() >= 0 && before.sessions() >= 0, before.toString());
    assertEquals(Position.NONE, before.verdicts(), "nobody said anything");
    assertEquals(
        before, position(queries.lookUp(List.of(mallory)).answers().getFirst().reflects()));
    assertNull(queries.unknown(BOB));
    assertNull(queries.unknown(ALICE));

    Position alice = risk(ALICE, null).reflects().position();
    assertTrue(before.isNotBefore(alice), alice + " of " + before);
    assertTrue(alice.signals() > 0, alice.toString());
    town.signIn("bob", "s-bob-2", "198.51.100.1", true);
    Position after = position(reflects(queries.unknown(mallory)));
    assertTrue(after.sessions() > before.sessions(), after.toString());
    assertEquals(alice, risk(ALICE, null).reflects().position(), "nothing came for alice");
    Subject session = Subject.session(BOB, "s-bob-2");
    var found = queries.session(session);
    assertNotNull(found);
    assertEquals(after, found.reflects().position());
    assertEquals(0, found.reflects().partition());
  }

  private static Queries.@Nullable Reflects reflects(@Nullable Unknown unknown) {
    assertNotNull(unknown);
    return unknown.reflects();
  }

  @Test
  void shouldSayWhereNothingWasFound() {
    Origin here = Origin.active(null, 0);
    var nobody = queries.unknown(Subject.of("acme", SubjectType.USER, "mallory"));
    assertNotNull(nobody);
    assertEquals(here, nobody.from());
    assertEquals(List.of(here), nobody.alsoFrom(), "and where it would have been learned of");
    var unseen = queries.unseen(Subject.of("acme", SubjectType.USER, "mallory"));
    assertEquals(new Unknown(null, here, List.of()), unseen);
    assertNull(queries.unseen(BOB));
    assertEquals(List.of(here), queries.sessions("acme", "never").from());

    Origin old = new Origin("b:1", Origin.Role.STANDBY, 2, 7, 900);
    Origin older = new Origin("b:1", Origin.Role.STANDBY, 1, 0, 1_200);
    assertEquals(
        new Unknown(null, older, List.of(old, here)),
        Unknown.in(List.of(here, old, older)),
        "what is furthest behind comes first");
  }

  private static Position position(Queries.@Nullable Reflects reflects) {
    assertNotNull(reflects);
    return reflects.position();
  }

  @Test
  void shouldLookBackAsCorrected() {
    Instant before = Town.MORNING.minus(Duration.ofHours(1));
    assertEquals(-6_000_000, risk(ALICE, before).risk().logOddsMicros());
    Instant early = Town.MORNING.plus(Duration.ofMinutes(5));
    Instant late = Town.MORNING.plus(Duration.ofMinutes(14));
    long atFirst = risk(ALICE, early).risk().logOddsMicros();
    long atLast = risk(ALICE, late).risk().logOddsMicros();
    assertTrue(atLast > atFirst, () -> "the second window adds: " + atFirst + ", " + atLast);
    for (Instant at : List.of(before, early, late)) {
      RiskUpdate risk = risk(ALICE, at).risk();
      assertEquals(at.toEpochMilli(), risk.atMillis());
      assertEquals(
          risk.logOddsMicros(),
          risk.contributions().stream().mapToLong(Contribution::micros).sum());
    }
    Subject session = Subject.session(ALICE, "s-alice");
    assertEquals(-6_000_000, risk(session, before).risk().logOddsMicros());
  }

  @Test
  void shouldSeeTheFutureFall() {
    long now = risk(ALICE, null).risk().logOddsMicros();
    long tomorrow = risk(ALICE, town.instant().plus(Duration.ofDays(1))).risk().logOddsMicros();
    assertTrue(tomorrow < now);
  }

  @Test
  void shouldFindTheOwnersOfASession() {
    assertEquals(
        List.of(Subject.session(BOB, "s-bob")), queries.sessions("acme", "s-bob").sessions());
    assertEquals(2, queries.sessions("acme", "shared").sessions().size());
    assertEquals(
        List.of("a/b"),
        queries.sessions("acme", "a/b").sessions().stream().map(Subject::id).toList());
    assertEquals(List.of(), queries.sessions("acme", "s-bo").sessions());
    assertEquals(List.of(), queries.sessions("acme", "a").sessions());
  }

  @Test
  void shouldGiveASessionAtLeastTheRiskOfItsOwner() {
    RiskUpdate owner = risk(ALICE, null).risk();
    RiskUpdate session = risk(Subject.session(ALICE, "s-alice"), null).risk();
    assertTrue(session.logOddsMicros() >= owner.logOddsMicros());
    assertEquals("s-alice", session.session());
  }

  @Test
  void shouldRankHighestFirst() {
    var top = queries.top("acme", null, 10).subjects();
    assertTrue(top.size() >= 2, () -> "alice and the address at least: " + top);
    for (int i = 1; i < top.size(); i++) {
      assertTrue(top.get(i - 1).logOddsMicros() >= top.get(i).logOddsMicros());
    }
    assertTrue(top.stream().anyMatch(risk -> risk.subject().equals(ALICE)));
    assertFalse(top.stream().anyMatch(risk -> risk.subject().equals(BOB)));
    for (RiskUpdate risk : top) {
      assertEquals(risk, risk(risk.subject(), null).risk());
    }
    assertEquals(top.subList(0, 1), queries.top("acme", null, 1).subjects());
    assertTrue(
        queries.top("acme", SubjectType.IP, 10).subjects().stream()
            .allMatch(risk -> risk.subject().type() == SubjectType.IP));
    assertEquals(List.of(), queries.top("acm", null, 10).subjects());
  }

  @Test
  void shouldKeepARankingForASecond() {
    Instant first = queries.top("acme", null, 10).asOf();
    town.pass(Duration.ofMillis(900));
    assertEquals(first, queries.top("acme", null, 3).asOf());
    town.pass(Duration.ofMillis(200));
    assertEquals(town.instant(), queries.top("acme", null, 10).asOf());
  }

  @Test
  void shouldTellWhatIsLearnedAndWhatIsMissing() {
    var profile = queries.profile(ALICE);
    assertNotNull(profile);
    var byId = profile.detectors();
    assertTrue(byId.stream().anyMatch(view -> view.detector().equals("new-place")), byId::toString);
    assertTrue(
        byId.stream()
            .filter(view -> view.detector().equals("new-place"))
            .noneMatch(view -> view.isScoreable()));
    assertTrue(
        byId.stream()
            .filter(view -> view.detector().equals("guessed-password"))
            .allMatch(view -> view.isScoreable() && !view.learned().isEmpty()));
    town.pass(Duration.ofHours(2));
    var later = queries.profile(ALICE);
    assertNotNull(later);
    assertFalse(later.detectors().equals(byId), "two hours later the attack's windows are learned");
  }

  @Test
  void shouldCount() {
    town.signIn("bob", "s-bob", "198.51.100.1", true);
    town.receive("{\"category\":");
    var accounts = queries.accounts();
    assertEquals(37, accounts.ingested().total().read());
    assertEquals(1, accounts.ingested().total().deadLettered());
    assertEquals(36, accounts.judged().total().scored());
  }

  @Test
  void shouldSayThatStoresAreUnavailable() {
    for (String state : List.of("REBALANCING", "CREATED", "ERROR")) {
      town.state = state;
      assertThrows(StoresUnavailableException.class, () -> queries.risk(ALICE, null), state);
      assertThrows(StoresUnavailableException.class, () -> queries.top("acme", null, 1), state);
      assertThrows(StoresUnavailableException.class, () -> queries.profile(ALICE), state);
      assertThrows(StoresUnavailableException.class, queries::accounts, state);
      assertFalse(queries.health().running());
      assertEquals(state, queries.health().state());
    }
  }

  private Queries.Risk risk(Subject subject, @Nullable Instant at) {
    Queries.Risk answer = queries.risk(subject, at);
    assertNotNull(answer);
    return answer;
  }
}
