package dev.vedette.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.bench.ClusterReport.Phase;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Three instances tell no wrong risk while one is killed and another stopped and started again. The
 * long form is {@code bin/vedette bench --cluster --seconds 300}; only it says how fast.
 */
class ClusterBenchTest {
  private static final Duration CALM = Duration.ofSeconds(5);
  private static final Duration DISTURBED = Duration.ofSeconds(45);
  private static final Duration WARM_UP = Duration.ofSeconds(20);

  @Test
  @Timeout(600)
  void shouldTellNothingThatTheRecordsDoNotGive() throws Exception {
    var settings = new ClusterSettings(CALM, DISTURBED, WARM_UP, 6, 100, 100, 100);
    ClusterReport report = new ClusterBench(settings, System.out::println).run();
    System.out.println(report.table());
    Phase calm = report.calm();
    assertNotNull(calm);
    assertRight(calm);
    assertRight(report.disturbed());
    assertEquals(45 * 100, report.disturbed().queries());
    assertTrue(report.signals() > 1_000, "there is evidence");
    for (Phase phase : new Phase[] {calm, report.disturbed()}) {
      assertTrue(phase.moved() > phase.queries() / 20, report::table);
      assertTrue(phase.unknown() > 0, report::table);
      assertTrue(phase.forwarded() > 0, report::table);
    }
    assertTrue(report.disturbed().again() > 0, "who is killed takes no connection");
    assertTrue(report.disturbed().standby() > 0, report::table);
    assertTrue(report.disturbed().standby() < report.disturbed().answered(), report::table);
  }

  private static void assertRight(Phase phase) {
    assertEquals(0, phase.wrong(), phase.complaints()::toString);
    assertEquals(0, phase.failed(), phase.complaints()::toString);
    assertEquals(phase.queries(), phase.answered() + phase.refused());
  }
}
