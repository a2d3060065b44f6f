package dev.vedette.app;

import java.util.List;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/**
 * Keeps from the terminal what Kafka's clients warn of in healthy runs; named in {@code
 * logging.properties}. By message, not by logger: the same classes also say what matters.
 */
public final class ExpectedWarnings implements Filter {
  private static final String STREAMS = "org.apache.kafka.streams.processor.internals.";
  private static final String SENDER = "org.apache.kafka.clients.producer.internals.Sender";

  private static final List<Expected> ALL =
      List.of(
          // It is enabled: this is the partition assignor, which is given only some settings.
          new Expected(
              "org.apache.kafka.streams.StreamsConfig", "not enabled for the GlobalThread", ""),
          // Where state lies is the user's choice, and a load test's own is gone afterwards.
          new Expected(STREAMS + "StateDirectory", "Using an OS temp directory", ""),
          // After an unclean stop stores are wiped and restored. That is said for each store, for
          // each task in three ways, and for each thread: the last one is enough.
          new Expected(STREAMS + "ProcessorStateManager", "did not find checkpoint offsets", ""),
          new Expected(STREAMS + "StateDirectory", "Failed to register startup", "corrupted"),
          new Expected(STREAMS + "TaskManager", "Encounter corrupted task", ""),
          new Expected(STREAMS + "TaskManager", "Get exceptions for", "TaskCorruptedException"),
          // A transaction begins while the broker still ends the one before; sent again at once.
          new Expected(SENDER, "retrying (", "CONCURRENT_TRANSACTIONS"),
          new Expected(SENDER, "retrying (", "OUT_OF_ORDER_SEQUENCE_NUMBER"));

  private record Expected(String logger, String part, String otherPart) {
    boolean is(String name, String message) {
      return logger.equals(name) && message.contains(part) && message.contains(otherPart);
    }
  }

  /** Made by the logging framework. */
  public ExpectedWarnings() {}

  @Override
  public boolean isLoggable(LogRecord logged) {
    String name = String.valueOf(logged.getLoggerName());
    String message = String.valueOf(logged.getMessage());
    return ALL.stream().noneMatch(expected -> expected.is(name, message));
  }
}
