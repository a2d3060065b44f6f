package dev.vedette.demo;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.demo.Verdict.Bystander;
import dev.vedette.demo.Verdict.Victim;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.risk.Level;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SummaryTest {
  private static final Subject LENA = Subject.of("acme", SubjectType.USER, "lena.fischer");
  private static final Subject OMAR = Subject.of("acme", SubjectType.USER, "omar.haddad");

  @Test
  void shouldSayHowFastAndWhatTheOthersDid() {
    var verdict =
        new Verdict(
            false,
            List.of(
                new Victim(
                    LENA,
                    1_000L,
                    10_000L,
                    60_000,
                    Map.of(Level.HIGH, 10_400L, Level.CRITICAL, 13_000L),
                    null)),
            List.of(new Bystander(OMAR, Level.MEDIUM, "an unusual hour")));
    String text = String.join("\n", Summary.of(verdict, true));
    assertTrue(verdict.passed());
    assertTrue(text.contains("lena.fischer was attacked and reached CRITICAL."), text);
    assertTrue(text.contains("HIGH 9.4 s after the first attempt on it, 0.4 s after"), text);
    assertTrue(text.contains("0 stayed LOW, 1 rose to MEDIUM"), text);
    assertTrue(text.contains("omar.haddad: an unusual hour"), text);
  }

  @Test
  void shouldOwnUpToAMiss() {
    var missed = new Victim(LENA, 1_000L, 10_000L, 60_000, Map.of(Level.MEDIUM, 11_000L), null);
    var verdict = new Verdict(false, List.of(missed), List.of());
    assertFalse(verdict.passed());
    assertTrue(String.join("\n", Summary.of(verdict, true)).contains("MISSED"));
  }

  @Test
  void shouldNotBlameWhoeverHadNoTime() {
    var early = new Victim(LENA, 1_000L, 10_000L, 12_000, Map.of(), null);
    var never = new Victim(OMAR, null, null, 12_000, Map.of(), null);
    var verdict = new Verdict(false, List.of(early, never), List.of());
    assertTrue(verdict.passed());
    String text = String.join("\n", Summary.of(verdict, true));
    assertTrue(text.contains("too early"), text);
    assertTrue(text.contains("omar.haddad was not attacked yet"), text);
    assertFalse(text.contains("before an account fell"), text);
    String calm =
        String.join("\n", Summary.of(new Verdict(false, List.of(never), List.of()), true));
    assertTrue(calm.contains("It ended before an account fell"), calm);
    assertTrue(Verdict.INTERRUPTED.passed());
    assertTrue(String.join("\n", Summary.of(Verdict.INTERRUPTED, false)).contains("Stopped"));
  }
}
