package dev.vedette.ocsf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.detectors.Registry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AttackTacticsTest {
  @Test
  void shouldKnowTheTacticsOfEveryTechniqueThatSignalsName() throws IOException {
    Set<String> named = new TreeSet<>();
    Registry.all().forEach(detector -> named.add(detector.technique()));
    try (InputStream in =
        Objects.requireNonNull(Registry.class.getResourceAsStream("action-techniques.txt"))) {
      Pattern.compile("(?m)^(T[0-9.]+)(?: looks| works)?:")
          .matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .results()
          .forEach(line -> named.add(line.group(1)));
    }
    assertTrue(named.size() > 40, named::toString);
    for (String technique : named) {
      assertTrue(
          technique.isEmpty() || !AttackTactics.of(technique).isEmpty(),
          () -> "attack-tactics.txt lacks " + technique);
    }
  }

  @Test
  void shouldGiveASubTechniqueTheTacticsOfItsTechnique() {
    assertEquals(Set.of("persistence", "privilege_escalation"), AttackTactics.of("T1098.003"));
    assertEquals(Set.of(), AttackTactics.of("T9999"));
    assertTrue(AttackTactics.isOfFamily("T1562.008", "defense_evasion"));
    assertFalse(AttackTactics.isOfFamily("T1562.008", "persistence"));
  }

  @Test
  void shouldCountValidAccountsForInitialAccessOnly() {
    assertTrue(AttackTactics.isOfFamily("T1078.004", "initial_access"));
    assertFalse(AttackTactics.isOfFamily("T1078", "persistence"));
    assertFalse(AttackTactics.isOfFamily("T1078", "defense_evasion"));
  }
}
