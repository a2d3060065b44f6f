package dev.vedette.board;

import java.io.PrintWriter;
import java.util.List;

/**
 * The bottom of a terminal that is drawn again and again in place. What was printed before stays
 * above it.
 */
public final class Screen implements AutoCloseable {
  private static final String ESCAPE = "\u001b[";

  private final PrintWriter out;
  private final int rows;
  private int drawn;

  /**
   * A screen on a terminal that understands ANSI.
   *
   * @param rows how many rows it has: more lines than fit are not drawn
   */
  public Screen(PrintWriter out, int rows) {
    this.out = out;
    this.rows = rows;
    out.print(ESCAPE + "?25l");
    out.flush();
  }

  /** Draws these lines over the ones before. */
  public void draw(List<String> lines) {
    int count = Math.min(lines.size(), rows - 1);
    var frame = new StringBuilder();
    if (drawn > 0) {
      frame.append(ESCAPE).append(drawn).append('A');
    }
    for (String line : lines.subList(0, count)) {
      frame.append('\r').append(line).append(ESCAPE).append("0K\n");
    }
    frame.append(ESCAPE).append("0J");
    out.print(frame);
    out.flush();
    drawn = count;
  }

  /** Leaves what was drawn last, and gives the cursor back. */
  @Override
  public void close() {
    out.print(ESCAPE + "0m" + ESCAPE + "?25h");
    out.flush();
  }
}
