package dev.vedette.runtime.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerReportTest {
  @ParameterizedTest
  @EnumSource
  void shouldSurviveTheLine(BrokerReport.State state) {
    var report = new BrokerReport(state, "127.0.0.1:9092 and more");
    assertEquals(report, BrokerReport.parse(report.line()));
  }

  @Test
  void shouldStayOnOneLine() {
    var report = new BrokerReport(BrokerReport.State.FAILED, "first\n  second\r\nthird");
    assertEquals("failed first second third", report.line());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ready", "READY 127.0.0.1:1", "Picked up JAVA_TOOL_OPTIONS: -Dx=y"})
  void shouldIgnoreOtherLines(String line) {
    assertNull(BrokerReport.parse(line));
  }
}
