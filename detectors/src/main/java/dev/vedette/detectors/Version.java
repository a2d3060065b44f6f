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

  /**
   * Reads a version from 1 to the latest.
   *
   * @throws IllegalArgumentException if it is another
   */
  static int upTo(int latest, String what, Unpacker from) {
    int found = from.getByte();
    if (found < 1 || found > latest) {
      throw new IllegalArgumentException(
          "%s in version %d, 1 to %d can be read".formatted(what, found, latest));
    }
    return found;
  }
}
