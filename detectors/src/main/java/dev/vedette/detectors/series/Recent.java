package dev.vedette.detectors.series;

import dev.vedette.events.Packer;
import dev.vedette.events.Unpacker;

/**
 * The last few numbers. Means are summed anew each time: a running sum would keep the rounding of a
 * spike of 10^15 for ever.
 */
final class Recent {
  private final double[] ring;
  private long count;

  Recent(int capacity) {
    ring = new double[capacity];
  }

  Recent(int capacity, Unpacker from) {
    this(capacity);
    count = from.getVar();
    if (count < 0) {
      throw new IllegalArgumentException("a series of %d values".formatted(count));
    }
    for (long i = count - held(); i < count; i++) {
      ring[slot(i)] = from.getDouble();
    }
  }

  void add(double value) {
    ring[slot(count)] = value;
    count++;
  }

  /** How many there ever were. */
  long count() {
    return count;
  }

  /** The mean of the {@code width} numbers, or of those there are, before the last {@code skip}. */
  double mean(int skip, int width) {
    long end = count - skip;
    long start = StrictMath.max(end - width, 0);
    double sum = 0;
    for (long i = start; i < end; i++) {
      sum += ring[slot(i)];
    }
    return sum / (end - start);
  }

  /** The mean absolute step between neighbours, of the last {@code width} steps. */
  double roughness(int width) {
    double sum = 0;
    double previous = ring[slot(count - width - 1)];
    for (long i = count - width; i < count; i++) {
      double next = ring[slot(i)];
      sum += StrictMath.abs(next - previous);
      previous = next;
    }
    return sum / width;
  }

  void write(Packer to) {
    to.putVar(count);
    for (long i = count - held(); i < count; i++) {
      to.putDouble(ring[slot(i)]);
    }
  }

  private int held() {
    return (int) StrictMath.min(count, ring.length);
  }

  private int slot(long index) {
    return (int) (index % ring.length);
  }
}
