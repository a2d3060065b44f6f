package dev.vedette.demo;

import dev.vedette.board.Board;
import dev.vedette.board.BoardState;
import dev.vedette.board.BoardState.Told;
import dev.vedette.board.Ink;
import dev.vedette.board.Plain;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A file, a pipe or a build: a line for all that happens, and the whole board every fifteen
 * seconds.
 */
public final class PlainAudience implements Audience {
  private static final int WIDTH = 140;
  private static final Duration EVERY = Duration.ofSeconds(15);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  private final PrintWriter out;
  private final ZoneId zone;
  private final Board board = new Board(WIDTH, Ink.NONE);
  private Duration nextBoard = EVERY;
  private double nextProgress = 0.25;

  /** Those who read it, with times of day in their zone. */
  public PlainAudience(PrintWriter out, ZoneId zone) {
    this.out = out;
    this.zone = zone;
  }

  @Override
  public void say(String... lines) {
    for (String line : lines) {
      out.println(line);
    }
    out.flush();
  }

  @Override
  public void begins(String step) {
    nextProgress = 0.25;
    say(step + " …");
  }

  @Override
  public void progress(double fraction, String detail) {
    if (fraction >= nextProgress && fraction < 1) {
      say("  %d %%, %s".formatted((int) (fraction * 100), detail));
      nextProgress = Math.floor(fraction * 4 + 1) / 4;
    }
  }

  @Override
  public void ends(String result) {
    say("  " + result);
  }

  @Override
  public void told(Told told) {
    say(Plain.cut(TIME.format(told.at()) + " STORY    " + told.what(), WIDTH));
  }

  @Override
  public void changed(Change change) {
    var update = change.update();
    say(
        Plain.cut(
            "%s %-8s %s %s %.0f → %.0f  %s"
                .formatted(
                    TIME.format(
                        LocalTime.ofInstant(Instant.ofEpochMilli(change.seenMillis()), zone)),
                    update.level(),
                    change.subject().type().wireName(),
                    change.subject().id(),
                    change.scoreBefore(),
                    update.score(),
                    update.reason()),
            WIDTH));
  }

  @Override
  public void board(BoardState state) {
    if (state.elapsed().compareTo(nextBoard) >= 0) {
      nextBoard = nextBoard.plus(EVERY);
      print(state);
    }
  }

  @Override
  public void lastBoard(BoardState state) {
    print(state);
  }

  private void print(BoardState state) {
    out.println();
    board.lines(state).forEach(line -> out.println(line.stripTrailing()));
    out.println();
    out.flush();
  }

  @Override
  public void leaves() {
    out.flush();
  }
}
