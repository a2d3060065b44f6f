package dev.vedette.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FormulasTest {
  @Test
  void shouldScoreAsElasticDocumentsIt() {
    assertEquals(36.44, RiskFormulas.elastic(70, 45, 21, 21, 21), 0.01);
    assertEquals(36.44, RiskFormulas.elastic(21, 70, 21, 45, 21), 0.01);
    assertEquals(0, RiskFormulas.elastic());
  }

  @Test
  void shouldScoreAsGoogleDoes() {
    assertEquals(70 + 0.2 * 66, RiskFormulas.secops(45, 70, 21), 1e-9);
  }

  @Test
  void shouldMeasureWhetherEvidenceKeepsItsWord() {
    // eight silent units, one of 2 nats, one of 4
    var calibration = Calibration.of(new double[] {0, 0, 0, 0, 0, 0, 0, 0, 2, 4});
    assertEquals((8 + StrictMath.exp(2) + StrictMath.exp(4)) / 10, calibration.meanEValue(), 1e-9);
    assertEquals(
        List.of(2, 1, 0, 0),
        calibration.tails().stream().map(Calibration.Tail::exceeding).toList());
    assertEquals(0.2 * StrictMath.exp(2), calibration.tails().getFirst().ratio(), 1e-9);
  }

  @Test
  void shouldAskLabelsByPattern() {
    Target intrusion = Target.parse("intrusion=(?!dnsteal).*", Target.NOTHING);
    assertTrue(intrusion.isPositive(Set.of("dnsteal", "dirb")));
    assertFalse(intrusion.isPositive(Set.of("dnsteal")));
    assertTrue(intrusion.counts(Set.of("dnsteal")));
    Target apart = Target.parse("x=dirb", Pattern.compile("dnsteal"));
    assertFalse(apart.counts(Set.of("dnsteal")));
    assertTrue(apart.counts(Set.of("dnsteal", "dirb")));
    assertThrows(IllegalArgumentException.class, () -> Target.parse("dirb", Target.NOTHING));
  }

  @Test
  void shouldSplitLinesOfValues() {
    assertEquals(List.of("a", "b, c", "say \"no\"", ""), CsvLine.split("a,\"b, c\",\"say \"\"no\"\"\","));
  }

  @Test
  void shouldFindTheMiddle() {
    assertEquals(2, Mid.median(List.of(3.0, 1.0, 2.0)));
    assertEquals(1.5, Mid.median(List.of(2.0, 1.0)));
    assertTrue(Double.isNaN(Mid.median(List.of())));
  }
}
