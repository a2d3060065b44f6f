package dev.vedette.detectors;

import dev.vedette.events.Unpacker;

/** The first byte of every encoding. */
final class Version {
  private Version() {}

  /**
   * Reads the version.
   *
   * @throws IllegalArgumentException if it is not the only one there is so far
   */
  static void expect(int version, String what, Unpacker from) {
    int found = from.getByte();
    if (found != version) {
      throw new IllegalArgumentException(
          "%s in version %d, only %d can be read".formatted(what, found, version));
    }
  }
}
