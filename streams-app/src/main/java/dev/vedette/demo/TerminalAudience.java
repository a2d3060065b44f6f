package dev.vedette.demo;

import dev.vedette.board.Board;
import dev.vedette.board.BoardState;
import dev.vedette.board.BoardState.Told;
import dev.vedette.board.Ink;
import dev.vedette.board.Plain;
import dev.vedette.board.Screen;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** People at a terminal: the board is drawn in place. */
public final class TerminalAudience implements Audience {
  private static final int BAR = 30;

  private final PrintWriter out;
  private final int columns;
  private final int rows;
  private final Board board;
  private @Nullable Screen screen;
  private String step = "";

  /**
   * People at a terminal of a size.
   *
   * @param ink whether colours are wanted
   */
  public TerminalAudience(PrintWriter out, int columns, int rows, Ink ink) {
    this.out = out;
    this.columns = columns;
    this.rows = rows;
    // The last column stays free: some terminals wrap when it is written.
    board = new Board(columns - 1, ink);
  }

  @Override
  public void say(String... lines) {
    for (String line : lines) {
      out.println(line);
    }
    out.flush();
  }

  @Override
  public void begins(String what) {
    step = what;
    overwrite(what + " …");
  }

  @Override
  public void progress(double fraction, String detail) {
    int full = Math.clamp(Math.round(fraction * BAR), 0, BAR);
    overwrite(
        "%s  [%s%s] %d %%  %s"
            .formatted(
                step, "█".repeat(full), "·".repeat(BAR - full), (int) (fraction * 100), detail));
  }

  @Override
  public void ends(String result) {
    overwrite(step + ": " + result);
    out.println();
    out.flush();
    step = "";
  }

  private void overwrite(String line) {
    out.print("\r" + Plain.cut(line, columns - 1) + "\u001b[0K");
    out.flush();
  }

  @Override
  public void told(Told told) {
    // The board says it.
  }

  @Override
  public void changed(Change change) {
    // The board says it.
  }

  @Override
  public void board(BoardState state) {
    Screen on = screen;
    if (on == null) {
      on = new Screen(out, rows);
      screen = on;
    }
    on.draw(board.lines(state));
  }

  @Override
  public void lastBoard(BoardState state) {
    board(state);
    leaves();
  }

  @Override
  public void leaves() {
    if (screen != null) {
      screen.close();
      screen = null;
    }
    if (!step.isEmpty()) {
      out.println();
      out.flush();
      step = "";
    }
  }
}
