package dev.vedette.detectors;

import dev.vedette.events.Packer;
import dev.vedette.events.Unpacker;
import java.util.Arrays;

/**
 * How many distinct things there were: the {@value #K} smallest of their 64-bit hashes, exact below
 * {@value #K}, then {@code (k − 1) / h₍k₎} with a standard error of 13 %. (K minimum values:
 * Bar-Yossef et al., "Counting distinct elements in a data stream", RANDOM 2002; the unbiased form:
 * Beyer et al., SIGMOD 2007.) A union is the same in any order; adding never lowers the count.
 *
 * @param smallest ascending as unsigned numbers, at most {@value #K}: at most {@value #MAX_BYTES}
 *     bytes of state
 */
record Distinct(long[] smallest) {
  static final int K = 64;
  static final int MAX_BYTES = 1 + 8 * K;
  static final Distinct NONE = new Distinct(new long[0]);

  /** Adds a hash; the same object if it says nothing new. */
  Distinct plus(long hash) {
    int at = 0;
    while (at < smallest.length && Long.compareUnsigned(smallest[at], hash) < 0) {
      at++;
    }
    if (at == K || (at < smallest.length && smallest[at] == hash)) {
      return this;
    }
    long[] more = new long[Math.min(K, smallest.length + 1)];
    System.arraycopy(smallest, 0, more, 0, at);
    more[at] = hash;
    System.arraycopy(smallest, at, more, at + 1, more.length - at - 1);
    return new Distinct(more);
  }

  /** The distinct things of both. */
  Distinct plus(Distinct other) {
    if (smallest.length == 0 || other.smallest.length == 0) {
      return smallest.length == 0 ? other : this;
    }
    long[] a = smallest;
    long[] b = other.smallest;
    long[] union = new long[Math.min(K, a.length + b.length)];
    int i = 0;
    int j = 0;
    int n = 0;
    while (n < union.length && (i < a.length || j < b.length)) {
      int order = i == a.length ? 1 : j == b.length ? -1 : Long.compareUnsigned(a[i], b[j]);
      union[n++] = order <= 0 ? a[i] : b[j];
      i += order <= 0 ? 1 : 0;
      j += order >= 0 ? 1 : 0;
    }
    return new Distinct(n == union.length ? union : Arrays.copyOf(union, n));
  }

  /** The number of distinct things. */
  double count() {
    if (smallest.length < K) {
      return smallest.length;
    }
    double greatest = ((smallest[K - 1] >>> 11) + 1) * 0x1p-53;
    return (K - 1) / greatest;
  }

  void write(Packer to) {
    to.putByte(smallest.length);
    for (long hash : smallest) {
      to.putLong(hash);
    }
  }

  static Distinct read(Unpacker from) {
    int size = from.getByte();
    if (size > K) {
      throw new IllegalArgumentException(size + " hashes, at most " + K + " are kept");
    }
    if (size == 0) {
      return NONE;
    }
    long[] smallest = new long[size];
    for (int i = 0; i < size; i++) {
      smallest[i] = from.getLong();
    }
    return new Distinct(smallest);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Distinct(long[] theirs) && Arrays.equals(smallest, theirs);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(smallest);
  }

  @Override
  public String toString() {
    return "Distinct[" + count() + "]";
  }
}
