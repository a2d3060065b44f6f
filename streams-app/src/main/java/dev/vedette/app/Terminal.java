package dev.vedette.app;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * What standard output is.
 *
 * @param interactive whether people look at it
 * @param colour whether they want colours
 * @param columns its width
 * @param rows its height
 */
record Terminal(boolean interactive, boolean colour, int columns, int rows) {
  private static final Terminal NONE = new Terminal(false, false, 140, 50);

  /** Asks the system; the variable {@code NO_COLOR} switches colours off. */
  @SuppressWarnings("SystemConsoleNull") // an image without jdk.internal.le still has none
  static Terminal find() {
    String kind = System.getenv("TERM");
    Console console = System.console();
    if (console == null || !console.isTerminal() || kind == null || kind.equals("dumb")) {
      return NONE;
    }
    String noColour = System.getenv("NO_COLOR");
    boolean colour = noColour == null || noColour.isEmpty();
    int[] size = size();
    return new Terminal(true, colour, size[1], size[0]);
  }

  /** Standard output, always in UTF-8: the board is drawn with its characters. */
  static PrintWriter output() {
    return new PrintWriter(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
  }

  /** Rows and columns, from {@code stty}; 30 by 100 where there is none. */
  private static int[] size() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (var reader = stty.inputReader(StandardCharsets.US_ASCII)) {
        String line = reader.readLine();
        if (stty.waitFor(2, TimeUnit.SECONDS)
            && line != null
            && line.matches("[1-9]\\d{0,3} [1-9]\\d{0,3}")) {
          String[] size = line.split(" ", -1);
          return new int[] {Integer.parseInt(size[0]), Integer.parseInt(size[1])};
        }
      }
    } catch (IOException e) {
      // No stty here: the usual size will do.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new int[] {30, 100};
  }
}
