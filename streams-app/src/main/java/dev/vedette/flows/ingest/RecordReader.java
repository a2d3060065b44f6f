package dev.vedette.flows.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vedette.events.AccessEvent;
import dev.vedette.events.Text;
import dev.vedette.flows.SourceHeader;
import dev.vedette.flows.ingest.EventDecoder.UndecodableException;
import dev.vedette.schemas.Topics;
import dev.vedette.sources.Context;
import dev.vedette.sources.Format;
import dev.vedette.sources.Normalized;
import dev.vedette.sources.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Reads a record of any topic that ingest takes. Its header {@value RawSources#FORMAT_HEADER} names
 * its format, else its topic does; without either it is an event of Vedette's own. One for each
 * task: not for several threads.
 *
 * <p>Every record stands alone. A time without a year takes the year that brings it nearest to the
 * record's reception.
 */
public final class RecordReader {
  /** A record without a value. */
  public static final String EMPTY = "empty";

  /** A header that names a format which nobody knows. */
  public static final String UNKNOWN_FORMAT = "unknown-format";

  // What a Context takes: a record may be stamped with anything.
  private static final int MIN_YEAR = 1990;
  private static final int MAX_YEAR = 9999;
  private static final byte[] NOTHING = {};
  private static final long HALF_A_YEAR_MILLIS = Duration.ofDays(183).toMillis();

  private final EventDecoder decoder;
  private final RawSources raw;
  private final Map<String, RawSource> sourceOfTopic = new HashMap<>();
  private final Map<Format, Normalizer> normalizers = new HashMap<>();
  private final Map<String, Format> formats = new HashMap<>();

  /**
   * What a record says.
   *
   * @param source whose record it is: the name of a raw topic, of a format, or {@value
   *     SourceHeader#OWN}
   * @param format what it was read as
   * @param parts what is in it, at least one
   */
  public record Reading(String source, String format, List<Part> parts) {
    /** Copies the list. */
    public Reading {
      parts = List.copyOf(parts);
    }
  }

  /**
   * A part of a record, often all of it.
   *
   * @param outcome what became of it
   * @param raw its bytes, for a dead letter
   * @param index its place in the record, counted from 1
   */
  public record Part(Normalized outcome, byte[] raw, int index) {}

  /**
   * A reader.
   *
   * @param decoder reads events of Vedette's own
   * @param raw the raw topics
   * @param topicPrefix stands before every topic's name
   */
  public RecordReader(EventDecoder decoder, RawSources raw, String topicPrefix) {
    this.decoder = decoder;
    this.raw = raw;
    sourceOfTopic.put(topicPrefix + Topics.DEVICE_POSTURE.name(), RawSource.POSTURE);
    for (RawSource source : raw.sources()) {
      sourceOfTopic.put(topicPrefix + source.topic().name(), source);
    }
  }

  /**
   * Reads a record; whatever it is, it has an outcome.
   *
   * @param receivedMillis the record's timestamp
   */
  public Reading read(String topic, Headers headers, byte @Nullable [] value, long receivedMillis) {
    RawSource source = sourceOfTopic.get(topic);
    Header named = headers.lastHeader(RawSources.FORMAT_HEADER);
    if (named != null) {
      String name = named.value() == null ? "" : new String(named.value(), UTF_8);
      Format format = format(name);
      if (format == null) {
        String owner = source == null ? SourceHeader.OWN : source.name();
        return new Reading(owner, owner, List.of(new Part(unknown(name), bytes(value), 1)));
      }
      return read(source == null ? format.name() : source.name(), format, value, receivedMillis);
    }
    return source == null
        ? new Reading(
            SourceHeader.OWN,
            SourceHeader.OWN,
            List.of(new Part(own(topic, bytes(value)), bytes(value), 1)))
        : read(source.name(), source.format(), value, receivedMillis);
  }

  private @Nullable Format format(String name) {
    Format known = formats.get(name);
    if (known == null) {
      known = raw.format(name);
      if (known != null) {
        formats.put(name, known);
      }
    }
    return known;
  }

  private static Normalized unknown(String name) {
    return new Normalized.Dead(
        UNKNOWN_FORMAT,
        "header %s names \"%s\", which is no format here"
            .formatted(RawSources.FORMAT_HEADER, Text.excerpt(name)));
  }

  private Normalized own(String topic, byte[] value) {
    try {
      return new Normalized.Event(decoder.decode(topic, value));
    } catch (UndecodableException e) {
      return new Normalized.Dead(e.reason(), String.valueOf(e.getMessage()));
    }
  }

  private Reading read(String source, Format format, byte @Nullable [] value, long receivedMillis) {
    if (value == null) {
      return new Reading(
          source,
          format.name(),
          List.of(new Part(new Normalized.Dead(EMPTY, "the record has no value"), NOTHING, 1)));
    }
    byte[] line = withoutEnd(value);
    return new Reading(
        source,
        format.name(),
        format.needsYear()
            ? nearest(format, line, receivedMillis)
            : normalize(
                normalizers
                    .computeIfAbsent(format, f -> f.normalizer(context(yearOf(receivedMillis))))
                    .received(receivedMillis),
                line));
  }

  /** Read as if its year were that of its reception, or the next or last one if that is nearer. */
  private List<Part> nearest(Format format, byte[] line, long receivedMillis) {
    int year = yearOf(receivedMillis);
    List<Part> read = normalize(format.normalizer(context(year)).received(receivedMillis), line);
    for (Part one : read) {
      if (one.outcome() instanceof Normalized.Event(AccessEvent event)) {
        long ahead = event.timeMillis() - receivedMillis;
        if (Math.abs(ahead) > HALF_A_YEAR_MILLIS) {
          int other = ahead > 0 ? year - 1 : year + 1;
          return normalize(format.normalizer(context(other)).received(receivedMillis), line);
        }
      }
    }
    return read;
  }

  private static List<Part> normalize(Normalizer normalizer, byte[] line) {
    var parts = new ArrayList<Part>(1);
    normalizer.normalize(
        line, (outcome, raw) -> parts.add(new Part(outcome, raw, parts.size() + 1)));
    return parts;
  }

  private static byte[] bytes(byte @Nullable [] value) {
    return value == null ? NOTHING : value;
  }

  private Context context(int year) {
    return new Context(raw.tenant(), Math.clamp(year, MIN_YEAR, MAX_YEAR));
  }

  private static int yearOf(long millis) {
    return Instant.ofEpochMilli(millis).atZone(ZoneOffset.UTC).getYear();
  }

  /** Shippers may leave the line's end. */
  private static byte[] withoutEnd(byte[] value) {
    int end = value.length;
    if (end > 0 && value[end - 1] == '\n') {
      end--;
      if (end > 0 && value[end - 1] == '\r') {
        end--;
      }
    }
    return end == value.length ? value : Arrays.copyOf(value, end);
  }
}
