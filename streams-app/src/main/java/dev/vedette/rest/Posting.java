package dev.vedette.rest;

import dev.vedette.flows.ingest.RawSources;
import dev.vedette.flows.ingest.RecordReader;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * What is needed to take events that are posted.
 *
 * @param inbox where they go
 * @param formats the formats that a caller may name
 * @param readers how ingest will read them, so that the answer can say what it will find
 * @param clock what time it is
 * @param limits how much is taken
 */
public record Posting(
    Inbox inbox,
    RawSources formats,
    Supplier<RecordReader> readers,
    InstantSource clock,
    Limits limits) {

  /**
   * How much is taken.
   *
   * @param bodyBytes of one request, unpacked
   * @param lineBytes of one line; a record of Kafka must hold it
   * @param inFlightBytes of all requests that are being taken, unpacked
   */
  public record Limits(int bodyBytes, int lineBytes, int inFlightBytes) {
    /** 16 MiB a request, a million bytes a line, 64 MiB at once. */
    public static final Limits DEFAULT = new Limits(16 << 20, 1_000_000, 64 << 20);

    /** Checks that a body may be as large as what is taken at once, and a line as a body. */
    public Limits {
      if (lineBytes < 1 || bodyBytes < lineBytes || inFlightBytes < bodyBytes) {
        throw new IllegalArgumentException(
            "line %d, body %d, at once %d bytes: they may not get smaller"
                .formatted(lineBytes, bodyBytes, inFlightBytes));
      }
    }
  }
}
