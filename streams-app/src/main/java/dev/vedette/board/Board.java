package dev.vedette.board;

import dev.vedette.board.BoardState.Figures;
import dev.vedette.board.BoardState.Row;
import dev.vedette.board.BoardState.Told;
import dev.vedette.risk.Level;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Draws a {@link BoardState} as lines of text, each at most as wide as the terminal. A function of
 * its arguments; control characters from events never get through.
 */
public final class Board {
  /** The narrowest board that says anything. */
  public static final int MIN_WIDTH = 60;

  private static final int MAX_WIDTH = 160;
  private static final int NAME = 20;
  private static final int BAR = 10;
  private static final int TREND = 12;
  private static final int LEVEL = 8;
  private static final int SCORE = 5;
  private static final int ROW = 1 + NAME + 2 + BAR + 1 + SCORE + 2 + LEVEL + 2;

  /** From here on there is place for the trend. */
  private static final int ROOMY = 100;

  /** With less, the reason gets lines of its own. */
  private static final int MIN_WHY = 30;

  private static final int WHY_LINES = 2;
  private static final int BELOW = 6;
  private static final int STORY_LINES = 6;
  private static final int OTHERS = 3;
  private static final String INDENT = " ";
  private static final String STEPS = "▁▂▃▄▅▆▇█";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  private final int width;
  private final Ink ink;

  /**
   * A board of a width.
   *
   * @param columns what the terminal has; less than {@value #MIN_WIDTH} is taken as that
   * @param ink colour or none
   */
  public Board(int columns, Ink ink) {
    this.width = Math.clamp(columns, MIN_WIDTH, MAX_WIDTH);
    this.ink = ink;
  }

  /** The lines, from top to bottom. */
  public List<String> lines(BoardState state) {
    var lines = new ArrayList<String>();
    lines.add(title(state));
    lines.add("");
    lines.add(
        ink.faint(
            Plain.cut(
                INDENT + "WHAT HAPPENS (the simulation tells; the pipeline does not know)",
                width)));
    story(state.story(), lines);
    lines.add("");
    lines.add(ink.faint(header()));
    state.rows().forEach(row -> row(row, lines));
    lines.add(population(state));
    if (!state.others().isEmpty()) {
      lines.add("");
      lines.add(ink.faint(Plain.cut(INDENT + "ADDRESSES, DEVICES, SERVICES", width)));
      state.others().stream().limit(OTHERS).forEach(row -> row(row, lines));
    }
    lines.add("");
    lines.add(ink.faint(Plain.cut(figures(state.figures()), width)));
    if (!state.address().isEmpty()) {
      lines.add(ink.faint(Plain.cut(INDENT + "REST      " + state.address(), width)));
    }
    return lines;
  }

  private String title(BoardState state) {
    Duration remaining = state.remaining();
    String left =
        remaining != null && remaining.isZero()
            ? "the end"
            : remaining == null ? "Ctrl-C ends it" : "%d s to go".formatted(remaining.toSeconds());
    String text =
        "%sVEDETTE  live risk at %s, %s into the demonstration, %s"
            .formatted(INDENT, TIME.format(state.now()), plain(state.elapsed()), left);
    return ink.strong(Plain.cut(text, width));
  }

  private void story(List<Told> story, List<String> lines) {
    int from = Math.max(0, story.size() - STORY_LINES);
    for (int i = from; i < story.size(); i++) {
      Told told = story.get(i);
      String line = Plain.cut(INDENT + TIME.format(told.at()) + "  " + told.what(), width);
      lines.add(i == story.size() - 1 ? ink.strong(line) : line);
    }
  }

  private String header() {
    return Plain.cut(
        INDENT
            + Plain.fit("USER", NAME)
            + "  "
            + Plain.fit("RISK, 0 TO 100", BAR + 1 + SCORE)
            + "  "
            + Plain.fit("LEVEL", LEVEL)
            + "  "
            + Plain.fit("TREND", TREND)
            + "  WHY",
        width);
  }

  private void row(Row row, List<String> lines) {
    boolean roomy = width >= ROOMY;
    int taken = ROW + (roomy ? TREND + 2 : 0);
    String line =
        INDENT
            + Plain.fit(row.name(), NAME)
            + "  "
            + ink.level(row.level(), bar(row.score()))
            + " "
            + "%5.1f".formatted(row.score())
            + "  "
            + ink.level(row.level(), Plain.fit(row.level().name(), LEVEL))
            + "  "
            + (roomy ? Plain.fit(sparkline(row.trend()), TREND) + "  " : "");
    int most = row.level() == Level.LOW ? 1 : WHY_LINES;
    if (width - taken >= MIN_WHY) {
      List<String> why = Plain.wrap(row.why(), width - taken, most);
      lines.add(line + (why.isEmpty() ? "" : why.getFirst()));
      why.stream().skip(1).forEach(more -> lines.add(" ".repeat(taken) + more));
    } else {
      lines.add(line);
      Plain.wrap(row.why(), width - BELOW, most).forEach(why -> lines.add(" ".repeat(BELOW) + why));
    }
  }

  private String population(BoardState state) {
    int all = state.users().values().stream().mapToInt(Integer::intValue).sum();
    var text = new StringBuilder(INDENT).append(all).append(" users:");
    for (Level level : Level.values()) {
      text.append(level == Level.LOW ? " " : ", ")
          .append(state.users().getOrDefault(level, 0))
          .append(' ')
          .append(level);
    }
    return Plain.cut(text.toString(), width);
  }

  private static String figures(Figures figures) {
    Duration latency = figures.medianLatency();
    return INDENT
        + "pipeline  "
        + "%,d events (%.1f/s), %d waiting, %d risk updates, "
            .formatted(
                figures.events(), figures.eventsPerSecond(), figures.waiting(), figures.updates())
        + (latency == null
            ? "no update yet"
            : "%d ms from event to update (median)".formatted(latency.toMillis()));
  }

  private static String bar(double score) {
    int full = Math.clamp(Math.round(score * BAR / 100), 0, BAR);
    return "█".repeat(full) + "·".repeat(BAR - full);
  }

  /** The last scores as small columns, from 0 to 100. */
  static String sparkline(List<Double> scores) {
    var line = new StringBuilder();
    for (double score : scores.subList(Math.max(0, scores.size() - TREND), scores.size())) {
      int step = Math.clamp((long) (score * STEPS.length() / 100), 0, STEPS.length() - 1);
      line.append(STEPS.charAt(step));
    }
    return line.toString();
  }

  private static String plain(Duration duration) {
    long seconds = duration.toSeconds();
    return seconds < 60 ? seconds + " s" : "%d min %02d s".formatted(seconds / 60, seconds % 60);
  }
}
