package dev.vedette.detectors.behaviour;

import dev.vedette.detectors.Detector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The windows shortly before a judged one, which its baseline does not know yet: what was gathered
 * in them together, and what they claimed. Put together at most once for a slot, as observations of
 * one window come in a row; {@link Track} makes it anew when one of the windows changes.
 */
final class Earlier {
  final long index;
  final List<Row> rows;

  private final Span span;
  private final @Nullable Object[] together;
  private final long[] claims;
  private long known;

  /** The rows before the window with this index. */
  Earlier(Span span, long index, List<Row> rows) {
    this.span = span;
    this.index = index;
    this.rows = rows;
    this.together = new @Nullable Object[rows.isEmpty() ? 0 : span.slots.size()];
    this.claims = new long[together.length];
  }

  /** What a slot gathered in them and in the window after them. */
  Object with(int slot, Object seen) {
    if (rows.isEmpty()) {
      return seen;
    }
    know(slot);
    Object before = together[slot];
    return before == null ? seen : span.slots.get(slot).detector().merge(before, seen);
  }

  /** The evidence that a slot claimed in them, in micro-nats. */
  long claims(int slot) {
    if (rows.isEmpty()) {
      return 0;
    }
    know(slot);
    return claims[slot];
  }

  private void know(int slot) {
    if ((known & 1L << slot) != 0) {
      return;
    }
    known |= 1L << slot;
    Detector<Object, Object> detector = span.slots.get(slot).detector();
    Object before = null;
    for (Row row : rows) {
      if (row.gathered(span, slot)) {
        before = before == null ? row.seen[slot] : detector.merge(before, row.seen[slot]);
        claims[slot] += row.claims[slot];
      }
    }
    together[slot] = before;
  }
}
