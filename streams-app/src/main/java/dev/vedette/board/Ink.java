package dev.vedette.board;

import dev.vedette.risk.Level;

/** Colour, or none. */
public enum Ink {
  /** No colour: a pipe, a file, or somebody who asked for none. */
  NONE,
  /** The sixteen colours that every terminal has. */
  ANSI;

  private static final String RESET = "\u001b[0m";

  /** Text in the colour of a level. */
  public String level(Level level, String text) {
    return switch (level) {
      case LOW -> paint("32", text);
      case MEDIUM -> paint("33", text);
      case HIGH -> paint("1;31", text);
      case CRITICAL -> paint("1;37;41", text);
    };
  }

  /** Text that matters. */
  public String strong(String text) {
    return paint("1", text);
  }

  /** Text that can be passed over. */
  public String faint(String text) {
    return paint("2", text);
  }

  private String paint(String code, String text) {
    return this == NONE || text.isEmpty() ? text : "\u001b[" + code + "m" + text + RESET;
  }
}
