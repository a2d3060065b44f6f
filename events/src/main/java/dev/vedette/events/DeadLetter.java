package dev.vedette.events;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Input that could not be used, with the reason, so that nothing is lost and somebody can mend it.
 *
 * @param reason a stable word for counting, such as {@code malformed-json}
 * @param detail what was wrong, in words for a person
 * @param origin where it came from: file and line, or topic, partition and offset
 * @param source the format it was read as
 * @param raw the input itself, at most {@value #MAX_RAW_BYTES} bytes of it
 * @param rawLength how many bytes the whole input had
 * @param receivedMillis when the pipeline first had it
 * @param tenant the tenant, if that could be read
 */
public record DeadLetter(
    String reason,
    String detail,
    String origin,
    String source,
    byte[] raw,
    long rawLength,
    long receivedMillis,
    @Nullable String tenant) {
  /** What is kept of a dead letter's input. */
  public static final int MAX_RAW_BYTES = 16_384;

  /** Cuts what is too long. */
  public DeadLetter {
    if (raw.length > MAX_RAW_BYTES) {
      raw = Arrays.copyOf(raw, MAX_RAW_BYTES);
    }
  }
}
