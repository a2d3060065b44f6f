package dev.vedette.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.AccessEvent;
import dev.vedette.events.Outcome;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How the attacks look: as loud as asked, and betrayed by no single field. */
final class AttacksTest {
  private static final CompanySettings SETTINGS = CompanySettings.of(150, 20, 5);
  private static final Map<Double, List<LabelledEvent>> ATTACKS = new HashMap<>();
  private static final List<LabelledEvent> HONEST = new ArrayList<>();

  @BeforeAll
  static void simulate() {
    for (double strength : new double[] {0.25, 0.5, 1, 2}) {
      var attacks = new ArrayList<LabelledEvent>();
      CompanySettings settings = SETTINGS.withAttacks(SETTINGS.attacksFromDay(), strength);
      for (var life = Company.of(settings).iterator(); life.hasNext(); ) {
        LabelledEvent next = life.next();
        if (next.label() != null) {
          attacks.add(next);
        } else if (strength == 1) {
          HONEST.add(next);
        }
      }
      ATTACKS.put(strength, attacks);
    }
  }

  @Test
  void shouldMakeEveryKindLouderWithMoreStrength() {
    Map<AttackKind, Integer> before = Map.of();
    for (double strength : new double[] {0.25, 0.5, 1, 2}) {
      Map<AttackKind, Integer> now = counts(strength);
      System.out.printf("strength %s: %s%n", strength, now);
      assertEquals(Set.of(AttackKind.values()), now.keySet());
      for (var each : before.entrySet()) {
        int louder = now.getOrDefault(each.getKey(), 0);
        assertTrue(
            louder * 10 > each.getValue() * 12,
            () -> "%s at %s: %d after %s".formatted(each.getKey(), strength, louder, each));
      }
      before = now;
    }
  }

  @Test
  void shouldDoMoreInTenMinutesWithMoreStrength() {
    for (AttackKind kind :
        List.of(
            AttackKind.INSIDER_DOWNLOAD,
            AttackKind.TOKEN_REPLAY,
            AttackKind.ACCOUNT_TAKEOVER,
            AttackKind.LATERAL_MOVEMENT,
            AttackKind.MASS_DELETION)) {
      long quiet = busiest(kind, 0.25);
      long typical = busiest(kind, 1);
      assertTrue(quiet > 0 && quiet * 2 < typical, kind + ": " + quiet + " and " + typical);
    }
  }

  @Test
  void shouldHideOnlyWhenQuiet() {
    double quiet = strangers(0.25);
    double typical = strangers(1);
    System.out.printf("intruders from abroad: %.2f quiet, %.2f typical%n", quiet, typical);
    assertTrue(quiet < 0.6);
    assertTrue(typical > 0.95);
    assertTrue(strangers(2) > 0.95);
  }

  @Test
  void shouldNotBeBetrayedByASingleField() {
    List<LabelledEvent> attacks = ATTACKS.getOrDefault(1.0, List.of());
    assertTrue(attacks.size() > 1_000 && HONEST.size() > 50_000);
    alsoHonest("action", attacks, AccessEvent::action, 1);
    alsoHonest("auth", attacks, e -> String.valueOf(e.auth()), 1);
    alsoHonest("severity", attacks, e -> "" + e.severity(), 1);
    alsoHonest("device", attacks, e -> "" + (e.device() == null), 1);
    alsoHonest("session", attacks, e -> "" + (e.session() == null), 1);
    alsoHonest("labels", attacks, e -> e.labels().toString(), 1);
    alsoHonest("raw source", attacks, e -> String.valueOf(e.rawSource()), 1);
    alsoHonest("app", attacks, e -> e.client() == null ? "" : String.valueOf(e.client().app()), 1);
    alsoHonest("country", attacks, AttacksTest::country, 0.5);
    alsoHonest("network", attacks, e -> e.source() == null ? "" : "" + e.source().asn(), 0.5);
  }

  @Test
  void shouldBeginATakeoverWithAPhishedSecondFactorFromAnotherCountry() {
    var first = new HashMap<String, AccessEvent>();
    var steps = new TreeSet<String>();
    for (LabelledEvent each : ATTACKS.getOrDefault(1.0, List.of())) {
      Label label = each.label();
      if (label != null && label.attack() == AttackKind.ACCOUNT_TAKEOVER) {
        steps.add(label.step());
        if (each.event().action().equals(SignIns.SIGN_IN)) {
          first.putIfAbsent(label.campaign(), each.event());
        }
      }
    }
    assertEquals(Set.of("sign_in", "persistence", "collection", "exfiltration"), steps);
    assertTrue(!first.isEmpty());
    for (AccessEvent signIn : first.values()) {
      assertEquals(Outcome.SUCCESS, signIn.outcome());
      assertTrue(signIn.auth() != null && Boolean.TRUE.equals(signIn.auth().mfa()));
      assertTrue(signIn.session() != null);
    }
  }

  @Test
  void shouldReplayASessionThatItsOwnerOpened() {
    var replayed = new HashSet<String>();
    for (LabelledEvent each : ATTACKS.getOrDefault(1.0, List.of())) {
      if (each.label() != null && each.label().attack() == AttackKind.TOKEN_REPLAY) {
        replayed.add(String.valueOf(each.event().session()));
      }
    }
    assertTrue(!replayed.isEmpty());
    var honest = new HashSet<String>();
    HONEST.forEach(e -> honest.add(String.valueOf(e.event().session())));
    assertTrue(honest.containsAll(replayed));
  }

  @Test
  void shouldSendWhatIsCarriedOffSomewhere() {
    var domains = new HashSet<String>();
    for (LabelledEvent each : ATTACKS.getOrDefault(1.0, List.of())) {
      if (each.event().action().equals(Journal.UPLOAD)) {
        assertTrue(each.event().destination() != null && each.event().bytesOut() > 0);
        domains.add(String.valueOf(each.event().destination().domain()));
      }
    }
    assertTrue(domains.size() >= 2, domains::toString);
    assertTrue(
        HONEST.stream()
                .filter(e -> e.event().destination() != null && e.event().bytesOut() > 0)
                .count()
            > 200);
  }

  private static Map<AttackKind, Integer> counts(double strength) {
    var counts = new EnumMap<AttackKind, Integer>(AttackKind.class);
    for (LabelledEvent each : ATTACKS.getOrDefault(strength, List.of())) {
      if (each.label() != null) {
        counts.merge(each.label().attack(), 1, Integer::sum);
      }
    }
    return counts;
  }

  /** The greatest number of events of one campaign in ten minutes. */
  private static long busiest(AttackKind kind, double strength) {
    var windows = new HashMap<String, Long>();
    for (LabelledEvent each : ATTACKS.getOrDefault(strength, List.of())) {
      Label label = each.label();
      if (label != null && label.attack() == kind) {
        windows.merge(label.campaign() + each.event().timeMillis() / 600_000, 1L, Long::sum);
      }
    }
    return windows.values().stream().mapToLong(n -> n).max().orElse(0);
  }

  /** Share of replays and takeovers that come from a hoster's network. */
  private static double strangers(double strength) {
    int abroad = 0;
    int all = 0;
    for (long seed = 1; seed <= 12; seed++) {
      CompanySettings settings = CompanySettings.of(60, 12, seed);
      var company = Company.of(settings.withAttacks(settings.attacksFromDay(), strength));
      for (Campaign campaign : company.campaigns()) {
        if (campaign.kind() == AttackKind.ACCOUNT_TAKEOVER
            || campaign.kind() == AttackKind.DORMANT_ACCOUNT) {
          Person victim = company.people().get(campaign.person());
          for (int i = 0; i < 20; i++) {
            var dice = Dice.of(seed, Purpose.ATTACK, campaign.index(), i);
            Lair lair = Lair.of(campaign, victim, campaign.day(), 20_500, dice);
            all++;
            abroad += victim.place().country().equals(lair.address().country()) ? 0 : 1;
          }
        }
      }
    }
    assertTrue(all > 100, "only " + all);
    return (double) abroad / all;
  }

  private static String country(AccessEvent event) {
    return event.source() == null ? "" : String.valueOf(event.source().country());
  }

  /** A share of the attacks' values of a field is met in honest life, too. */
  private static void alsoHonest(
      String name, List<LabelledEvent> attacks, Function<AccessEvent, String> field, double share) {
    var honest = new HashSet<String>();
    HONEST.forEach(e -> honest.add(field.apply(e.event())));
    long known = attacks.stream().filter(e -> honest.contains(field.apply(e.event()))).count();
    assertTrue(
        known >= share * attacks.size(),
        name + ": " + known + " of " + attacks.size() + " are usual");
  }
}
