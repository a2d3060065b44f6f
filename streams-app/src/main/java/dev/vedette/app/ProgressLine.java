package dev.vedette.app;

import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;

/**
 * How far long work is: one line that renews itself on a terminal, a line now and then elsewhere.
 */
final class ProgressLine implements AutoCloseable {
  private final PrintStream out;
  private final boolean terminal;
  private final long everyNanos;
  private final long startedNanos = System.nanoTime();
  private long shownNanos;
  private boolean shown;

  private ProgressLine(PrintStream out) {
    this.out = out;
    this.terminal = System.console() instanceof Console console && console.isTerminal();
    this.everyNanos = terminal ? 200_000_000L : 5_000_000_000L;
    this.shownNanos = startedNanos;
  }

  /** A line beside the output proper. */
  static ProgressLine onStandardError() {
    return new ProgressLine(System.err);
  }

  /** Shows so many lines and bytes, if it is time to. */
  void show(long lines, long bytes, long totalBytes) {
    long now = System.nanoTime();
    if (now - shownNanos < everyNanos) {
      return;
    }
    shownNanos = now;
    shown = true;
    double seconds = (now - startedNanos) / 1e9;
    String part =
        totalBytes > 0
            ? "%3.0f %%".formatted(100.0 * Math.min(bytes, totalBytes) / totalBytes)
            : "";
    String text =
        String.format(Locale.ROOT, "%s  %,d lines, %,.0f a second", part, lines, lines / seconds);
    out.print(terminal ? "\r\u001b[K" + text : text + System.lineSeparator());
    out.flush();
  }

  /** Takes the line away, for something else to be said. */
  void clear() {
    if (terminal && shown) {
      out.print("\r\u001b[K");
      out.flush();
    }
    shown = false;
  }

  @Override
  public void close() {
    clear();
  }
}
