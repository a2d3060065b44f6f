package dev.vedette.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Warnings go to a file of bounded size, so that the terminal belongs to the command. */
final class QuietLog {
  private static final int MAX_BYTES = 4 * 1024 * 1024;

  private QuietLog() {}

  static void to(Path file) throws IOException {
    // A percent sign would be read as one of the handler's own patterns.
    var handler = new FileHandler(file.toString().replace("%", "%%"), MAX_BYTES, 1, true);
    handler.setFormatter(new SimpleFormatter());
    Logger root = Logger.getLogger("");
    for (Handler other : root.getHandlers()) {
      root.removeHandler(other);
    }
    root.addHandler(handler);
    root.setLevel(Level.WARNING);
  }
}
