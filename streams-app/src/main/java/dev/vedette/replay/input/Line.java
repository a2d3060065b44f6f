package dev.vedette.replay.input;

/**
 * One line of input.
 *
 * @param index its place in the whole input, from 0
 * @param part the file (or entry of an archive) it is in, counted from 0: a format begins anew
 *     there
 * @param origin {@code file:line} without directories, lines counted from 1
 * @param bytes the line without its end; of a line that is too long only the first 16 KiB
 * @param length how many bytes the whole line has
 */
public record Line(long index, int part, String origin, byte[] bytes, long length) {
  /** Whether the line is too long to be read, so that {@link #bytes} is not all of it. */
  public boolean oversized() {
    return length > bytes.length;
  }
}
