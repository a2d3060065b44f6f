package dev.vedette.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.AccessEvent;
import dev.vedette.events.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class DemoStoryTest {
  /** A Sunday, in the night. */
  private static final Instant START = Instant.parse("2026-11-22T01:23:45.678Z");

  private final DemoStory story = DemoStory.at(START, 300, 14, 1);

  @Test
  void shouldFindTheCompanyAtWorkAtAnyTime() {
    assertTrue(story.presentUsers() > 150, "only " + story.presentUsers());
    for (int hours = 0; hours < 7 * 24; hours += 13) {
      var other = DemoStory.at(START.plus(Duration.ofHours(hours)), 120, 9, hours);
      assertTrue(other.presentUsers() > 50, "only " + other.presentUsers());
    }
  }

  @Test
  void shouldTellOfSprayTakeoverPrivilegeAndDownload() {
    List<Beat> attack = story.attack();
    var steps = new HashMap<String, Integer>();
    var sprayed = new HashSet<String>();
    long bytes = 0;
    Duration before = Duration.ZERO;
    for (Beat beat : attack) {
      AccessEvent event = beat.event();
      assertTrue(beat.offset().compareTo(before) >= 0);
      before = beat.offset();
      assertEquals(START.plus(beat.offset()).toEpochMilli(), event.timeMillis());
      if (beat.label() instanceof Label label) {
        steps.merge(label.step(), 1, Integer::sum);
        if (label.step().equals("spray")) {
          assertEquals(Outcome.FAILURE, event.outcome());
          sprayed.add(label.principal());
        }
      }
      bytes += event.bytesIn();
    }
    assertEquals(25, sprayed.size());
    assertTrue(sprayed.contains(story.victim()));
    assertEquals(25, steps.get("spray"));
    assertEquals(20, steps.get("guessing"));
    assertEquals(3, steps.get("sign_in"));
    assertEquals(6, steps.get("privilege"));
    assertTrue(steps.getOrDefault("collection", 0) >= 200);
    assertTrue(bytes > 2_000_000_000L, "only " + bytes);
    assertTrue(attack.getFirst().offset().compareTo(Duration.ofSeconds(5)) >= 0);
    assertTrue(before.compareTo(Duration.ofSeconds(60)) <= 0, before::toString);
    assertNotEquals(story.victim(), story.secondVictim());
    assertEquals(6, attack.stream().filter(b -> !b.narration().isEmpty()).count());
  }

  @Test
  void shouldBeTheFirstPrivilegeAndTheFirstForeignSignInOfTheVictim() {
    Set<String> actions = new HashSet<>();
    Set<String> countries = new HashSet<>();
    long last = 0;
    for (var life = story.company().iterator(); life.hasNext(); ) {
      AccessEvent event = life.next().event();
      last = event.timeMillis();
      AccessEvent.Principal who = event.principal();
      AccessEvent.Endpoint source = event.source();
      if (who != null && who.id().equals(story.victim()) && source != null) {
        actions.add(event.action());
        countries.add(String.valueOf(source.country()));
      }
    }
    assertTrue(actions.size() > 5);
    assertTrue(START.toEpochMilli() - last < 600_000, "the history ends long before the story");
    assertTrue(!actions.contains("iam.role.grant") && !actions.contains("secrets.read"));
    for (Beat beat : story.attack()) {
      AccessEvent.Endpoint source = beat.event().source();
      assertTrue(source != null && !countries.contains(String.valueOf(source.country())));
    }
  }

  @Test
  void shouldLetEverybodyElseWorkOn() {
    var life = story.background(20);
    var counts = new HashMap<String, Integer>();
    var ids = new HashSet<String>();
    var history = new HashSet<String>();
    story
        .company()
        .events()
        .filter(e -> e.event().timeMillis() > START.toEpochMilli() - CompanySettings.DAY_MILLIS / 2)
        .forEach(e -> history.add(String.valueOf(e.event().session())));
    Duration last = Duration.ZERO;
    for (int i = 0; i < 6_000; i++) {
      Beat beat = life.next();
      assertTrue(beat.offset().compareTo(last) >= 0);
      last = beat.offset();
      AccessEvent event = beat.event();
      AccessEvent.Principal who = event.principal();
      assertTrue(who != null && beat.label() == null);
      counts.merge(who.id(), 1, Integer::sum);
      assertTrue(ids.add(event.id()));
      assertTrue(history.contains(String.valueOf(event.session())), "a session nobody opened");
    }
    assertEquals(300.0, last.toMillis() / 1e3, 20);
    assertEquals(story.presentUsers() - 2, counts.size());
    assertTrue(!counts.containsKey(story.victim()));
    int most = counts.values().stream().mapToInt(n -> n).max().orElse(0);
    int least = counts.values().stream().mapToInt(n -> n).min().orElse(0);
    assertTrue(most - least <= 1);
  }

  @Test
  void shouldBeTheSameStoryForTheSameSeed() {
    assertEquals(story.attack(), DemoStory.at(START, 300, 14, 1).attack());
    assertNotEquals(story.attack(), DemoStory.at(START, 300, 14, 2).attack());
    assertThrows(IllegalArgumentException.class, () -> DemoStory.at(START, 10, 14, 1));
    assertThrows(IllegalArgumentException.class, () -> story.background(0));
  }
}
