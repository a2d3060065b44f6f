package dev.vedette.picture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;

/**
 * Pages of HTML that need nothing else: style and pictures are inside, there is no script, and they
 * can be read in the light and in the dark.
 */
public final class Html {
  private Html() {}

  /**
   * A page.
   *
   * @param title what it is about: its heading
   * @param body what stands below, as HTML
   */
  public static String page(String title, CharSequence body) {
    return """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8"><meta name="viewport" \
    content="width=device-width, initial-scale=1"><title>Vedette: %s</title>
    <style>
    %s</style></head><body><main>
    <h1>%s</h1>
    %s</main></body></html>
    """
        .formatted(Svg.text(title.toLowerCase(Locale.ROOT)), style(), Svg.text(title), body);
  }

  private static String style() {
    try (InputStream in = Objects.requireNonNull(Html.class.getResourceAsStream("page.css"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
