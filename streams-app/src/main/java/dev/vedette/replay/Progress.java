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
 * @param verdicts how many verdicts were told
 * @param ended whether that was all
 */
public record Progress(
    long items,
    long ignored,
    long deadLettered,
    long sent,
    long receivedMillis,
    int verdicts,
    boolean ended) {
  /** Nothing was read yet. */
  public static final Progress START = new Progress(0, 0, 0, 0, Long.MIN_VALUE, 0, false);

  private static final ObjectMapper JSON = new ObjectMapper();

  Progress sentAt(long received) {
    return new Progress(items + 1, ignored, deadLettered, sent + 1, received, verdicts, false);
  }

  Progress ignoredAt(long received) {
    return new Progress(items + 1, ignored + 1, deadLettered, sent, received, verdicts, false);
  }

  Progress deadAt(long received) {
    return new Progress(items + 1, ignored, deadLettered + 1, sent, received, verdicts, false);
  }

  Progress told() {
    return new Progress(items, ignored, deadLettered, sent, receivedMillis, verdicts + 1, false);
  }

  Progress end() {
    return new Progress(items, ignored, deadLettered, sent, receivedMillis, verdicts, true);
  }

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
