package dev.vedette.replay.input;

/**
 * What is around a record of a document.
 *
 * @param before the document's text before the list that the record is in, up to its bracket
 * @param after what closes that text
 */
public record Around(byte[] before, byte[] after) {
  /** A record that is read by itself. */
  static final Around NOTHING = new Around(new byte[0], new byte[0]);

  int length() {
    return before.length + after.length;
  }
}
