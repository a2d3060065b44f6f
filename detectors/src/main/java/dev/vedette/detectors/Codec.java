package dev.vedette.detectors;

import dev.vedette.events.Packer;
import dev.vedette.events.Unpacker;

/** How a piece of state becomes bytes and comes back the same. The first byte is a version. */
public interface Codec<T> {
  /** Appends the value. */
  void write(T value, Packer to);

  /**
   * Reads what {@link #write} wrote, in this version or an older one.
   *
   * @throws IllegalArgumentException if the bytes are no such value
   */
  T read(Unpacker from);
}
