package dev.vedette.detectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.Category;
import dev.vedette.events.Detail;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RareAlertNearbyTest {
  private static final long MONDAY = Instant.parse("2026-03-02T09:00:00Z").toEpochMilli();
  private static final long MINUTE_MILLIS = 60_000L;
  private static final Subject NETWORK = Subject.of("t", SubjectType.RESOURCE, "network");

  private static Sight alert(long atMillis, String device, String kind) {
    Detail none = Detail.NONE;
    return Sight.at(atMillis)
        .id("a" + atMillis + device + kind)
        .doing(Category.DETECTION, kind)
        .on("network")
        .detailed(
            new Detail(
                none.kind(),
                device,
                none.client(),
                none.lat(),
                none.lon(),
                none.method(),
                none.mfa(),
                none.resourceType(),
                none.sensitivity(),
                none.targetType(),
                none.destination(),
                none.port(),
                none.severity(),
                none.bytesOut(),
                none.posture(),
                none.placeStep(),
                none.peerStep()));
  }

  /** Two hosts update their databases every hour. */
  private static List<Sight> routine(int days) {
    var seen = new ArrayList<Sight>();
    for (int hour = 0; hour < 24 * days; hour++) {
      long at = MONDAY + hour * Ageing.HOUR_MILLIS;
      seen.add(alert(at, "mail", "database-update"));
      seen.add(alert(at + MINUTE_MILLIS, "web", "database-update"));
    }
    return seen;
  }

  private static Life<RareAlertNearby.Alerts, RareAlert.Known> life(List<Sight> seen) {
    return new Life<>(new RareAlertNearby(), NETWORK).see(seen);
  }

  private static List<Sight> scanned(int kinds) {
    List<Sight> seen = routine(4);
    long at = MONDAY + 4 * Ageing.DAY_MILLIS;
    for (int kind = 0; kind < kinds; kind++) {
      seen.add(alert(at + kind * 1000L, "dns", "scan" + kind));
    }
    seen.add(alert(at + 2 * MINUTE_MILLIS, "mail", "database-update"));
    return seen;
  }

  @Test
  void shouldImplicateWhoIsNamedAtTheTime() {
    Judgement.Anomalous strongest = life(scanned(12)).strongest();
    assertNotNull(strongest);
    assertTrue(strongest.evidenceMicros() > 4_000_000);
    // web raised its update in the hours before, and not now
    assertEquals(
        List.of("dns", "mail"),
        strongest.implications().stream()
            .map(i -> i.subject().id())
            .sorted()
            .collect(Collectors.toList()));
    strongest
        .implications()
        .forEach(i -> {
          assertEquals(SubjectType.DEVICE, i.subject().type());
          assertEquals(RareAlertNearby.MOST_IMPLIED_MICROS, i.evidenceMicros());
        });
  }

  @Test
  void shouldImplicateWithHalfOfLittle() {
    Judgement.Anomalous strongest = life(scanned(4)).strongest();
    assertNotNull(strongest);
    assertEquals(1_250_000, strongest.evidenceMicros());
    strongest.implications().forEach(i -> assertEquals(500_000, i.evidenceMicros()));
    assertEquals(2, strongest.implications().size());
  }

  @Test
  void shouldNotMindWhatIsAlwaysThere() {
    assertNull(life(routine(6)).strongest());
    assertEquals(Judgement.NORMAL, life(routine(6)).last());
    assertInstanceOf(Judgement.Unscoreable.class, life(routine(1).subList(0, 2)).last());
  }

  @Test
  void shouldImplicateNoMoreThanSixteen() {
    List<Sight> seen = scanned(12);
    long at = MONDAY + 4 * Ageing.DAY_MILLIS + MINUTE_MILLIS;
    for (int host = 0; host < 40; host++) {
      seen.add(alert(at, "host" + host, "database-update"));
    }
    Judgement.Anomalous strongest = life(seen).strongest();
    assertNotNull(strongest);
    assertEquals(RareAlertNearby.MAX_DEVICES, strongest.implications().size());
  }

  @Test
  void shouldLookAtAlertsOnly() {
    var detector = new RareAlertNearby();
    assertEquals(
        detector.nothing(),
        detector.gather(
            detector.nothing(), Sight.at(MONDAY).doing(Category.API, "x").about(NETWORK)));
  }
}
