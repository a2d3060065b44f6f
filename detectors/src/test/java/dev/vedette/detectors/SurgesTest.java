package dev.vedette.detectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.ActionKind;
import dev.vedette.events.Category;
import dev.vedette.events.Detail;
import dev.vedette.events.Outcome;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Far more of a kind than usual, and what looks the same. */
class SurgesTest {
  private static final long MONDAY = Instant.parse("2026-03-02T00:00:00Z").toEpochMilli();
  private static final Subject LAPTOP = Subject.of("t", SubjectType.DEVICE, "laptop");

  private final Random random = new Random(11);
  private final List<Sight> sights = new ArrayList<>();

  private static long at(int day, int hour) {
    return MONDAY + day * Ageing.DAY_MILLIS + hour * Ageing.HOUR_MILLIS;
  }

  private static Detail detail(
      @Nullable ActionKind kind, @Nullable String destination, int port, long bytesOut) {
    return new Detail(
        kind,
        null,
        null,
        Double.NaN,
        Double.NaN,
        null,
        null,
        null,
        null,
        null,
        destination,
        port,
        0,
        bytesOut,
        null,
        -1,
        -1);
  }

  private Sight sight(long hour, Category category, String action) {
    return Sight.at(hour + random.nextInt((int) Ageing.HOUR_MILLIS))
        .id("e" + sights.size())
        .doing(category, action);
  }

  /** So many deeds in an hour, each to one of so many things from a first one on. */
  private void deeds(ActionKind kind, long hour, int count, int firstThing, int things) {
    for (int i = 0; i < count; i++) {
      sights.add(
          sight(hour, Category.API, kind.wireName())
              .on("thing" + (firstThing + i % things))
              .detailed(detail(kind, null, 0, 0)));
    }
  }

  private void readsAtWork(int days) {
    for (int day = 0; day < days; day++) {
      for (int hour = 8; hour < 17; hour++) {
        if (day % 7 < 5) {
          int count = 5 + random.nextInt(30);
          deeds(ActionKind.READ, at(day, hour), count, random.nextInt(200), 1 + count / 2);
        }
      }
    }
  }

  private <W, B> Life<W, B> life(Detector<W, B> detector, Subject subject) {
    var life = new Life<>(detector, subject);
    sights.forEach(life::add);
    return life;
  }

  private <W, B> Life<W, B> life(Detector<W, B> detector) {
    return life(detector, Seen.ALICE);
  }

  @Test
  void shouldSeeMassDataAccessAndPayItOnce() {
    readsAtWork(28);
    assertEquals(0, life(Surges.massAccess()).totalNats(), 1.5, "steady life is mostly normal");
    deeds(ActionKind.READ, at(28, 10), 900, 1000, 400);
    Life<?, ?> life = life(Surges.massAccess());
    Judgement.Anomalous surge = life.strongest();
    assertNotNull(surge);
    assertTrue(surge.evidenceMicros() >= 2_500_000, surge.toString());
    assertTrue(surge.why().startsWith("800+ reads, "), surge.why());
    double once = life.totalNats();
    deeds(ActionKind.READ, at(28, 11), 900, 1000, 400);
    deeds(ActionKind.READ, at(28, 12), 900, 1000, 400);
    deeds(ActionKind.READ, at(28, 13), 900, 1000, 400);
    assertTrue(life(Surges.massAccess()).totalNats() <= once + 2.5);
  }

  @Test
  void shouldSeeLessAtNightThanWouldBeUsualByDay() {
    readsAtWork(28);
    for (int day = 0; day < 28; day += 2) {
      deeds(ActionKind.READ, at(day, 20), 2, 0, 2);
    }
    int before = sights.size();
    deeds(ActionKind.READ, at(28, 20), 110, 0, 60);
    double night = life(Surges.massAccess()).strongestNats();
    sights.subList(before, sights.size()).clear();
    deeds(ActionKind.READ, at(28, 10), 110, 0, 60);
    double noon = life(Surges.massAccess()).strongestNats();
    assertTrue(night > noon + 0.5, night + " at night, " + noon + " at noon");
  }

  @Test
  void shouldNotMindTheEndOfAQuarterOrABatchJob() {
    readsAtWork(28);
    double usual = life(Surges.massAccess()).totalNats();
    deeds(ActionKind.READ, at(28, 10), 70, 0, 40);
    assertEquals(usual, life(Surges.massAccess()).totalNats(), 0.5, "twice the usual");
    sights.clear();
    for (int day = 0; day < 20; day++) {
      deeds(ActionKind.READ, at(day, 2), 900 + random.nextInt(200), 0, 300);
    }
    assertNull(life(Surges.massAccess()).strongest(), "a job that always reads so much");
  }

  /** Bytes sent out in each working hour, a shape between a little and twice the mean. */
  private void sendsAtWork(int days) {
    for (int day = 0; day < days; day++) {
      for (int hour = 8; hour < 17; hour++) {
        if (day % 7 < 5) {
          send(at(day, hour), 2_000_000 + random.nextInt(28_000_000));
        }
      }
    }
  }

  private void send(long hour, long bytes) {
    sights.add(
        sight(hour, Category.NETWORK, "flow").detailed(detail(null, "files.example", 443, bytes)));
  }

  @Test
  void shouldNotMindTheEndOfAMonth() {
    sendsAtWork(56);
    for (int hour = 9; hour < 13; hour++) {
      send(at(56, hour), 32_000_000);
    }
    assertEquals(0, saidFrom(life(Surges.egress()), at(56, 0)), "twice the usual");
    for (int hour = 13; hour < 15; hour++) {
      send(at(56, hour), 3_000_000_000L);
    }
    assertTrue(saidFrom(life(Surges.egress()), at(56, 0)) >= 2_000_000, "a hundred times as much");
  }

  @Test
  void shouldNotMindAPasswordManagerThatSyncsItsVault() {
    for (int day = 0; day < 20; day++) {
      deeds(ActionKind.SECRET_READ, at(day, 8), 20, 0, 20);
    }
    assertEquals(0, saidFrom(life(Surges.secretReads()), at(7, 0)), "the same vault each morning");
    deeds(ActionKind.SECRET_READ, at(20, 8), 20, 500, 20);
    assertTrue(saidFrom(life(Surges.secretReads()), at(20, 0)) >= 1_000_000, "another's secrets");
  }

  /** What is enough to be said, of windows from an instant on. */
  private static int saidFrom(Life<?, ?> life, long fromMillis) {
    return life.judge().stream()
        .filter(window -> window.startMillis() >= fromMillis)
        .mapToInt(Life.Judged::claimedMicros)
        .filter(micros -> micros >= 1_000_000)
        .sum();
  }

  @Test
  void shouldBeUnscoreableForANewStarterAndLearnANewLevel() {
    deeds(ActionKind.READ, at(0, 9), 500, 0, 100);
    assertInstanceOf(Judgement.Unscoreable.class, life(Surges.massAccess()).last());
    sights.clear();
    readsAtWork(28);
    for (int day = 28; day < 60; day++) {
      for (int hour = 9; hour < 15; hour++) {
        deeds(ActionKind.READ, at(day, hour), 150, 500, 60);
      }
    }
    assertEquals(Judgement.NORMAL, life(Surges.massAccess()).last());
  }

  private void uploads(long hour, int count, long bytes) {
    for (int i = 0; i < count; i++) {
      sights.add(
          sight(hour, Category.NETWORK, "connect").detailed(detail(null, "cdn", 443, bytes)));
    }
  }

  @Test
  void shouldSeeAnEgressSpikeButNotAVideoMeeting() {
    for (int day = 0; day < 20; day++) {
      for (int hour = 8; hour < 16; hour++) {
        uploads(at(day, hour), 10, 20_000L + random.nextInt(300_000));
      }
    }
    assertNull(life(Surges.egress(), LAPTOP).strongest());
    uploads(at(20, 10), 10, 600_000);
    assertNull(life(Surges.egress(), LAPTOP).strongest(), "a video meeting: thrice the usual");
    uploads(at(20, 14), 100, 300_000_000);
    Judgement.Anomalous spike = life(Surges.egress(), LAPTOP).strongest();
    assertNotNull(spike);
    assertTrue(spike.evidenceMicros() >= 3_000_000, spike.toString());
    assertTrue(spike.why().startsWith("30+ GB sent out"), spike.why());
  }

  private void connects(long hour, int firstHost, int hosts) {
    for (int i = 0; i < hosts; i++) {
      sights.add(
          sight(hour, Category.NETWORK, "connect")
              .detailed(detail(null, "host" + (firstHost + i), 445, 0)));
    }
  }

  @Test
  void shouldSeeNewDestinationsButNotTheUsualOnes() {
    for (int day = 0; day < 20; day++) {
      for (int hour = 8; hour < 16; hour++) {
        connects(at(day, hour), hour % 3, 4);
      }
    }
    assertNull(life(Surges.fanOut(), LAPTOP).strongest());
    connects(at(20, 10), 0, 6);
    assertNull(life(Surges.fanOut(), LAPTOP).strongest(), "all it knows, in one hour");
    connects(at(21, 10), 100, 1);
    Judgement.Anomalous one = life(Surges.fanOut(), LAPTOP).strongest();
    assertTrue(one == null || one.evidenceMicros() <= 1_500_000, "one new host is no alarm");
    connects(at(23, 10), 200, 7);
    Judgement.Anomalous several = life(Surges.fanOut(), LAPTOP).strongest();
    assertNotNull(several);
    assertTrue(several.evidenceMicros() >= 3_000_000, several.toString());
    assertTrue(several.why().contains("7 never seen before"), several.why());
  }

  @Test
  void shouldNotMindABrowserThatAlwaysSeesNewHosts() {
    for (int day = 0; day < 20; day++) {
      for (int hour = 8; hour < 16; hour++) {
        connects(at(day, hour), random.nextInt(100_000), 20 + random.nextInt(20));
      }
    }
    assertTrue(life(Surges.fanOut(), LAPTOP).totalNats() < 1.5);
  }

  private void denials(long hour, int count, int things) {
    for (int i = 0; i < count; i++) {
      sights.add(
          sight(hour, Category.API, "ListThings")
              .ended(i % 2 == 0 ? Outcome.FAILURE : Outcome.SUCCESS)
              .on("thing" + i % things)
              .detailed(detail(ActionKind.ENUMERATE, null, 0, 0)));
    }
  }

  @Test
  void shouldSeeEnumerationButNotARetryLoop() {
    for (int day = 0; day < 20; day++) {
      denials(at(day, 9), 3 + random.nextInt(4), 4);
    }
    assertNull(life(Surges.enumeration()).strongest());
    denials(at(20, 9), 12, 2);
    assertNull(life(Surges.enumeration()).strongest(), "one thing, tried again");
    denials(at(21, 9), 200, 150);
    Judgement.Anomalous surge = life(Surges.enumeration()).strongest();
    assertNotNull(surge);
    assertTrue(surge.evidenceMicros() >= 3_500_000, surge.toString());
    sights.clear();
    for (int i = 0; i < 100; i++) {
      sights.add(sight(at(0, 9), Category.AUTHENTICATION, "sign_in").failed());
    }
    assertTrue(life(Surges.enumeration()).judge().isEmpty(), "sign-ins are another's affair");
  }

  @Test
  void shouldSeeMassDeletionOfWhoNeverDeletedAndOfWhoDoesDaily() {
    deeds(ActionKind.DELETE, at(0, 9), 2, 0, 2);
    assertNull(life(Surges.massDeletion()).strongest(), "two are nothing");
    deeds(ActionKind.DELETE, at(3, 9), 120, 0, 120);
    Judgement.Anomalous surge = life(Surges.massDeletion()).strongest();
    assertNotNull(surge);
    assertTrue(surge.evidenceMicros() >= 3_000_000, surge.toString());
    sights.clear();
    for (int day = 0; day < 30; day++) {
      deeds(ActionKind.DELETE, at(day, 3), 80 + random.nextInt(60), 100 * day, 150);
    }
    Life<?, ?> job = life(Surges.massDeletion());
    assertEquals(Judgement.NORMAL, job.last(), "a retention job is learned");
    assertTrue(job.totalNats() < 8, "and paid in its first days: " + job.totalNats());
  }

  @Test
  void shouldSeeTheRarerTheStrongerWhoNeverMadeAccounts() {
    deeds(ActionKind.ACCOUNT_CREATE, at(0, 9), 20, 0, 20);
    double unknown = life(Surges.accountCreation()).strongestNats();
    sights.forEach(sight -> sight.rare(16));
    double rare = life(Surges.accountCreation()).strongestNats();
    assertTrue(rare > unknown + 1, rare + " if rare, else " + unknown);
    sights.clear();
    deeds(ActionKind.ACCOUNT_CREATE, at(0, 9), 1, 0, 1);
    sights.forEach(sight -> sight.rare(16));
    assertNull(life(Surges.accountCreation()).strongest(), "one account is no burst");
  }

  @Test
  void shouldNotMindNewStartersOnTheFirstOfAMonth() {
    for (int day = 0; day < 40; day++) {
      deeds(ActionKind.ACCOUNT_CREATE, at(day, 9), 1 + random.nextInt(5), 10 * day, 5);
    }
    deeds(ActionKind.ACCOUNT_CREATE, at(40, 9), 9, 500, 9);
    Judgement.Anomalous most = life(Surges.accountCreation()).strongest();
    assertTrue(most == null || most.evidenceMicros() < 1_000_000, "" + most);
  }

  @Test
  void shouldSeeSecretsNeverReadButNotADeployment() {
    for (int day = 0; day < 20; day++) {
      deeds(ActionKind.SECRET_READ, at(day, 9), 12, 0, 6);
    }
    assertNull(life(Surges.secretReads()).strongest());
    deeds(ActionKind.SECRET_READ, at(20, 9), 24, 0, 6);
    assertNull(life(Surges.secretReads()).strongest(), "the known ones, twice");
    deeds(ActionKind.SECRET_READ, at(22, 9), 12, 50, 12);
    Judgement.Anomalous surge = life(Surges.secretReads()).strongest();
    assertNotNull(surge);
    assertTrue(surge.evidenceMicros() >= 3_000_000, surge.toString());
    assertTrue(
        surge.why().contains("12+ never seen") || surge.why().contains("12 never"), surge.why());
  }

  @Test
  void shouldSeeKerberoastingButNotAWorkingDay() {
    for (int day = 0; day < 20; day++) {
      deeds(ActionKind.SERVICE_TICKET, at(day, 9), 12, 0, 4 + random.nextInt(3));
    }
    assertNull(life(Surges.kerberoasting()).strongest());
    deeds(ActionKind.SERVICE_TICKET, at(20, 9), 50, 100, 50);
    Judgement.Anomalous surge = life(Surges.kerberoasting()).strongest();
    assertNotNull(surge);
    assertTrue(surge.evidenceMicros() >= 3_500_000, surge.toString());
  }

  @Test
  void shouldSeeAScanOfPortsButNotABrowser() {
    for (int i = 0; i < 300; i++) {
      sights.add(
          sight(at(0, 9), Category.NETWORK, "connect").detailed(detail(null, "site" + i, 443, 0)));
    }
    assertTrue(life(Surges.portScan(), Seen.ADDRESS).judge().isEmpty(), "a browser");
    for (int i = 0; i < 300; i++) {
      sights.add(
          sight(at(1, 9), Category.NETWORK, "connect")
              .failed()
              .detailed(detail(null, "server", 1 + i, 0)));
    }
    Judgement.Anomalous scan = life(Surges.portScan(), Seen.ADDRESS).strongest();
    assertNotNull(scan);
    assertTrue(scan.evidenceMicros() >= 3_000_000, scan.toString());
  }

  /** Logins to so many hosts from a first one on, one every half minute. */
  private void logins(long hour, int firstHost, int hosts) {
    for (int i = 0; i < hosts; i++) {
      sights.add(
          Sight.at(hour + i * 30_000L)
              .id("l" + sights.size())
              .doing(Category.NETWORK, "host.login")
              .on("host" + (firstHost + i))
              .rare(9)
              .detailed(new Surroundings().resource("internal", "host").detail()));
    }
  }

  @Test
  void shouldSeeWhoNeverLogsInToHostsGoFromOneToTheNext() {
    readsAtWork(20);
    logins(at(21, 10), 0, 30);
    Judgement.Anomalous spread = life(Surges.remoteLogins()).strongest();
    assertNotNull(spread);
    assertEquals("T1021", Surges.remoteLogins().technique());
    assertTrue(spread.evidenceMicros() >= 3_000_000, spread.toString());
  }

  @Test
  void shouldNotMindOneLoginOrAnAdministratorsRound() {
    logins(at(20, 10), 0, 1);
    assertNull(life(Surges.remoteLogins()).strongest(), "one host");
    sights.clear();
    for (int day = 0; day < 20; day++) {
      for (int hour = 8; hour < 16; hour++) {
        if (day % 7 < 5) {
          logins(at(day, hour), random.nextInt(6), 1 + random.nextInt(5));
        }
      }
    }
    assertNull(life(Surges.remoteLogins()).strongest(), "every day");
    logins(at(21, 10), 0, 8);
    assertTrue(
        life(Surges.remoteLogins()).strongestNats() < 2, "a round over most of its own hosts");
  }

  @Test
  void shouldLeaveLoginsOfPeopleToTheirOwnDetector() {
    logins(at(21, 10), 0, 30);
    assertNull(life(Surges.fanOut()).strongest());
    Detector<Tally, Usual> fanOut = Surges.fanOut();
    assertTrue(fanOut.gather(fanOut.nothing(), sights.getFirst().about(Seen.ALICE)).isEmpty());
  }
}
