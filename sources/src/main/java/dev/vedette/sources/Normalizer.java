package dev.vedette.sources;

import dev.vedette.events.AccessEvent;
import dev.vedette.events.EventFormatException;
import dev.vedette.events.EventJson;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of one file in one format, in order: a header names the columns of the lines
 * after it, and times without a year take it from the lines before. Not for several threads.
 *
 * <p>Whatever the bytes are, every line has at least one outcome and none has an exception; no line
 * costs more than a bounded amount of memory and work.
 */
public final class Normalizer {
  /** The longest line that is read, in bytes and without its end. */
  public static final int MAX_LINE_BYTES = 1 << 20;

  /** How many records are read of one line; the others are one dead letter. */
  public static final int MAX_RECORDS = 10_000;

  private final Format format;
  private final Context context;
  private final YearGuess years;
  private final @Nullable Extractor extractor;
  private final Fields fields;
  private @Nullable Rule lastRule;
  private OptionalLong receivedMillis = OptionalLong.empty();

  Normalizer(Format format, Context context) {
    this.format = format;
    this.context = context;
    this.years = new YearGuess(context.year());
    this.extractor = format.extractor();
    this.fields = format.fields();
  }

  /**
   * Says when what is read next was received. A record that carries no time then has this one, and
   * the label {@code time_source: reception}; without it such a record is dead. A time that cannot
   * be read is dead in any case.
   */
  public Normalizer received(long millis) {
    receivedMillis = OptionalLong.of(millis);
    return this;
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
   * @return what became of it: one outcome, or one for each record of the line in their order
   */
  public List<Normalized> normalize(byte[] line) {
    var outcomes = new ArrayList<Normalized>(1);
    normalize(line, (outcome, raw) -> outcomes.add(outcome));
    return outcomes;
  }

  /**
   * Reads the next line of the file.
   *
   * @param line its bytes without the line's end
   * @param outcomes is told of at least one
   */
  public void normalize(byte[] line, Outcomes outcomes) {
    if (line.length > MAX_LINE_BYTES) {
      outcomes.accept(oversized(line.length), line);
      return;
    }
    Line read;
    try {
      read = Line.of(line);
    } catch (CharacterCodingException e) {
      outcomes.accept(
          new Normalized.Dead(DeadReason.INVALID_UTF8, "the bytes are not UTF-8"), line);
      return;
    }
    Extractor parts = extractor;
    if (read.isBlank()) {
      outcomes.accept(new Normalized.Ignored("blank"), line);
    } else if (parts == null) {
      outcomes.accept(vedette(read.utf8()), line);
    } else {
      fields.clear();
      try {
        parts.extract(read, fields, new Reading(line, outcomes));
      } catch (Work.Exhausted e) {
        outcomes.accept(tooMuchWork(), line);
      }
    }
  }

  /**
   * Reads the next record of a document that is no line, together with what is around it there.
   *
   * @param before the document's text before the record, as far as it is to be read
   * @param record the record's bytes
   * @param after what closes the text before
   * @param outcomes is told of at least one
   */
  public void normalize(byte[] before, byte[] record, byte[] after, Outcomes outcomes) {
    byte[] whole = Arrays.copyOf(before, before.length + record.length + after.length);
    System.arraycopy(record, 0, whole, before.length, record.length);
    System.arraycopy(after, 0, whole, before.length + record.length, after.length);
    normalize(
        whole,
        (outcome, raw) -> {
          if (outcome instanceof Normalized.Dead && Arrays.equals(raw, whole)) {
            // What makes the whole unreadable is in the record, whose own bytes and places count.
            normalize(record, outcomes);
          } else {
            outcomes.accept(outcome, raw);
          }
        });
  }

  /** The records of one line, on their way through the rules. */
  private final class Reading implements Extractor.Found {
    private final byte[] line;
    private final Outcomes outcomes;

    Reading(byte[] line, Outcomes outcomes) {
      this.line = line;
      this.outcomes = outcomes;
    }

    @Override
    public void record() {
      outcomes.accept(byRules(), line);
    }

    @Override
    public void record(byte[] bytes, int from, int to) {
      fields.work().nextRecord();
      none(byRules(), bytes, from, to);
    }

    @Override
    public void none(Normalized outcome) {
      outcomes.accept(outcome, line);
    }

    @Override
    public void none(Normalized outcome, byte[] bytes, int from, int to) {
      boolean dead = outcome instanceof Normalized.Dead;
      outcomes.accept(outcome, dead ? Arrays.copyOfRange(bytes, from, to) : line);
    }
  }

  /**
   * Reads the next line of the file and tells of each record how its outcome came about. Much
   * slower than to normalize.
   *
   * @param line its bytes without the line's end
   */
  public List<Explanation> explain(byte[] line) {
    return explain(outcomes -> normalize(line, outcomes));
  }

  /**
   * Reads the next record of a document and tells how its outcome came about.
   *
   * @see #normalize(byte[], byte[], byte[], Outcomes)
   */
  public List<Explanation> explain(byte[] before, byte[] record, byte[] after) {
    return explain(outcomes -> normalize(before, record, after, outcomes));
  }

  private List<Explanation> explain(Consumer<Outcomes> reading) {
    fields.trace();
    var explanations = new ArrayList<Explanation>();
    reading.accept((outcome, raw) -> {
      Rule rule = lastRule;
      lastRule = null;
      explanations.add(Explanation.of(outcome, rule, format, fields));
    });
    return explanations;
  }

  private Normalized byRules() {
    try {
      for (Rule rule : format.rules()) {
        if (rule.fits(fields)) {
          lastRule = rule;
          EventMapping mapping = rule.mapping();
          return mapping == null
              ? new Normalized.Ignored(rule.name())
              : mapping.event(fields, context, years, receivedMillis);
        }
      }
    } catch (Work.Exhausted e) {
      return tooMuchWork();
    }
    return new Normalized.Dead(
        DeadReason.NO_RULE, "no rule of %s is for this line".formatted(format.name()));
  }

  private static Normalized tooMuchWork() {
    return new Normalized.Dead(
        DeadReason.TOO_MUCH_WORK, "matching the line took more steps than a line may cost");
  }

  private Normalized vedette(byte[] utf8) {
    if (JsonExtractor.hasHalfCharacter(utf8)) {
      return JsonExtractor.halfCharacter();
    }
    try {
      AccessEvent event = EventJson.read(utf8);
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
