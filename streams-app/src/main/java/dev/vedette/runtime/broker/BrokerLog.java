package dev.vedette.runtime.broker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Sends what the broker logs to one file of bounded size. */
final class BrokerLog {
  private static final int MAX_BYTES = 4 * 1024 * 1024;

  private BrokerLog() {}

  static void to(Path file) throws IOException {
    // A percent sign would be read as one of the handler's own patterns.
    String pattern = file.toString().replace("%", "%%");
    var handler = new FileHandler(pattern, MAX_BYTES, 1, true);
    handler.setFormatter(
        new SimpleFormatter() {
          @Override
          public String format(java.util.logging.LogRecord entry) {
            return entry.getInstant()
                + " "
                + entry.getLevel()
                + " "
                + entry.getLoggerName()
                + " "
                + formatMessage(entry)
                + thrown(entry);
          }
        });
    Logger root = Logger.getLogger("");
    for (Handler other : root.getHandlers()) {
      root.removeHandler(other);
    }
    root.addHandler(handler);
    root.setLevel(Level.WARNING);
  }

  private static String thrown(java.util.logging.LogRecord entry) {
    Throwable thrown = entry.getThrown();
    if (thrown == null) {
      return System.lineSeparator();
    }
    var text = new java.io.StringWriter();
    thrown.printStackTrace(new java.io.PrintWriter(text, true));
    return System.lineSeparator() + text;
  }
}
