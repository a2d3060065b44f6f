package dev.vedette.detectors.behaviour;

import static dev.vedette.detectors.behaviour.Lives.BOB;
import static dev.vedette.detectors.behaviour.Lives.DAY;
import static dev.vedette.detectors.behaviour.Lives.HOUR;
import static dev.vedette.detectors.behaviour.Lives.SETTINGS;
import static dev.vedette.detectors.behaviour.Lives.START;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.detectors.Registry;
import dev.vedette.events.ActionKind;
import dev.vedette.events.Category;
import dev.vedette.events.Detail;
import dev.vedette.events.EventHash;
import dev.vedette.events.Observation;
import dev.vedette.events.Outcome;
import dev.vedette.events.Rarity;
import dev.vedette.events.Stamp;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A user works for thirty days, and then in another department; all detectors look on. */
class NewDepartmentTest {
  private static final int CHANGE = 30;
  private static final int DAYS = 60;

  private final Random random = new Random(5);
  private int events;

  private void day(Fold fold, int day) {
    boolean moved = day >= CHANGE;
    long eight = START + day * DAY + 8 * HOUR;
    fold.observe(seen(eight, "sign_in", null, moved));
    for (int hour = 0; hour < 9 && day % 7 < 5; hour++) {
      int many = moved ? 30 : 6;
      long from = eight + hour * HOUR;
      for (int i = 1; i <= many; i++) {
        int what = random.nextInt(6);
        String action = (moved ? "ledger_" : "ticket_") + what;
        ActionKind kind = what < 4 ? ActionKind.READ : null;
        fold.observe(seen(from + i * HOUR / 40, action, kind, moved));
      }
    }
  }

  private Observation seen(long at, String action, @Nullable ActionKind kind, boolean moved) {
    boolean signsIn = action.equals("sign_in");
    String id = "e" + events++;
    var detail =
        new Detail(
            kind,
            "laptop",
            "Firefox on Windows",
            52.52,
            13.41,
            null,
            signsIn ? Boolean.TRUE : null,
            moved ? "account" : "ticket",
            moved ? "confidential" : "internal",
            null,
            moved ? "ledger.example" : "tickets.example",
            443,
            0,
            (moved ? 500_000L : 20_000L) + random.nextInt(20_000),
            null,
            3,
            -1);
    return new Observation(
        BOB,
        BOB,
        true,
        EventHash.of(id.getBytes(StandardCharsets.UTF_8)),
        id,
        at,
        at,
        signsIn ? Category.AUTHENTICATION : Category.DATA,
        action,
        Outcome.SUCCESS,
        "session" + Math.floorDiv(at, DAY),
        "192.0.2.7",
        "DE",
        3320,
        signsIn ? "portal" : action + "/" + random.nextInt(moved ? 200 : 40),
        null,
        detail.bytesOut(),
        new Rarity(6, 20_000),
        new Stamp(
            1,
            moved ? "finance" : "support",
            null,
            List.of(),
            0,
            null,
            null,
            null,
            false,
            0,
            false),
        detail);
  }

  /** Nats by day, each what it finally says. */
  private static double[] nats(Fold fold) {
    var nats = new double[DAYS];
    fold.finals.forEach((key, last) -> {
      String[] words = key.split(" ", -1);
      long windowStart = Long.parseLong(words[words.length - 2]);
      nats[(int) ((windowStart - START) / DAY)] += last.evidenceMicros() / 1e6;
    });
    return nats;
  }

  @Test
  void shouldSettleWithinTenDays() {
    var fold = new Fold(new Behaviour(Registry.all(), SETTINGS), BOB, false);
    for (int day = 0; day < DAYS; day++) {
      day(fold, day);
    }
    double[] nats = nats(fold);
    assertTrue(nats[CHANGE] >= 4, "the first day is noticed: " + nats[CHANGE]);
    int settled = DAYS;
    while (settled > CHANGE && nats[settled - 1] < 2) {
      settled--;
    }
    int days = settled - CHANGE;
    assertTrue(days <= 10, days + " days until no day says two nats: " + fold.finals);
  }

  @Test
  void shouldTakeLittleToKnowAUserOfAMonth() {
    var fold = new Fold(new Behaviour(Registry.all(), SETTINGS), BOB, true);
    for (int day = 0; day < CHANGE; day++) {
      day(fold, day);
    }
    assertTrue(fold.folded > 100, fold.folded + " windows were learned");
    int bytes = fold.baselineBytes();
    assertTrue(bytes > 500 && bytes < 2_000, bytes + " bytes of baselines");
  }
}
