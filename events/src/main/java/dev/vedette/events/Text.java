package dev.vedette.events;

/** Text that is safe to show: bounded and without control characters. */
public final class Text {
  private static final int EXCERPT_CHARS = 80;

  private Text() {}

  /**
   * At most 80 characters of the text, control characters replaced, for use in an error message.
   */
  public static String excerpt(String text) {
    var shown = new StringBuilder();
    for (int i = 0; i < text.length() && i < EXCERPT_CHARS; i++) {
      char c = text.charAt(i);
      shown.append(Character.isISOControl(c) ? '.' : c);
    }
    return text.length() > EXCERPT_CHARS ? shown.append('…').toString() : shown.toString();
  }
}
