package dev.vedette.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vedette.events.Family;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.events.SubjectType;
import dev.vedette.risk.Formula;
import dev.vedette.risk.Policy;
import dev.vedette.risk.RiskRecord;
import dev.vedette.risk.RiskUpdate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RankingTest {
  private static final Formula FORMULA = Formula.of(Policy.DEFAULT);
  private static final long START = 1_795_165_200_000L;
  private static final long NOW = START + 600_000;

  private final Ranking ranking = new Ranking(FORMULA, NOW);

  @Test
  void shouldOrderByRiskAndThenByKey() {
    for (String id : List.of("d", "a", "c", "b")) {
      add(Subject.of("t", SubjectType.USER, id), null, id.equals("c") ? 4_000_000 : 3_000_000);
    }
    assertEquals(List.of("c", "a", "b", "d"), ids(null, 10));
    assertEquals(List.of("c", "a"), ids(SubjectType.USER, 2));
    assertEquals(List.of(), ids(SubjectType.IP, 10));
  }

  @Test
  void shouldListSessionsOfPrincipalsOnlyWhenAskedForSessions() {
    Subject alice = Subject.of("t", SubjectType.USER, "alice");
    add(alice, "s1", 4_000_000);
    add(Subject.of("t", SubjectType.SESSION, "nobodys"), null, 3_000_000);
    assertEquals(List.of("nobodys", "alice"), ids(null, 10));
    assertEquals(List.of("s1", "nobodys"), ids(SubjectType.SESSION, 10));
    RiskUpdate session = ranking.top(SubjectType.SESSION, 1, subject -> List.of()).getFirst();
    assertEquals(Subject.session(alice, "s1"), session.subject());
    assertEquals(-2_000_000, session.logOddsMicros());
  }

  @Test
  void shouldKeepTheBestOfManySubjects() {
    int many = 3 * Queries.MAX_TOP;
    for (int i = 0; i < many; i++) {
      // 7919 is coprime to the number of subjects: every evidence comes once, in a wild order.
      int evidence = 1_000 * (1 + (int) (i * 7_919L % many));
      add(Subject.of("t", SubjectType.USER, String.valueOf(evidence)), null, evidence);
    }
    var expected = new ArrayList<String>();
    for (int i = 0; i < Queries.MAX_TOP; i++) {
      expected.add(String.valueOf(1_000 * (many - i)));
    }
    assertEquals(expected, ids(null, Queries.MAX_TOP));
  }

  private void add(Subject decider, @Nullable String session, int evidenceMicros) {
    Subject subject = session == null ? decider : Subject.session(decider, session);
    var signal =
        new Signal(
            subject,
            "password-spray",
            Family.CREDENTIAL,
            START,
            START + 600_000,
            null,
            evidenceMicros,
            0,
            "guessing",
            "T1110.003",
            List.of(),
            "e1",
            START,
            START);
    RiskRecord record =
        RiskRecord.of(decider, FORMULA, START)
            .apply(signal, FORMULA, START, who -> List.of(signal))
            .record();
    ranking.add(SubjectKey.encode(decider), record);
  }

  private List<String> ids(@Nullable SubjectType type, int limit) {
    return ranking.top(type, limit, subject -> List.of()).stream()
        .map(risk -> risk.subject().id())
        .toList();
  }
}
