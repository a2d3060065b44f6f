package dev.vedette.simulator;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.AccessEvent;
import dev.vedette.events.EventHash;
import dev.vedette.events.EventJson;
import dev.vedette.events.SubjectType;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class CompanyTest {
  private static final CompanySettings SMALL = CompanySettings.of(60, 16, 7);

  @Test
  void shouldTellTheSameStoryForTheSameSeed() {
    List<EventHash> first = hashes(SMALL);
    assertTrue(first.size() > 20_000, () -> "only %d events".formatted(first.size()));
    assertEquals(first, hashes(SMALL));
  }

  @Test
  void shouldTellAnotherStoryForAnotherSeed() {
    assertNotEquals(hashes(SMALL), hashes(CompanySettings.of(60, 16, 8)));
  }

  @Test
  void shouldComeInTheOrderOfTimesWithinTheSettings() {
    long before = SMALL.startMillis();
    for (Iterator<LabelledEvent> life = Company.of(SMALL).iterator(); life.hasNext(); ) {
      long at = life.next().event().timeMillis();
      assertTrue(at >= before, "an event is earlier than the one before");
      before = at;
    }
    assertTrue(before < SMALL.endMillis());
    assertTrue(before > SMALL.endMillis() - CompanySettings.DAY_MILLIS / 4);
  }

  @Test
  void shouldComeInTheOrderOfArrivalIfDisorderIsWished() {
    CompanySettings disorderly = SMALL.withDisorder(true);
    long arrived = 0;
    long newest = 0;
    int late = 0;
    long latest = 0;
    var times = new TreeSet<String>();
    for (Iterator<LabelledEvent> life = Company.of(disorderly).iterator(); life.hasNext(); ) {
      LabelledEvent next = life.next();
      assertTrue(next.arrivedMillis() >= arrived);
      arrived = next.arrivedMillis();
      times.add(next.event().id() + next.event().timeMillis());
      newest = Math.max(newest, next.event().timeMillis());
      if (next.event().timeMillis() < newest - 60_000) {
        late++;
      }
      AccessEvent.Principal who = next.event().principal();
      if (who != null && who.type() == SubjectType.USER) {
        latest = Math.max(latest, arrived - next.event().timeMillis());
      }
    }
    assertTrue(late > 1_000, "only " + late + " late events");
    // 20 minutes on the way and 5 of a slow clock.
    assertTrue(latest <= 25 * 60_000L && latest > 15 * 60_000L, "the latest is " + latest);
    var ordered = new TreeSet<String>();
    Company.of(SMALL).events().forEach(e -> ordered.add(e.event().id() + e.event().timeMillis()));
    assertEquals(ordered, times);
  }

  @Test
  void shouldWriteEventsThatSurviveJsonAndHaveIdsOfTheirOwn() throws Exception {
    var ids = new HashSet<String>();
    var actions = new TreeSet<String>();
    for (Iterator<LabelledEvent> life = Company.of(SMALL).iterator(); life.hasNext(); ) {
      AccessEvent event = life.next().event();
      assertTrue(ids.add(event.id()), () -> "twice: " + event.id());
      actions.add(event.action());
      assertEquals(event, EventJson.read(EventJson.canonical(event)));
    }
    assertTrue(actions.size() > 30, () -> "only " + actions);
    assertTrue(
        actions.containsAll(
            List.of("sign_in", "mfa_challenge", "file.download", "iam.role.grant", "repo.push")));
  }

  @Test
  void shouldSufferEveryAttackInFiveHundredUsersAndThirtyDays() {
    CompanySettings settings = CompanySettings.of(500, 30, 11);
    Company company = Company.of(settings);
    var seen = new EnumMap<AttackKind, Integer>(AttackKind.class);
    var campaigns = new HashMap<String, Campaign>();
    company.campaigns().forEach(c -> campaigns.put(c.id(), c));
    var attacked = new HashSet<String>();
    long first = Long.MAX_VALUE;
    long events = 0;
    for (Iterator<LabelledEvent> life = company.iterator(); life.hasNext(); ) {
      LabelledEvent next = life.next();
      events++;
      if (next.label() instanceof Label label) {
        seen.merge(label.attack(), 1, Integer::sum);
        attacked.add(label.principal());
        first = Math.min(first, next.event().timeMillis());
        Campaign campaign = campaigns.get(label.campaign());
        assertTrue(campaign != null && campaign.kind() == label.attack());
        AccessEvent.Principal who = next.event().principal();
        assertTrue(who != null && who.id().equals(label.principal()));
        assertTrue(!label.step().isEmpty());
      }
    }
    System.out.printf("500 users, 30 days: %d events, attacks %s%n", events, seen);
    assertEquals(Set.of(AttackKind.values()), seen.keySet());
    assertTrue(seen.values().stream().allMatch(n -> n >= 10), seen::toString);
    assertTrue(
        first >= settings.startMillis() + settings.attacksFromDay() * CompanySettings.DAY_MILLIS);
    assertTrue(attacked.size() < 350, "attacked: " + attacked.size());
    List<String> victims = company.campaigns().stream().map(Campaign::victim).toList();
    assertEquals(victims.size(), new HashSet<>(victims).size());
    assertTrue(victims.size() >= AttackKind.values().length);
  }

  @Test
  void shouldBeLouderWithMoreStrength() {
    long quiet = labelled(SMALL.withAttacks(8, 0.25));
    long typical = labelled(SMALL.withAttacks(8, 1));
    long loud = labelled(SMALL.withAttacks(8, 2));
    assertTrue(quiet > 0);
    assertTrue(quiet * 2 < typical && typical * 3 < loud * 2, quiet + " " + typical + " " + loud);
    assertEquals(0, labelled(SMALL.withoutAttacks()));
  }

  @Test
  void shouldNotChangeHonestLifeByAttacks() {
    List<EventHash> attacked =
        Company.of(SMALL)
            .events()
            .filter(e -> e.label() == null)
            .map(e -> EventHash.of(e.event()))
            .toList();
    // Who has left, and when, depends on the day of the first attack: keep it.
    List<EventHash> louder =
        Company.of(SMALL.withAttacks(SMALL.attacksFromDay(), 2))
            .events()
            .filter(e -> e.label() == null)
            .map(e -> EventHash.of(e.event()))
            .toList();
    assertEquals(attacked, louder);
  }

  @Test
  void shouldLiveAtAPlausibleRate() {
    CompanySettings settings = CompanySettings.of(300, 21, 5).withoutAttacks();
    var days = new HashMap<String, TreeMap<Long, Integer>>();
    var weekend = new long[2];
    for (Iterator<LabelledEvent> life = Company.of(settings).iterator(); life.hasNext(); ) {
      AccessEvent event = life.next().event();
      AccessEvent.Principal who = event.principal();
      if (who != null && who.type() == SubjectType.USER) {
        long day = (event.timeMillis() - settings.startMillis()) / CompanySettings.DAY_MILLIS;
        boolean workday = day % 7 < 5;
        weekend[workday ? 1 : 0]++;
        if (workday) {
          days.computeIfAbsent(who.id(), _ -> new TreeMap<>()).merge(day, 1, Integer::sum);
        }
      }
    }
    int[] medians =
        days.values().stream()
            .filter(perDay -> perDay.size() > 8)
            .mapToInt(perDay -> {
              int[] counts = perDay.values().stream().mapToInt(n -> n).sorted().toArray();
              return counts[counts.length / 2];
            })
            .sorted()
            .toArray();
    System.out.printf(
        "events a user and workday: least %d, median %d, most %d%n",
        medians[0], medians[medians.length / 2], medians[medians.length - 1]);
    assertTrue(medians.length > 230, "only " + medians.length + " people work regularly");
    long plausible = Arrays.stream(medians).filter(n -> n >= 20 && n <= 200).count();
    assertEquals(medians.length, plausible);
    assertTrue(weekend[0] * 8 < weekend[1], "weekends are too busy: " + weekend[0]);
  }

  @Test
  void shouldShareAtLeastFiftyAddressesAmongThreeHundredUsers() {
    var users = new HashMap<String, Set<String>>();
    for (var life = Company.of(CompanySettings.of(300, 10, 3).withoutAttacks()).iterator();
        life.hasNext(); ) {
      AccessEvent event = life.next().event();
      if (event.source() instanceof AccessEvent.Endpoint source
          && event.principal() instanceof AccessEvent.Principal who) {
        users.computeIfAbsent(String.valueOf(source.ip()), _ -> new HashSet<>()).add(who.id());
      }
    }
    long shared = users.values().stream().filter(s -> s.size() >= 2).count();
    long single = users.size() - shared;
    System.out.printf("addresses: %d shared, %d of one principal%n", shared, single);
    assertTrue(shared >= 50, "only " + shared);
    assertTrue(single >= 100, "only " + single);
  }

  @Test
  void shouldMeetTheNoiseOfHonestLife() {
    Map<String, Integer> found = new TreeMap<>();
    CompanySettings settings = CompanySettings.of(300, 28, 9).withoutAttacks();
    var countries = new HashMap<String, Set<String>>();
    for (var life = Company.of(settings).iterator(); life.hasNext(); ) {
      LabelledEvent next = life.next();
      AccessEvent event = next.event();
      AccessEvent.Principal who = event.principal();
      if (who == null) {
        continue;
      }
      if (event.action().equals("sign_in")) {
        found.merge("sign_in " + event.outcome().wireName(), 1, Integer::sum);
      }
      if (next.arrivedMillis() - event.timeMillis() == 3_600_000) {
        found.merge("an hour behind", 1, Integer::sum);
      } else if (next.arrivedMillis() != event.timeMillis()) {
        found.merge("skewed", 1, Integer::sum);
      }
      if (event.action().equals("vpn.connect")) {
        found.merge("vpn", 1, Integer::sum);
      }
      if (event.action().equals("iam.role.grant")) {
        found.merge("administration", 1, Integer::sum);
      }
      if (who.type() == SubjectType.SERVICE) {
        found.merge("service", 1, Integer::sum);
      } else if (event.source() instanceof AccessEvent.Endpoint source
          && String.valueOf(source.ip()).startsWith("198.19.")) {
        countries
            .computeIfAbsent(who.id(), _ -> new HashSet<>())
            .add(String.valueOf(source.country()));
      }
    }
    System.out.printf("honest noise: %s, travellers %d%n", found, countries.size());
    assertAll(
        () -> assertTrue(found.getOrDefault("sign_in failure", 0) > 300),
        () -> assertTrue(found.getOrDefault("an hour behind", 0) > 500),
        () -> assertTrue(found.getOrDefault("skewed", 0) > 1_000),
        () -> assertTrue(found.getOrDefault("vpn", 0) > 200),
        () -> assertTrue(found.getOrDefault("administration", 0) > 20),
        () -> assertTrue(found.getOrDefault("service", 0) > 20_000),
        () -> assertTrue(countries.size() > 15));
  }

  @Test
  void shouldRefuseSettingsThatMakeNoSense() {
    var tooMany =
        assertThrows(IllegalArgumentException.class, () -> CompanySettings.of(1_000_000, 30, 1));
    assertEquals("users is 2 to 100000, not 1000000", tooMany.getMessage());
    assertThrows(IllegalArgumentException.class, () -> CompanySettings.of(10, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> SMALL.withAttacks(3, 3));
    assertThrows(IllegalArgumentException.class, () -> SMALL.withPace(Double.NaN));
  }

  @Test
  void shouldLiveInTheSmallestCompanyAndOnTheShortestDay() {
    assertTrue(hashes(CompanySettings.of(2, 1, 1)).size() > 50);
    assertTrue(hashes(CompanySettings.of(2, 20, 1)).size() > 1_000);
  }

  private static long labelled(CompanySettings settings) {
    return Company.of(settings).events().filter(e -> e.label() != null).count();
  }

  private static List<EventHash> hashes(CompanySettings settings) {
    return Company.of(settings).events().map(e -> EventHash.of(e.event())).toList();
  }
}
