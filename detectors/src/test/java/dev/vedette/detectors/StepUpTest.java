package dev.vedette.detectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.detectors.behaviour.Behaviour;
import dev.vedette.detectors.behaviour.BehaviourSettings;
import dev.vedette.detectors.behaviour.BehaviourState;
import dev.vedette.events.ActionKind;
import dev.vedette.events.Category;
import dev.vedette.events.Packer;
import dev.vedette.events.Signal;
import dev.vedette.events.Unpacker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StepUpTest {
  private static final long MONDAY = Instant.parse("2026-03-02T09:00:00Z").toEpochMilli();
  private static final long TODAY = MONDAY + 4 * Ageing.DAY_MILLIS;
  private static final long MINUTE = 60_000;

  private static Sight stepUp(long at, String device, String method) {
    return answered(at, ActionKind.MFA_CHALLENGE, device, method);
  }

  private static Sight answered(long at, ActionKind kind, String device, String method) {
    return Sight.at(at)
        .id("e" + at + kind)
        .doing(Category.AUTHENTICATION, kind.wireName())
        .detailed(Circumstances.of(kind).with(null, device).by(method).detail());
  }

  /** Four days with a step-up each. */
  private static List<Sight> days() {
    var seen = new ArrayList<Sight>();
    for (int day = 0; day < 4; day++) {
      seen.add(stepUp(MONDAY + day * Ageing.DAY_MILLIS, "laptop", "webauthn"));
    }
    return seen;
  }

  /** What is said in the end of these four days and of today. */
  private static List<Signal> said(Sight... today) {
    List<Sight> seen = days();
    seen.addAll(List.of(today));
    return said(seen);
  }

  private static List<Signal> said(List<Sight> seen) {
    var behaviour = new Behaviour(List.of(new StepUp()), BehaviourSettings.DEFAULT);
    BehaviourState alice = behaviour.unknown(Seen.ALICE);
    var last = new LinkedHashMap<Long, Signal>();
    for (Sight one : seen) {
      behaviour.observe(
          alice, one.about(Seen.ALICE), signal -> last.put(signal.windowStartMillis(), signal));
    }
    return last.values().stream().filter(signal -> signal.evidenceMicros() != 0).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"webauthn", "FIDO2", "passkey", "security-key", "Smart Card", "PIV"})
  void shouldReassure(String method) {
    List<Signal> said = said(stepUp(TODAY, "laptop", method));
    assertEquals(2, said.size(), "the fourth day and today: three days make a device one's own");
    assertEquals(-2_000_000, said.getLast().evidenceMicros());
    assertEquals(TODAY, said.getLast().events().getFirst().timeMillis());
  }

  @ParameterizedTest
  @ValueSource(strings = {"password", "totp", "push", "sms", "phone"})
  void shouldNotBelieveWhatCanBePhished(String method) {
    assertEquals(1, said(stepUp(TODAY, "laptop", method)).size());
  }

  @Test
  void shouldNotBelieveAStrangeDevice() {
    assertEquals(1, said(stepUp(TODAY, "kali", "webauthn")).size());
    Sight both = stepUp(TODAY + MINUTE, "kali", "webauthn");
    assertEquals(1, said(stepUp(TODAY, "laptop", "webauthn"), both).size(), "two at once");
  }

  @Test
  void shouldNotBelieveWhoGivesIn() {
    Sight passed = stepUp(TODAY + 20 * MINUTE, "laptop", "webauthn");
    assertEquals(1, said(stepUp(TODAY, "laptop", "webauthn").failed(), passed).size());
    assertEquals(2, said(stepUp(TODAY - 90 * MINUTE, "laptop", "x").failed(), passed).size());
  }

  @Test
  void shouldNotBelieveAFactorThatWasJustChanged() {
    Sight changed = answered(TODAY, ActionKind.MFA_CHANGE, "laptop", "webauthn");
    assertEquals(1, said(changed, stepUp(TODAY + 5 * MINUTE, "laptop", "webauthn")).size());
  }

  @Test
  void shouldTakeItBackForALateRefusal() {
    Sight passed = stepUp(TODAY + 5 * MINUTE, "laptop", "webauthn");
    assertEquals(1, said(passed, stepUp(TODAY + MINUTE, "laptop", "webauthn").failed()).size());
  }

  @Test
  void shouldNotCountTheFactorOfASignIn() {
    Sight signIn =
        Sight.at(TODAY)
            .detailed(
                Circumstances.of(null).mfa(true).with(null, "laptop").by("webauthn").detail());
    assertEquals(1, said(signIn).size());
  }

  @Test
  void shouldKeepItsBytes() {
    var detector = new StepUp();
    List<Sight> seen = days();
    StepUp.Known known = new Life<>(detector, Seen.ALICE).see(seen).learned();
    StepUp.Factors window = detector.gather(detector.nothing(), seen.getFirst().about(Seen.ALICE));
    window = detector.gather(window, seen.getLast().failed().about(Seen.ALICE));
    kept(
        detector.windowCodec(),
        window,
        "0101013d48668e34a1f7670180eab4dc95671b65313737323434323030303030304d46415f4348414c4c454e4745");
    kept(
        detector.baselineCodec(),
        known,
        "01013d48668e34a1f76704cac00200400eeb973dce3e89000000000000000004c4c002cac0028000000000000000");
  }

  private static <T> void kept(Codec<T> codec, T value, String hex) {
    var packer = new Packer();
    codec.write(value, packer);
    assertEquals(hex, HexFormat.of().formatHex(packer.toBytes()));
    assertEquals(value, codec.read(new Unpacker(packer.toBytes())));
  }

  @Test
  void shouldSayTheSameInAnyOrder() {
    List<Sight> seen = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Sight one = stepUp(TODAY + i * MINUTE, i == 13 ? "kali" : "laptop", "webauthn");
      seen.add(i == 4 ? one.failed() : one);
    }
    List<Sight> inOrder = days();
    inOrder.addAll(seen);
    List<Signal> expected = said(inOrder);
    for (int round = 0; round < 20; round++) {
      Collections.shuffle(seen, new Random(round));
      List<Sight> shuffled = days();
      shuffled.addAll(seen);
      assertEquals(
          expected.stream().map(Signal::windowStartMillis).sorted().toList(),
          said(shuffled).stream().map(Signal::windowStartMillis).sorted().toList());
    }
    assertTrue(expected.size() < 4, expected::toString);
  }
}
