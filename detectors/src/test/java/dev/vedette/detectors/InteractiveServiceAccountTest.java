package dev.vedette.detectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InteractiveServiceAccountTest {
  private static final long NINE = Instant.parse("2026-03-02T09:00:00Z").toEpochMilli();
  private static final Subject BACKUP = Subject.of("t", SubjectType.SERVICE, "backup");

  private static Life<?, ?> life(List<Sight> seen) {
    return new Life<>(new InteractiveServiceAccount(), BACKUP).see(seen);
  }

  private static Sight by(int day, String client) {
    return Sight.at(NINE + day * Ageing.DAY_MILLIS)
        .by(BACKUP)
        .detailed(Circumstances.of(null).with(client, null).detail());
  }

  private static List<Sight> nightly(int days, String client) {
    var seen = new ArrayList<Sight>();
    for (int day = 0; day < days; day++) {
      seen.add(by(day, client));
    }
    return seen;
  }

  @Test
  void shouldSeeABrowser() {
    List<Sight> seen = nightly(30, "aws-cli on Linux");
    seen.add(by(30, "Chrome on Windows"));
    Judgement.Anomalous person = life(seen).strongest();
    assertNotNull(person);
    assertEquals(
        "a service account is used like a person's, by Chrome on Windows; that happened on none of"
            + " its last days",
        person.why());
    assertTrue(person.evidenceMicros() >= 3_000_000, person.toString());
  }

  @Test
  void shouldNotMindAnotherProgramOrAHeadlessBrowser() {
    List<Sight> seen = nightly(30, "aws-cli on Linux");
    seen.add(by(30, "Headless Chrome on Linux"));
    seen.add(by(31, "Boto3"));
    seen.add(by(32, "Chromeleon"));
    seen.add(by(33, "Chrome on Windows").failed());
    assertNull(life(seen).strongest());
  }

  @Test
  void shouldLearnAProgramThatPretendsToBeABrowser() {
    assertNull(life(nightly(30, "Chrome on Linux")).strongest());
  }

  @Test
  void shouldBeUnscoreableAtFirst() {
    assertInstanceOf(Judgement.Unscoreable.class, life(nightly(2, "Chrome on Windows")).last());
  }
}
