package dev.vedette.sources;

import dev.vedette.events.AccessEvent;
import dev.vedette.events.EventFormatException;
import dev.vedette.events.EventJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of one file in one format, in order: a header names the columns of the lines
 * after it, and times without a year take it from the lines before. Not for several threads.
 *
 * <p>Whatever the bytes are, every line has an outcome and none has an exception; no line costs
 * more than a bounded amount of memory and work.
 */
public final class Normalizer {
  /** The longest line that is read, in bytes and without its end. */
  public static final int MAX_LINE_BYTES = 1 << 20;

  private final Format format;
  private final Context context;
  private final YearGuess years;
  private final @Nullable Extractor extractor;
  private final @Nullable String[] slots;

  Normalizer(Format format, Context context) {
    this.format = format;
    this.context = context;
    this.years = new YearGuess(context.year());
    this.extractor = format.extractor();
    this.slots = new @Nullable String[format.slotCount()];
  }

  /** What becomes of a line that is too long to be read at all. */
  public static Normalized oversized(long bytes) {
    return new Normalized.Dead(
        DeadReason.OVERSIZED,
        "the line has %d bytes, at most %d are read".formatted(bytes, MAX_LINE_BYTES));
  }

  /**
   * Reads the next line of the file.
   *
   * @param line its bytes without the line's end
   */
  public Normalized normalize(byte[] line) {
    if (line.length > MAX_LINE_BYTES) {
      return oversized(line.length);
    }
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
    } catch (CharacterCodingException e) {
      return new Normalized.Dead(DeadReason.INVALID_UTF8, "the bytes are not UTF-8");
    }
    if (text.startsWith("\uFEFF")) {
      text = text.substring(1);
    }
    if (text.isBlank()) {
      return new Normalized.Ignored("blank");
    }
    Extractor parts = extractor;
    return parts == null ? vedette(text) : mapped(parts, text);
  }

  private Normalized mapped(Extractor parts, String text) {
    Arrays.fill(slots, null);
    var work = new Work();
    try {
      Normalized early = parts.extract(new Extractor.Line(text, work), slots);
      if (early != null) {
        return early;
      }
      for (Rule rule : format.rules()) {
        if (rule.fits(slots, work)) {
          EventMapping mapping = rule.mapping();
          return mapping == null
              ? new Normalized.Ignored(rule.name())
              : mapping.event(slots, context, years);
        }
      }
      return new Normalized.Dead(
          DeadReason.NO_RULE, "no rule of %s is for this line".formatted(format.name()));
    } catch (Work.Exhausted e) {
      return new Normalized.Dead(
          DeadReason.TOO_MUCH_WORK, "matching the line took more steps than a line may cost");
    }
  }

  private Normalized vedette(String text) {
    if (JsonExtractor.hasHalfCharacter(text)) {
      return JsonExtractor.halfCharacter();
    }
    try {
      AccessEvent event = EventJson.read(text.getBytes(StandardCharsets.UTF_8));
      return new Normalized.Event(
          event.tenant().equals(AccessEvent.DEFAULT_TENANT)
              ? event.toBuilder().tenant(context.tenant()).build()
              : event);
    } catch (EventFormatException e) {
      String detail = String.valueOf(e.getMessage());
      boolean json = e.getCause() instanceof IOException || detail.contains("JSON object");
      return new Normalized.Dead(reason(json, detail), detail);
    }
  }

  private static String reason(boolean json, String detail) {
    if (json) {
      return DeadReason.MALFORMED_JSON;
    }
    if (detail.endsWith(" is missing")) {
      return DeadReason.MISSING_FIELD;
    }
    return detail.startsWith("time \"") ? DeadReason.UNREADABLE_TIME : DeadReason.INVALID_VALUE;
  }
}
