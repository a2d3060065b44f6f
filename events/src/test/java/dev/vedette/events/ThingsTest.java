package dev.vedette.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ThingsTest {
  private static List<String> shown(Outcome outcome, @Nullable String department, boolean shared) {
    AccessEvent event =
        AccessEvent.builder()
            .timeMillis(1_777_879_800_000L)
            .category(Category.API)
            .action("file.read")
            .outcome(outcome)
            .principal(new AccessEvent.Principal(SubjectType.USER, "alice", null))
            .source(
                new AccessEvent.Endpoint("203.0.113.7", 0, "DE", 0, null, Double.NaN, Double.NaN))
            .build();
    var stamp = new Stamp(1, department, null, List.of(), 0, null, null, null, shared, 0, false);
    List<Observation> observations =
        Observation.of(
            event,
            EventHash.of(event),
            event.timeMillis(),
            Rarity.UNKNOWN,
            Detail.of(event, null),
            type -> stamp);
    assertEquals(List.of(), Things.shownBy(observations.getLast()), "an address shows nothing");
    return Things.shownBy(observations.getFirst());
  }

  @Test
  void shouldShowActionCountryAndPeers() {
    assertEquals(
        List.of("file.read", "", "@country/DE", "@peers/r%26d", "@peers/r%26d/file.read"),
        shown(Outcome.SUCCESS, "r&d", false));
    assertEquals(List.of("file.read", "", "@country/DE"), shown(Outcome.UNKNOWN, null, false));
  }

  @Test
  void shouldShowNothingThatFailedAndNoCountryOfASharedExit() {
    assertEquals(List.of(), shown(Outcome.FAILURE, "r&d", false));
    assertEquals(List.of("file.read", ""), shown(Outcome.SUCCESS, null, true));
  }

  @Test
  void shouldNotTakeAnActionForSomethingElse() {
    assertNotEquals(Things.country("DE"), Things.action("@country/DE"));
    assertNotEquals(Things.ofPeers("a", "b"), Things.action(Things.ofPeers("a", "b")));
  }
}
