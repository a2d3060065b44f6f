package dev.vedette.risk;

import static dev.vedette.risk.History.ALICE;
import static dev.vedette.risk.History.START;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.EventRef;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.risk.IncidentBook.Outcome;
import dev.vedette.risk.RiskUpdate.Contribution;
import dev.vedette.risk.RiskUpdate.Part;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IncidentBookTest {
  private static final long MINUTE = 60_000;
  private static final long HOUR = Cells.HOUR_MILLIS;
  private static final Subject BOB = Subject.of("acme", SubjectType.USER, "bob");
  private static final Subject ADDRESS = Subject.of("acme", SubjectType.IP, "203.0.113.9");
  private static final Subject S1 = Subject.session(ALICE, "s1");

  private final IncidentBook book = new IncidentBook(List.of());

  private static RiskUpdate update(
      Subject subject, Level level, long atMillis, String technique, String... events) {
    var parts =
        events.length == 0
            ? List.<Part>of()
            : List.of(
                new Part(
                    subject,
                    "detector-" + technique,
                    atMillis / HOUR * HOUR,
                    4_000_000,
                    4_000_000,
                    "Seen " + technique + ".",
                    technique,
                    Stream.of(events).map(id -> new EventRef(atMillis - MINUTE, id)).toList()));
    return new RiskUpdate(
        "u-" + subject.id() + "-" + atMillis,
        subject,
        atMillis,
        level == Level.CRITICAL ? 97 : 60,
        0,
        level,
        Level.LOW,
        "reason",
        List.of(new Contribution("credential", 4_000_000, parts)),
        List.of(),
        Long.MAX_VALUE,
        events.length == 0 ? "" : events[0],
        "p",
        "",
        null);
  }

  private static List<String> shown(Outcome outcome) {
    return outcome.told().stream()
        .map(one ->
            "%s v%d %s %d"
                .formatted(one.status(), one.version(), one.level(), one.members().size()))
        .toList();
  }

  @Test
  void shouldOpenOneIncidentForOneStoryAndCountWhatIsRepeated() {
    assertEquals(
        List.of("OPEN v1 HIGH 1"),
        shown(book.take(update(ALICE, Level.HIGH, START, "T1110", "e1", "e2"))));
    assertEquals(
        List.of(),
        shown(book.take(update(ALICE, Level.HIGH, START + MINUTE, "T1110", "e1", "e2", "e3"))));
    assertEquals(
        List.of(),
        shown(book.take(update(S1, Level.HIGH, START + 2 * MINUTE, "T1110", "e1"))),
        "her session is she");
    assertEquals(
        List.of("OPEN v2 CRITICAL 2"),
        shown(book.take(update(ALICE, Level.CRITICAL, START + 3 * MINUTE, "T1110", "e4"))));
    assertEquals(
        List.of("OPEN v3 CRITICAL 2"),
        shown(book.take(update(ALICE, Level.CRITICAL, START + 4 * MINUTE, "T1530", "e5"))));
    Incident incident = book.open().getFirst();
    assertEquals(2, incident.repeats());
    assertEquals(List.of("T1110", "T1530"), incident.techniques());
    assertTrue(incident.title().startsWith("CRITICAL: user alice and 1 more. Seen T1"));
  }

  @Test
  void shouldLinkSubjectsThatShareAnEvent() {
    book.take(update(ADDRESS, Level.HIGH, START, "T1110.003", "e1", "e2"));
    Outcome fallen = book.take(update(ALICE, Level.HIGH, START + MINUTE, "T1078", "e2"));
    assertEquals(List.of("OPEN v2 HIGH 2"), shown(fallen));
    assertEquals(1, book.open().size());
    book.take(update(BOB, Level.HIGH, START + MINUTE, "T1078", "e9"));
    assertEquals(2, book.open().size(), "bob has nothing to do with it");
  }

  @Test
  void shouldMakeOneOfTwoThatTurnOutToBelongTogether() {
    book.take(update(ADDRESS, Level.HIGH, START, "T1110.003", "e1"));
    book.take(update(ALICE, Level.CRITICAL, START + MINUTE, "T1078", "e5"));
    Outcome both = book.take(update(ALICE, Level.CRITICAL, START + 2 * MINUTE, "T1110", "e1"));
    assertEquals(List.of("MERGED v2 CRITICAL 1", "OPEN v2 CRITICAL 2"), shown(both));
    assertEquals(both.told().getLast().id(), both.told().getFirst().mergedInto());
    assertEquals(List.of(both.told().getFirst().id()), both.gone());
    assertEquals(1, book.open().size());
  }

  @Test
  void shouldCloseWhenItIsQuietAndNobodyIsHighAnyMore() {
    book.take(update(ALICE, Level.CRITICAL, START, "T1078", "e1"));
    assertEquals(START + 7 * 24 * HOUR, book.nextDueMillis(), "she is CRITICAL");
    book.take(update(ALICE, Level.HIGH, START + 30 * HOUR, ""));
    assertEquals(Level.HIGH, book.open().getFirst().members().getFirst().level());
    assertEquals(List.of(), shown(book.due(START + 30 * HOUR)));
    assertEquals(
        List.of(), shown(book.take(update(ALICE, Level.HIGH, START + 40 * HOUR, "T1078", "e7"))));
    book.take(update(ALICE, Level.MEDIUM, START + 60 * HOUR, ""));
    assertEquals(START + 112 * HOUR, book.nextDueMillis());
    assertEquals(List.of(), shown(book.due(START + 112 * HOUR - 1)));
    assertEquals(List.of("CLOSED v2 CRITICAL 1"), shown(book.due(START + 112 * HOUR)));
    assertEquals(Long.MAX_VALUE, book.nextDueMillis());
    assertEquals(
        List.of(), shown(book.take(update(ALICE, Level.HIGH, START + 113 * HOUR, ""))), "falls");
    assertEquals(
        List.of("OPEN v1 HIGH 1"),
        shown(book.take(update(ALICE, Level.HIGH, START + 114 * HOUR, "T1530", "e9"))),
        "another story");
  }

  @Test
  void shouldTellOfAMemberThatRisesAgain() {
    book.take(update(ALICE, Level.HIGH, START, "T1078", "e1"));
    book.take(update(S1, Level.HIGH, START, "T1078", "e1"));
    book.take(update(ALICE, Level.MEDIUM, START + 20 * HOUR, ""));
    assertEquals(
        List.of(),
        shown(book.take(update(ALICE, Level.HIGH, START + 21 * HOUR, "T1078", "e2"))),
        "her session was still HIGH");
    book.take(update(ALICE, Level.MEDIUM, START + 40 * HOUR, ""));
    book.take(update(S1, Level.MEDIUM, START + 40 * HOUR, ""));
    assertEquals(
        List.of("OPEN v2 HIGH 2"),
        shown(book.take(update(ALICE, Level.HIGH, START + 41 * HOUR, "T1078", "e3"))));
  }

  @Test
  void shouldTellOfWhoRisesByOldEvidence() {
    RiskUpdate old = update(ALICE, Level.HIGH, START, "T1110", "e1");
    var late =
        new RiskUpdate(
            "late",
            ALICE,
            START + 90 * HOUR,
            60,
            0,
            Level.HIGH,
            Level.MEDIUM,
            "reason",
            old.contributions(),
            List.of(),
            Long.MAX_VALUE,
            "e8",
            "p",
            "",
            null);
    assertEquals(List.of("OPEN v1 HIGH 1"), shown(book.take(late)));
  }

  @Test
  void shouldGoOnFromWhatWasStored() {
    book.take(update(ADDRESS, Level.HIGH, START, "T1110.003", "e1", "e2"));
    book.take(update(BOB, Level.HIGH, START + MINUTE, "T1078", "e9"));
    var other = new IncidentBook(book.open().reversed());
    assertEquals(book.open(), other.open());
    var next = update(ALICE, Level.HIGH, START + 2 * MINUTE, "T1078", "e2");
    assertEquals(book.take(next), other.take(next));
  }

  @Test
  void shouldKeepTheStrongestOfALongStory() {
    for (int i = 0; i < 2 * Incident.MAX_ENTRIES; i++) {
      book.take(update(ALICE, Level.HIGH, START + 2L * i * MINUTE, "T" + i, "e" + i));
    }
    Incident incident = book.open().getFirst();
    assertEquals(Incident.MAX_ENTRIES, incident.timeline().size());
    assertEquals(1, incident.members().size());
  }
}
