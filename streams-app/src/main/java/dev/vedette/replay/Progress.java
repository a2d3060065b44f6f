package dev.vedette.replay;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * How far a replay has read, committed together with what it sent.
 *
 * @param items how many lines of the input are done
 * @param ignored how many of them a rule of the format passed over
 * @param deadLettered how many of them could not be used
 * @param sent how many of them went to the inbox
 * @param receivedMillis the time of reception of the last one
 * @param ended whether that was all
 */
public record Progress(
    long items, long ignored, long deadLettered, long sent, long receivedMillis, boolean ended) {
  /** Nothing was read yet. */
  public static final Progress START = new Progress(0, 0, 0, 0, Long.MIN_VALUE, false);

  private static final ObjectMapper JSON = new ObjectMapper();

  byte[] toBytes() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Progress read(byte[] bytes) {
    try {
      return JSON.readValue(bytes, Progress.class);
    } catch (IOException e) {
      throw new UncheckedIOException("a progress record cannot be read", e);
    }
  }
}
