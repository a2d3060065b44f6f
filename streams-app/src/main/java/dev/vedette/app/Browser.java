package dev.vedette.app;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/** The browser of the person at this machine. */
final class Browser {
  private Browser() {}

  /** Opens a page, if there is a screen and a browser; otherwise nothing happens. */
  static void open(URI page) {
    List<String> command = command(System.getProperty("os.name", "").toLowerCase(Locale.ROOT));
    if (command.isEmpty()) {
      return;
    }
    try {
      new ProcessBuilder(command.getFirst(), page.toString())
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      // There is none: the address has been printed.
    }
  }

  private static List<String> command(String system) {
    if (system.contains("mac")) {
      return List.of("open");
    }
    if (system.contains("win")) {
      return List.of("explorer");
    }
    boolean screen = System.getenv("DISPLAY") != null || System.getenv("WAYLAND_DISPLAY") != null;
    return screen ? List.of("xdg-open") : List.of();
  }
}
