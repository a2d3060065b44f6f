package dev.vedette.detectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.Category;
import dev.vedette.events.Detail;
import dev.vedette.events.Subject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionRelayTest {
  private static final long NINE = Instant.parse("2026-03-02T09:00:00Z").toEpochMilli();
  private static final long MINUTE = 60_000;

  private static Life<?, ?> life(Sight... seen) {
    return new Life<>(new SessionRelay(), Subject.session(Seen.ALICE, "s1")).see(List.of(seen));
  }

  private static Detail by(String client) {
    return Circumstances.of(null).with(client, null).detail();
  }

  private static Sight signIn(long at) {
    return Sight.at(at).in("s1").detailed(by("Chrome on Windows"));
  }

  private static Sight use(long at) {
    return signIn(at).doing(Category.API, "mail.read");
  }

  @Test
  void shouldSeeASessionThatIsUsedElsewhereThanIssued() {
    Judgement.Anomalous relay =
        life(
                signIn(NINE).from("198.51.100.2", "NL", 49981),
                use(NINE + 3 * MINUTE)
                    .from("192.0.2.8", "RO", 9009)
                    .detailed(by("Firefox on Linux")))
            .strongest();
    assertNotNull(relay);
    assertEquals(
        "the session was issued to NL (network 49981) and is used from RO (network 9009) by another"
            + " client (Firefox on Linux)",
        relay.why());
    assertTrue(relay.evidenceMicros() >= 4_500_000, relay.toString());
  }

  @Test
  void shouldMindAVpnThatComesUpLess() {
    Judgement.Anomalous vpn =
        life(signIn(NINE), use(NINE + MINUTE).from("192.0.2.8", "DE", 24940)).strongest();
    assertNotNull(vpn);
    assertTrue(vpn.evidenceMicros() < 2_000_000, vpn.toString());
  }

  @Test
  void shouldNotMindASharedExitOrTheSameNetwork() {
    assertNull(life(signIn(NINE), use(NINE + MINUTE)).strongest());
    assertNull(
        life(
                signIn(NINE),
                use(NINE + MINUTE).from("192.0.2.8", "US", 5).stamped(Sight.sharedExit()))
            .strongest());
  }

  @Test
  void shouldNotMindAnotherProofInTheMiddleOfASession() {
    Sight later = signIn(NINE + 120 * MINUTE).from("192.0.2.8", "DE", 24940);
    Sight home = use(NINE + 125 * MINUTE);
    assertNull(life(signIn(NINE), use(NINE + 30 * MINUTE), later, home).strongest());
  }

  @Test
  void shouldLeaveALaterMoveAlone() {
    assertNull(
        life(signIn(NINE), use(NINE + MINUTE), use(NINE + 90 * MINUTE).from("192.0.2.8", "NL", 9))
            .strongest());
  }
}
