package dev.vedette.rest;

import dev.vedette.rest.cluster.Errand;
import dev.vedette.schemas.Topic;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How one request reads state: for whom, whether from copies too, and from which parts when it asks
 * for all. It is bound to the thread that answers, because what it says concerns every store behind
 * every question alike.
 */
final class Reading {
  static final ScopedValue<Reading> NOW = ScopedValue.newInstance();

  private final Errand errand;
  private final boolean copies;
  private final @Nullable Set<Integer> slice;
  private @Nullable Part first;

  /**
   * A part of the state.
   *
   * @param topic the topic that feeds it
   */
  record Part(String topic, int partition) {}

  /**
   * A way to read.
   *
   * @param errand for whom other instances are asked
   * @param copies whether copies of other instances' state may be read too
   * @param slice the parts that are all parts; null for really all
   */
  Reading(Errand errand, boolean copies, @Nullable Set<Integer> slice) {
    this.errand = errand;
    this.copies = copies;
    this.slice = slice == null ? null : new TreeSet<>(slice);
  }

  /** The same in another way. */
  Reading as(boolean alsoCopies, @Nullable Set<Integer> ofParts) {
    return new Reading(errand, alsoCopies, ofParts);
  }

  /** How it is read now; null if nothing was said. */
  static @Nullable Reading now() {
    return NOW.isBound() ? NOW.get() : null;
  }

  /** Whether copies may be read now. */
  static boolean mayReadCopies() {
    Reading now = now();
    return now != null && now.copies;
  }

  /** The parts that are meant by all, of so many. */
  static Set<Integer> parts(int all) {
    Reading now = now();
    return now != null && now.slice != null
        ? now.slice
        : IntStream.range(0, all).boxed().collect(Collectors.toCollection(TreeSet::new));
  }

  /** Notes that a part is being read. */
  static void reads(Topic topic, int partition) {
    Reading now = now();
    if (now != null && now.first == null) {
      now.first = new Part(topic.name(), partition);
    }
  }

  Errand errand() {
    return errand;
  }

  boolean copies() {
    return copies;
  }

  /** The part that was read first, which decides who should answer; null if none was. */
  @Nullable Part first() {
    return first;
  }
}
