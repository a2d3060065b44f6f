package dev.vedette.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class ExpectedWarningsTest {
  private static final String STATE_DIRECTORY =
      "org.apache.kafka.streams.processor.internals.StateDirectory";

  private static boolean shown(String logger, String message) {
    var logged = new LogRecord(Level.WARNING, message);
    logged.setLoggerName(logger);
    return new ExpectedWarnings().isLoggable(logged);
  }

  @Test
  void shouldKeepBackWhatIsExpectedAndNothingElseOfTheSameLogger() {
    assertFalse(
        shown(
            STATE_DIRECTORY,
            "Using an OS temp directory in the state.dir property can cause failures"));
    assertTrue(shown(STATE_DIRECTORY, "Failed to get the lock of a task's directory"));
    assertTrue(shown("dev.vedette.runtime.Pipeline", "Using an OS temp directory"));
  }

  @Test
  void shouldShowErrorsThatAreNotRetried() {
    String sender = "org.apache.kafka.clients.producer.internals.Sender";
    String error =
        "Got error produce response with correlation id 7 on topic-partition a-0, retrying (3"
            + " attempts left). Error: ";
    assertFalse(shown(sender, error + "CONCURRENT_TRANSACTIONS"));
    assertTrue(shown(sender, error + "NOT_LEADER_OR_FOLLOWER"));
    assertTrue(shown(sender, "Giving up. Error: CONCURRENT_TRANSACTIONS"));
  }

  @Test
  void shouldBeWhatTheLoggingConfigurationNames() throws Exception {
    var configured = new Properties();
    try (var file = Vedette.class.getResourceAsStream("logging.properties")) {
      configured.load(file);
    }
    assertEquals(
        ExpectedWarnings.class.getName(),
        configured.getProperty("java.util.logging.ConsoleHandler.filter"));
  }
}
