package dev.vedette.detectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.ActionKind;
import dev.vedette.events.Category;
import dev.vedette.events.Detail;
import dev.vedette.events.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenReplayTest {
  private static final long NINE = Instant.parse("2026-03-02T09:00:00Z").toEpochMilli();
  private static final long MINUTE = 60_000;
  private static final Detail LAPTOP =
      Circumstances.of(ActionKind.READ).with("Chrome on Windows", "laptop").detail();
  private static final Detail STRANGER =
      Circumstances.of(ActionKind.READ).with("python-requests", null).detail();

  private static Life<?, ?> life(List<Sight> seen) {
    return new Life<>(new TokenReplay(), Subject.session(Seen.ALICE, "s1")).see(seen);
  }

  private static Sight read(long at) {
    return Sight.at(at).doing(Category.API, "file.read").in("s1").detailed(LAPTOP);
  }

  /** From the office, every five minutes. */
  private static List<Sight> office(int minutes) {
    var seen = new ArrayList<Sight>();
    for (int minute = 0; minute < minutes; minute += 5) {
      seen.add(read(NINE + minute * MINUTE));
    }
    return seen;
  }

  @Test
  void shouldSeeATokenInOtherHandsAndPayItOnce() {
    List<Sight> seen = office(180);
    for (int i = 0; i < 30; i++) {
      seen.add(read(NINE + (121 + i) * MINUTE).from("198.51.100.9", "NL", 1136).detailed(STRANGER));
    }
    Life<?, ?> life = life(seen);
    Judgement.Anomalous replay = life.strongest();
    assertNotNull(replay);
    assertEquals(
        "the session is also used from NL (network 1136) by another client (python-requests) than"
            + " before",
        replay.why());
    assertTrue(replay.evidenceMicros() >= 5_000_000, replay.toString());
    assertEquals(replay.evidenceMicros() / 1e6, life.totalNats(), "half an hour, paid once");
  }

  @Test
  void shouldSeeItInTheFirstMinutesOfASession() {
    List<Sight> seen = office(6);
    seen.add(read(NINE + 7 * MINUTE).from("198.51.100.9", "NL", 1136).detailed(STRANGER));
    Judgement.Anomalous replay = life(seen).strongest();
    assertNotNull(replay);
    assertEquals(1, replay.events().size());
    assertTrue(replay.evidenceMicros() >= 5_000_000, replay.toString());
  }

  @Test
  void shouldMindATrainLittle() {
    List<Sight> seen = office(90);
    for (int i = 0; i < 20; i++) {
      int network = i % 3 == 0 ? 6805 : i % 3 == 1 ? 3209 : 8881;
      seen.add(read(NINE + (90 + 2 * i) * MINUTE).from("192.0.2." + i, "DE", network));
    }
    assertTrue(life(seen).totalNats() <= 0.5);
  }

  @Test
  void shouldNotMindASharedExit() {
    List<Sight> seen = office(90);
    seen.add(read(NINE + 91 * MINUTE).from("192.0.2.1", "NL", 1136).stamped(Sight.sharedExit()));
    assertNull(life(seen).strongest());
  }

  @Test
  void shouldNotMindWhatIsNotKnown() {
    List<Sight> seen = office(90);
    seen.add(read(NINE + 91 * MINUTE).from(null, null, 0).detailed(Detail.NONE));
    assertNull(life(seen).strongest());
  }

  @Test
  void shouldSayNothingOfASessionOfManyNetworks() {
    var seen = new ArrayList<Sight>();
    for (int i = 0; i < 40; i++) {
      seen.add(read(NINE + 10 * MINUTE * i).from("192.0.2." + i, "DE", 100 + i));
    }
    assertTrue(life(seen).totalNats() <= 3.5, "one half for each of the first networks");
    assertEquals(Judgement.NORMAL, life(seen).last());
  }
}
