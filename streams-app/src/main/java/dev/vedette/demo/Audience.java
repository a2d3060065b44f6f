package dev.vedette.demo;

import dev.vedette.board.BoardState;
import dev.vedette.board.BoardState.Told;

/** Those who watch. Called by one thread. */
public interface Audience {
  /** A paragraph of text, line by line. */
  void say(String... lines);

  /** A step of the preparation begins. */
  void begins(String step);

  /** So much of the step is done, 0 to 1. */
  void progress(double fraction, String detail);

  /** The step that began last is done. */
  void ends(String result);

  /** Something happens in the story. */
  void told(Told told);

  /** A level changed. */
  void changed(Change change);

  /** How it looks now; comes about twice a second. */
  void board(BoardState state);

  /** How it looks at the end; no board comes after it. */
  void lastBoard(BoardState state);

  /** It is over, however it ended: a terminal is as it was before. */
  void leaves();
}
