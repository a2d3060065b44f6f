package dev.vedette.detectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.detectors.behaviour.Behaviour;
import dev.vedette.detectors.behaviour.BehaviourSettings;
import dev.vedette.detectors.behaviour.BehaviourState;
import dev.vedette.detectors.behaviour.DetectorView;
import dev.vedette.events.Packer;
import dev.vedette.events.Signal;
import dev.vedette.events.SubjectType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ProfileTest {
  private static final Instant FIRST = Instant.parse("2026-03-02T09:00:00Z");
  private static final int DAYS = 40;

  private final Behaviour behaviour = new Behaviour(Registry.all(), BehaviourSettings.DEFAULT);
  private final BehaviourState alice = behaviour.unknown(Seen.ALICE);

  @Test
  void shouldShowEveryDetectorThatLooksAtTheSubject() {
    var expected =
        Registry.all().stream()
            .filter(detector -> detector.subjects().contains(SubjectType.USER))
            .map(Detector::id)
            .sorted()
            .toList();
    assertEquals(expected, ids(profile(FIRST)).stream().sorted().toList());
    assertTrue(expected.size() < Registry.all().size(), "some detector looks at others only");
  }

  @Test
  void shouldSayWhatCannotBeScoredUntilEnoughIsLearned() {
    DetectorView before = of("new-place", profile(FIRST));
    assertFalse(before.isScoreable());
    assertFalse(before.learned().containsKey("unscoreable"), "it is said once");
    live();
    Instant after = FIRST.plus(Duration.ofDays(DAYS));
    DetectorView learned = of("new-place", profile(after));
    assertTrue(learned.isScoreable(), learned::toString);
    assertFalse(learned.equals(before));
  }

  @Test
  void shouldShowAStrangerAgainWhenAllIsForgotten() {
    DetectorView unknown = of("new-place", profile(FIRST));
    live();
    Instant forgotten =
        FIRST.plus(Duration.ofDays(DAYS)).plus(behaviour.settings().expiry()).plusSeconds(86_400);
    assertEquals(unknown, of("new-place", profile(forgotten)));
  }

  @Test
  void shouldSayWhatEventsDoNotSay() {
    assertEquals("", of("mfa-fatigue", profile(FIRST)).unscoreable(), "nothing was seen yet");
    live();
    Instant after = FIRST.plus(Duration.ofDays(DAYS));
    assertEquals(
        "no event says whether a second factor was given",
        of("mfa-fatigue", profile(after)).unscoreable());

    observe(Sight.at(after.toEpochMilli()).detailed(Circumstances.of(null).mfa(true).detail()));
    assertTrue(of("mfa-fatigue", profile(after)).isScoreable());
    assertTrue(of("mfa-fatigue", profile(after.plus(Duration.ofDays(30)))).isScoreable());

    Instant later = after.plus(Duration.ofDays(31));
    observe(Sight.at(later.toEpochMilli()));
    assertEquals(
        "no event since 2026-04-11 says whether a second factor was given",
        of("mfa-fatigue", profile(later)).unscoreable());
    assertEquals(
        "no event since 2026-05-12",
        of("mfa-fatigue", profile(later.plus(Duration.ofDays(31)))).unscoreable());
  }

  @Test
  void shouldSayBesideASignalWhatElseCouldNotBeJudged() {
    var signals = new ArrayList<Signal>();
    long last = FIRST.plusSeconds(600).toEpochMilli();
    for (int i = 12; i >= 0; i--) {
      Seen seen = Seen.at(last - i * 10_000L);
      behaviour.observe(alice, (i == 0 ? seen : seen.failed()).about(Seen.ALICE), signals::add);
    }
    assertEquals("guessed-password", signals.getLast().detector());
    List<String> blind = signals.getLast().unscoreable();
    assertEquals(
        behaviour.profile(alice, last).stream()
            .filter(view -> !view.isScoreable())
            .map(DetectorView::detector)
            .toList(),
        blind);
    assertNotNull(blind);
    assertTrue(blind.contains("new-place") && !blind.contains("guessed-password"));
  }

  @Test
  void shouldNotKnowWhatCouldBeJudgedOfWhomAnotherImplicates() {
    BehaviourState address = behaviour.unknown(Seen.ADDRESS);
    var signals = new ArrayList<Signal>();
    for (int i = 0; i <= 30; i++) {
      Seen seen = Seen.at(FIRST.plusSeconds(10L * i).toEpochMilli()).by("user" + i);
      behaviour.observe(
          address, (i == 30 ? seen : seen.failed()).about(Seen.ADDRESS), signals::add);
    }
    assertEquals(
        Set.of(true, false),
        signals.stream().map(one -> one.via() == null).collect(Collectors.toSet()));
    for (Signal one : signals) {
      assertEquals(one.via() == null, one.unscoreable() != null, one::toString);
    }
  }

  @Test
  void shouldKeepWhatEventsSaidWithTheBaselines() {
    live();
    Instant after = FIRST.plus(Duration.ofDays(DAYS));
    observe(Sight.at(after.toEpochMilli()).detailed(Circumstances.of(null).mfa(true).detail()));
    BehaviourState known = behaviour.known(Seen.ALICE, baselinesOf(alice));
    long soon = after.plusSeconds(60).toEpochMilli();
    assertEquals(
        behaviour.profile(alice, soon).stream().map(DetectorView::unscoreable).toList(),
        behaviour.profile(known, soon).stream().map(DetectorView::unscoreable).toList());
  }

  @Test
  void shouldReadBaselinesThatDidNotNoteIt() {
    byte[] before = {1, 0};
    BehaviourState known = behaviour.known(Seen.ALICE, before);
    DetectorView view =
        behaviour.profile(known, FIRST.toEpochMilli()).stream()
            .filter(one -> one.detector().equals("mfa-fatigue"))
            .findFirst()
            .orElseThrow();
    assertEquals("", view.unscoreable(), "it is not known, so nothing is said");
  }

  @Test
  void shouldChangeNothing() {
    live();
    Instant middle = FIRST.plus(Duration.ofDays(DAYS / 2));
    Instant end = FIRST.plus(Duration.ofDays(DAYS));
    var last = profile(end);
    profile(middle);
    profile(end.plus(Duration.ofDays(300)));
    assertEquals(last, profile(end));
  }

  private void live() {
    for (int day = 0; day < DAYS; day++) {
      Instant morning = FIRST.plus(Duration.ofDays(day));
      for (int hour = 0; hour < 3; hour++) {
        Seen seen = Seen.at(morning.plus(Duration.ofHours(hour)).toEpochMilli());
        behaviour.observe(alice, seen.about(Seen.ALICE), signal -> {});
      }
    }
  }

  private void observe(Sight sight) {
    behaviour.observe(alice, sight.about(Seen.ALICE), signal -> {});
  }

  private static byte[] baselinesOf(BehaviourState state) {
    var stored = new ArrayList<byte[]>();
    state.store(
        new BehaviourState.Sink() {
          @Override
          public void putBaselines(byte[] bytes) {
            stored.add(bytes);
          }

          @Override
          public void putRow(int minutes, long index, byte[] bytes) {}

          @Override
          public void deleteRow(int minutes, long index) {}
        },
        new Packer(64));
    return stored.getFirst();
  }

  private List<DetectorView> profile(Instant at) {
    return behaviour.profile(alice, at.toEpochMilli());
  }

  private static List<String> ids(List<DetectorView> views) {
    return views.stream().map(DetectorView::detector).toList();
  }

  private static DetectorView of(String detector, List<DetectorView> views) {
    return views.stream()
        .filter(view -> view.detector().equals(detector))
        .findFirst()
        .orElseThrow();
  }
}
