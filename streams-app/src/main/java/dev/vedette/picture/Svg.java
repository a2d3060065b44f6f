package dev.vedette.picture;

import java.util.Locale;

/** A picture that grows element by element. All text is escaped. */
public final class Svg {
  private final StringBuilder out;

  /** An empty picture, for a page that brings the style; the label says what it shows. */
  public Svg(int width, int height, String label) {
    out =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\" aria-label=\"%s\">",
                width,
                height,
                width,
                height,
                text(label)));
  }

  /** Text for HTML, in elements and in attributes. */
  public static String text(String raw) {
    return raw.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** A line. */
  public Svg line(double x1, double y1, double x2, double y2, String style) {
    return add(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"%s\"/>",
            x1,
            y1,
            x2,
            y2,
            style));
  }

  /** A rectangle; the title is shown when it is pointed at. */
  public Svg rect(double x, double y, double width, double height, String style, String title) {
    return add(
        String.format(
            Locale.ROOT,
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" class=\"%s\"><title>%s</title></rect>",
            x,
            y,
            Math.max(0, width),
            Math.max(0, height),
            style,
            text(title)));
  }

  /** A filled circle. */
  public Svg dot(double x, double y, double radius, String style, String title) {
    return add(
        String.format(
            Locale.ROOT,
            "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" class=\"%s\"><title>%s</title></circle>",
            x,
            y,
            radius,
            style,
            text(title)));
  }

  /** A path. */
  public Svg path(CharSequence d, String style) {
    return add(String.format(Locale.ROOT, "<path d=\"%s\" class=\"%s\"/>", d, style));
  }

  /** A text at a place. */
  public Svg label(double x, double y, String anchor, String what) {
    return add(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
            x,
            y,
            anchor,
            text(what)));
  }

  /** The whole picture. */
  public String end() {
    return out.append("</svg>").toString();
  }

  private Svg add(String element) {
    out.append(element);
    return this;
  }
}
