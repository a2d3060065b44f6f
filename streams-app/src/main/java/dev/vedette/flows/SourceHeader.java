package dev.vedette.flows;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Whose record an event came in: a header that ingest puts on an event's primary observation, so
 * that behaviour can count by source. Vedette's own events, the most by far, go without.
 */
public final class SourceHeader {
  /** The source of Vedette's own events. */
  public static final String OWN = "access-event";

  private static final String NAME = "source";

  private SourceHeader() {}

  /** Names the source, unless it is Vedette's own. */
  public static void put(String source, Headers headers) {
    if (!source.equals(OWN)) {
      headers.add(NAME, source.getBytes(UTF_8));
    }
  }

  /** The source that is named, otherwise Vedette's own. */
  public static String of(Headers headers) {
    Header named = headers.lastHeader(NAME);
    return named == null ? OWN : new String(named.value(), UTF_8);
  }
}
