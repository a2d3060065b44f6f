package dev.vedette.client;

import static dev.vedette.client.Updates.HOUR;
import static dev.vedette.client.Updates.NOW;
import static dev.vedette.client.Updates.user;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.Subject;
import dev.vedette.risk.Advice;
import dev.vedette.risk.Level;
import dev.vedette.risk.RiskNow;
import dev.vedette.schemas.PackagedSchemas;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/** What it answers of what it holds; what it follows is tried on a real broker by its users. */
class RiskCacheTest {
  private static final ClientSettings SETTINGS = ClientSettings.of("nowhere:1");

  private final RiskCache cache = cache(SETTINGS);

  private static RiskCache cache(ClientSettings settings) {
    return new RiskCache(settings, PackagedSchemas.load(), () -> NOW + HOUR);
  }

  @Test
  void shouldFailAsItIsTold() {
    assertEquals(Advice.STOP, cache.riskOf(user("alice")).advice());
    RiskCache open = cache(SETTINGS.withOtherwise(Advice.GO_ON));
    open.take(Updates.of(user("bob"), Level.HIGH, NOW, 2));
    assertEquals(Advice.GO_ON, open.riskOf(user("alice")).advice());
    assertEquals(Advice.STEP_UP, open.riskOf(user("bob")).advice(), "what is known still counts");
    assertEquals(Standing.LOADING, open.riskOf(user("bob")).standing());
    assertFalse(open.riskOf(user("alice")).told());
  }

  @Test
  void shouldComputeTheRiskOfNow() {
    var update = Updates.of(user("bob"), Level.HIGH, NOW, 3);
    cache.take(update);
    Answer answer = cache.riskOf(user("bob"));
    assertEquals(RiskNow.of(update, NOW + HOUR).logOddsMicros(), answer.logOddsMicros());
    assertTrue(answer.logOddsMicros() < RiskNow.of(update, NOW + 1).logOddsMicros());
  }

  @Test
  void shouldGiveASessionItsOwnersRiskUnlessItHasItsOwn() {
    Subject alice = user("alice");
    Subject session = Subject.session(alice, "s");
    cache.take(Updates.of(alice, Level.MEDIUM, NOW, 2));
    assertEquals(Level.MEDIUM, cache.riskOf(session).level());
    cache.take(Updates.of(session, Level.CRITICAL, NOW, 4));
    assertEquals(Level.CRITICAL, cache.riskOf(session).level());
    assertEquals(Level.MEDIUM, cache.riskOf(alice).level());
    // A step-up in the session reassures of it alone.
    cache.take(Updates.of(session, Level.LOW, NOW + 1, 1));
    assertEquals(Level.LOW, cache.riskOf(session).level());
    // Told of later and riskier, the owner counts: the session may have begun anew.
    cache.take(Updates.of(alice, Level.HIGH, NOW + 2, 3));
    assertEquals(Level.HIGH, cache.riskOf(session).level());
  }

  @Test
  void shouldRefuseSettingsThatCannotHold() {
    assertThrows(IllegalArgumentException.class, () -> SETTINGS.withMaxSubjects(10));
    assertThrows(
        IllegalArgumentException.class, () -> SETTINGS.withStaleness(Duration.ofMillis(1)));
    assertThrows(IllegalArgumentException.class, () -> SETTINGS.withTopic(" "));
  }

  @Test
  void shouldAnswerAMillionTimesInASecondOfOneCore() {
    var subjects = new Subject[10_000];
    for (int i = 0; i < subjects.length; i++) {
      Subject owner = user("user-" + i);
      subjects[i] = Subject.session(owner, "s-" + i);
      cache.take(Updates.of(owner, Level.MEDIUM, NOW, 3));
      if (i % 2 == 0) {
        cache.take(Updates.of(subjects[i], Level.MEDIUM, NOW, 4));
      }
    }
    double best = Double.MAX_VALUE;
    for (int round = 0; round < 7; round++) {
      best = Math.min(best, nanosOf(subjects, one -> cache.riskOf(one).logOddsMicros()));
    }
    String figure = "%.0f ns of one core for a look-up".formatted(best);
    System.out.println(figure);
    assertTrue(best < 1_000, figure);
  }

  private static double nanosOf(Subject[] subjects, ToLongFunction<Subject> question) {
    int times = 1_000_000;
    var threads = ManagementFactory.getThreadMXBean();
    long began = threads.getCurrentThreadCpuTime();
    long sum = 0;
    for (int i = 0; i < times; i++) {
      sum += question.applyAsLong(subjects[(int) (i * 7_919L % subjects.length)]);
    }
    assertNotEquals(0, sum, "somebody is told of");
    return (threads.getCurrentThreadCpuTime() - began) / (double) times;
  }
}
