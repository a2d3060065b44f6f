package dev.vedette.rest.live;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * How far topics have been read: of each topic, for each partition, the offset behind the last
 * record. As text {@code r.12.0_a.3.4}: of risk updates and alerts, partition by partition.
 */
final class Positions {
  /** The topics, in this order. */
  static final int TOPICS = 2;

  private static final String[] NAMES = {"r", "a"};
  private static final Pattern TEXT =
      Pattern.compile("r(\\.(0|[1-9][0-9]{0,17}))+_a(\\.(0|[1-9][0-9]{0,17}))+");
  private static final int MAX_CHARS = 8_192;

  private final long[][] offsets;

  private Positions(long[][] offsets) {
    this.offsets = offsets;
  }

  /** At the beginning of topics with so many partitions. */
  static Positions zero(int riskPartitions, int alertPartitions) {
    return new Positions(new long[][] {new long[riskPartitions], new long[alertPartitions]});
  }

  /**
   * Reads a text.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Positions parse(String text) {
    if (text.length() > MAX_CHARS || !TEXT.matcher(text).matches()) {
      throw new IllegalArgumentException("this is no position");
    }
    String[] topics = text.split("_", -1);
    long[][] offsets = new long[TOPICS][];
    for (int topic = 0; topic < TOPICS; topic++) {
      offsets[topic] =
          Arrays.stream(topics[topic].substring(2).split("\\.", -1))
              .mapToLong(Long::parseLong)
              .toArray();
    }
    return new Positions(offsets);
  }

  Positions copy() {
    return new Positions(new long[][] {offsets[0].clone(), offsets[1].clone()});
  }

  int partitions(int topic) {
    return offsets[topic].length;
  }

  long at(int topic, int partition) {
    return offsets[topic][partition];
  }

  void set(int topic, int partition, long offset) {
    offsets[topic][partition] = offset;
  }

  /** Whether it is of as many partitions of each topic as another one. */
  boolean isLike(Positions other) {
    return IntStream.range(0, TOPICS)
        .allMatch(topic -> partitions(topic) == other.partitions(topic));
  }

  /** Whether it is of the same partitions and nowhere ahead of another one. */
  boolean isUpTo(Positions other) {
    if (!isLike(other)) {
      return false;
    }
    for (int topic = 0; topic < TOPICS; topic++) {
      for (int i = 0; i < offsets[topic].length; i++) {
        if (offsets[topic][i] > other.offsets[topic][i]) {
          return false;
        }
      }
    }
    return true;
  }

  /** How many offsets lie between it and one that it is up to. */
  long behind(Positions other) {
    return Arrays.stream(other.offsets).flatMapToLong(Arrays::stream).sum()
        - Arrays.stream(offsets).flatMapToLong(Arrays::stream).sum();
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    for (int topic = 0; topic < TOPICS; topic++) {
      text.append(topic == 0 ? "" : "_").append(NAMES[topic]);
      for (long offset : offsets[topic]) {
        text.append('.').append(offset);
      }
    }
    return text.toString();
  }
}
