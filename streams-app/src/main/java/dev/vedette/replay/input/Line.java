package dev.vedette.replay.input;

import dev.vedette.sources.Explanation;
import dev.vedette.sources.Normalized;
import dev.vedette.sources.Normalizer;
import dev.vedette.sources.Outcomes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of input, or one record of a document.
 *
 * @param index its place in the whole input, from 0
 * @param part the file (or entry of an archive) it is in, counted from 0: a format begins anew
 *     there
 * @param origin {@code file:line} without directories, lines counted from 1; {@code file:line[n]},
 *     from 1, for a record of the list in the document that begins in that line
 * @param bytes the line without its end; of one that is too long only the first 16 KiB
 * @param length how many bytes the whole line has
 * @param around what is around a record in its document
 * @param broken what is wrong where a document breaks off; null otherwise
 */
public record Line(
    long index,
    int part,
    String origin,
    byte[] bytes,
    long length,
    Around around,
    Normalized.@Nullable Dead broken) {
  /** Whether the line is too long to be read, so that {@link #bytes} is not all of it. */
  public boolean oversized() {
    return length > bytes.length;
  }

  /** Why it cannot be read; null if it can. */
  public @Nullable Normalized unreadable() {
    if (broken != null) {
      return broken;
    }
    boolean isLong = oversized() || length + around.length() > Normalizer.MAX_LINE_BYTES;
    return isLong ? Normalizer.oversized(length) : null;
  }

  /** Reads it; only if it can be read. */
  public void normalize(Normalizer normalizer, Outcomes outcomes) {
    if (around.length() == 0) {
      normalizer.normalize(bytes, outcomes);
    } else {
      normalizer.normalize(around.before(), bytes, around.after(), outcomes);
    }
  }

  /** Reads it and tells how its outcomes came about; only if it can be read. */
  public List<Explanation> explain(Normalizer normalizer) {
    return around.length() == 0
        ? normalizer.explain(bytes)
        : normalizer.explain(around.before(), bytes, around.after());
  }
}
