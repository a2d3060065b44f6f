package dev.vedette.evaluate;

import java.util.Locale;

/** A picture that grows element by element. All text is escaped. */
final class Svg {
  private final StringBuilder out;

  Svg(int width, int height, String label) {
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
  static String text(String raw) {
    return raw.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  Svg line(double x1, double y1, double x2, double y2, String style) {
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

  Svg rect(double x, double y, double width, double height, String style, String title) {
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

  Svg dot(double x, double y, double radius, String style, String title) {
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

  Svg path(CharSequence d, String style) {
    return add(String.format(Locale.ROOT, "<path d=\"%s\" class=\"%s\"/>", d, style));
  }

  Svg label(double x, double y, String anchor, String what) {
    return add(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
            x,
            y,
            anchor,
            text(what)));
  }

  String end() {
    return out.append("</svg>").toString();
  }

  private Svg add(String element) {
    out.append(element);
    return this;
  }
}
