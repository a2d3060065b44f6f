package dev.vedette.detectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.ActionKind;
import dev.vedette.events.Category;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The detectors of deeds that few do. */
class RareDeedTest {
  private static final long NINE = Instant.parse("2026-03-02T09:00:00Z").toEpochMilli();
  private static final int ONE_IN_NINETY = 13;
  private static final int ONE_IN_2000 = 22;

  private static long day(int day) {
    return NINE + day * Ageing.DAY_MILLIS;
  }

  private static List<Sight> routine(int days) {
    var seen = new ArrayList<Sight>();
    for (int day = 0; day < days; day++) {
      seen.add(Sight.at(day(day)));
      seen.add(Sight.at(day(day) + 1000).doing(Category.API, "file.read"));
    }
    return seen;
  }

  private static Sight deed(long at, ActionKind kind, String action, int step) {
    return Sight.at(at)
        .doing(Category.API, action)
        .rare(step)
        .detailed(Circumstances.of(kind).onA("user").detail());
  }

  private static Life<?, ?> life(Detector<?, ?> detector, List<Sight> seen) {
    return new Life<>(detector, Seen.ALICE).see(seen);
  }

  private static double nats(Detector<?, ?> detector, List<Sight> seen) {
    return life(detector, seen).totalNats();
  }

  @Test
  void shouldSeeAFirstGrantAndImplicateWhoWasGiven() {
    List<Sight> seen = routine(30);
    seen.add(
        deed(day(30), ActionKind.PRIVILEGE_GRANT, "iam.role.grant", ONE_IN_2000).to("mallory"));
    Judgement.Anomalous granted = life(new PrivilegeGranted(), seen).strongest();
    assertNotNull(granted);
    assertEquals(
        "first grant of a privilege by iam.role.grant in 30 days; done on 1 in 2000 colleague-days",
        granted.why());
    assertTrue(granted.evidenceMicros() >= 4_000_000, granted.toString());
    assertEquals(1, granted.implications().size());
    Judgement.Implication implied = granted.implications().getFirst();
    assertEquals(Subject.of("t", SubjectType.USER, "mallory"), implied.subject());
    assertEquals(2_000_000, implied.evidenceMicros());
  }

  @Test
  void shouldTellAGrantToOneselfFromGrantsToOthers() {
    List<Sight> seen = routine(30);
    for (int day = 5; day < 30; day++) {
      seen.add(deed(day(day) + 2000, ActionKind.PRIVILEGE_GRANT, "add", 8).to("user" + day));
    }
    double before = nats(new PrivilegeGranted(), seen);
    seen.add(deed(day(30), ActionKind.PRIVILEGE_GRANT, "add", 8).to("another"));
    assertEquals(before, nats(new PrivilegeGranted(), seen), "what an administrator does");
    seen.add(deed(day(31), ActionKind.PRIVILEGE_GRANT, "add", 8).to("alice"));
    assertTrue(nats(new PrivilegeGranted(), seen) > before + 0.5, "to itself");
  }

  @Test
  void shouldMindLittleWhatPeersDo() {
    List<Sight> seen = routine(30);
    seen.add(
        deed(day(30), ActionKind.PRIVILEGE_GRANT, "iam.role.grant", ONE_IN_2000)
            .detailed(Circumstances.of(ActionKind.PRIVILEGE_GRANT).rareAmongPeers(4).detail()));
    assertTrue(nats(new PrivilegeGranted(), seen) <= 2, "one in four peers");
  }

  @Test
  void shouldBeUnscoreableForANewStarter() {
    List<Sight> seen = routine(3);
    seen.add(deed(day(3), ActionKind.ADMINISTRATION, "policy.update", ONE_IN_2000));
    assertInstanceOf(Judgement.Unscoreable.class, life(new RareAdministration(), seen).last());
  }

  @Test
  void shouldSeeARareAdministrativeAction() {
    List<Sight> seen = routine(30);
    seen.add(deed(day(30), ActionKind.ADMINISTRATION, "policy.update", ONE_IN_2000));
    Judgement.Anomalous rare = life(new RareAdministration(), seen).strongest();
    assertNotNull(rare);
    assertTrue(rare.evidenceMicros() >= 2_500_000, rare.toString());
  }

  @Test
  void shouldNotMindAPasswordThatIsChangedNowAndThen() {
    List<Sight> seen = routine(30);
    seen.add(deed(day(30), ActionKind.CREDENTIAL_CHANGE, "password.change", ONE_IN_NINETY));
    assertTrue(nats(new RareAdministration(), seen) <= 1.75);
    seen.add(deed(day(31), ActionKind.READ, "file.read.all", ONE_IN_2000));
    assertTrue(nats(new RareAdministration(), seen) <= 1.75, "reading is no administration");
  }

  @Test
  void shouldLearnABatchJobThatAdministers() {
    var seen = new ArrayList<Sight>();
    for (int day = 0; day < 30; day++) {
      seen.add(deed(day(day), ActionKind.ADMINISTRATION, "config.put", ONE_IN_2000));
    }
    assertNull(life(new RareAdministration(), seen).strongest());
  }

  @Test
  void shouldSeeLoggingSwitchedOffOnTheFirstDayAndMoreOnceItIsRare() {
    Judgement.Anomalous unknown =
        life(new LoggingOff(), List.of(deed(NINE, ActionKind.LOGGING_OFF, "StopLogging", -1)))
            .strongest();
    assertNotNull(unknown);
    assertEquals(
        "logging or protection switched off or narrowed by StopLogging, the first time",
        unknown.why());
    assertTrue(unknown.evidenceMicros() >= 1_500_000, unknown.toString());
    Judgement.Anomalous rare =
        life(
                new LoggingOff(),
                List.of(deed(NINE, ActionKind.LOGGING_OFF, "StopLogging", ONE_IN_2000).failed()))
            .strongest();
    assertNotNull(rare);
    assertTrue(rare.evidenceMicros() >= 4_000_000, rare.toString());
  }

  @Test
  void shouldLearnWhoSwitchesLogsEveryNight() {
    var seen = new ArrayList<Sight>();
    for (int day = 0; day < 20; day++) {
      seen.add(deed(day(day), ActionKind.LOGGING_OFF, "DeleteFlowLogs", ONE_IN_2000));
    }
    Life<?, ?> life = life(new LoggingOff(), seen);
    assertEquals(Judgement.NORMAL, life.last());
    assertTrue(life.totalNats() <= 8, "paid for when it was new: " + life.totalNats());
  }

  @Test
  void shouldSeeAConsentThatIsRareAndLittleOfACommonOne() {
    var rare = deed(NINE, ActionKind.CONSENT, "Consent to application", 16).on("mail-reader");
    assertTrue(nats(new Consent(), List.of(rare)) >= 1.5);
    var common = deed(NINE, ActionKind.CONSENT, "authorize", 2).on("calendar");
    assertTrue(nats(new Consent(), List.of(common)) <= 1);
  }

  @Test
  void shouldPayForARollOutOnceForTheApplication() {
    Subject application = Subject.of("t", SubjectType.RESOURCE, "wiki");
    var seen = new ArrayList<Sight>();
    for (int i = 0; i < 50; i++) {
      seen.add(deed(NINE + i * 600_000L, ActionKind.CONSENT, "Consent", 16).on("wiki"));
    }
    Life<?, ?> life = new Life<>(new Consent(), application).see(seen);
    Judgement.Anomalous first = life.strongest();
    assertNotNull(first);
    assertEquals(first.evidenceMicros() / 1e6, life.totalNats());
  }
}
