package dev.vedette.models;

import dev.vedette.detectors.model.Model;
import dev.vedette.detectors.model.ModelKind;
import dev.vedette.events.SubjectKey;
import dev.vedette.events.Text;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The key of a model's record: {@code tenant/kind/id/version}, each part percent-encoded. The
 * version is part of it, so that a version which counts from tomorrow does not erase the one that
 * counts today, and a replay of last month finds last month's.
 */
public final class ModelKey {
  private static final Pattern KEY =
      Pattern.compile("[^/\\s]{1,2048}/([a-z-]{1,32})/[a-z0-9][a-z0-9-]{0,63}/[1-9]\\d{0,9}");

  private ModelKey() {}

  /**
   * Checks that a text may be a key.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static String checked(String key) {
    Matcher parts = KEY.matcher(key);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "\"%s\" is not tenant/kind/id/version".formatted(Text.excerpt(key)));
    }
    var _ = ModelKind.of(parts.group(1));
    return key;
  }

  /** The key of a version of a model. */
  public static String of(Model model) {
    return "%s/%s/%s/%d"
        .formatted(
            SubjectKey.encodePart(model.head().tenant()),
            model.kind().wireName(),
            model.head().id(),
            model.head().version());
  }
}
