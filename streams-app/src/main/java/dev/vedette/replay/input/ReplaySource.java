package dev.vedette.replay.input;

import dev.vedette.events.AccessEvent;
import dev.vedette.events.DeadLetter;
import dev.vedette.sources.Context;
import dev.vedette.sources.Format;
import dev.vedette.sources.Normalized;
import dev.vedette.sources.Normalizer;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Input as it goes into the pipeline: each line (or record of a document) read in its format, and
 * each of its outcomes (a line may hold several records) stamped with a time of reception. The same
 * input gives the same items: to go on after a stop, read again from the beginning and leave out
 * what is done, for header, year and clock depend on what came before.
 *
 * <p>Lines are read ahead only where the clock has to judge a leap, and then {@value
 * ReceptionClock#LOOK_AHEAD} events far, but never more than {@value #MAX_LINES_AHEAD} lines or
 * {@value #MAX_BYTES_AHEAD} bytes.
 */
public final class ReplaySource implements Iterator<Item>, Closeable {
  private static final int MAX_LINES_AHEAD = 10_000;
  private static final long MAX_BYTES_AHEAD = 16L << 20;
  private static final long EVENT_OF_SEVERAL_BYTES = 1024;
  private static final byte[] NOTHING = {};

  /**
   * An outcome that waits for its stamp.
   *
   * @param line its line's origin
   * @param part which outcome of its line it is, from 1; 0 if the line has no other
   */
  private record Waiting(String line, int part, Normalized normalized, byte[] raw, long rawLength) {
    String origin() {
      return part == 0 ? line : "%s[%d]".formatted(line, part);
    }

    OptionalLong timeMillis() {
      return normalized instanceof Normalized.Event(AccessEvent event)
          ? OptionalLong.of(event.timeMillis())
          : OptionalLong.empty();
    }
  }

  private final InputReader reader;
  private final Format format;
  private final Context context;
  private final ReceptionClock clock;
  private final ArrayDeque<Waiting> ahead = new ArrayDeque<>();
  private long index;
  private int eventsAhead;
  private long bytesAhead;
  private @Nullable Normalizer normalizer;
  private int part = -1;

  /** A source; closing it closes the reader. */
  public ReplaySource(InputReader reader, Format format, Context context, ReceptionClock clock) {
    this.reader = reader;
    this.format = format;
    this.context = context;
    this.clock = clock;
  }

  /** How far it is; what is read ahead counts as read. */
  public InputReader.Progress progress() {
    return reader.progress();
  }

  @Override
  public boolean hasNext() {
    return !ahead.isEmpty() || reader.hasNext();
  }

  @Override
  public Item next() {
    if (ahead.isEmpty() && !readAhead()) {
      throw new NoSuchElementException("the input is at its end");
    }
    Waiting head = ahead.remove();
    OptionalLong time = head.timeMillis();
    eventsAhead -= time.isPresent() ? 1 : 0;
    bytesAhead -= cost(head);
    long received =
        time.isPresent()
            ? clock.receivedMillis(time.getAsLong(), this::following)
            : clock.receivedMillis(this::following);
    return new Item(
        index++, head.origin(), head.normalized(), received, head.raw(), head.rawLength());
  }

  /** The times of the next events. */
  private long[] following() {
    while (eventsAhead < ReceptionClock.LOOK_AHEAD
        && ahead.size() < MAX_LINES_AHEAD
        && bytesAhead < MAX_BYTES_AHEAD
        && readAhead()) {
      // reads one line further each time
    }
    return ahead.stream()
        .map(Waiting::timeMillis)
        .filter(OptionalLong::isPresent)
        .mapToLong(OptionalLong::getAsLong)
        .limit(ReceptionClock.LOOK_AHEAD)
        .toArray();
  }

  private boolean readAhead() {
    if (!reader.hasNext()) {
      return false;
    }
    Line record = reader.next();
    Normalizer current = normalizer;
    if (current == null || record.part() != part) {
      current = format.normalizer(context);
      normalizer = current;
      part = record.part();
    }
    // The line itself is not kept: what it became is.
    String origin = record.origin();
    Normalized unreadable = record.unreadable();
    if (unreadable != null) {
      add(new Waiting(origin, 0, unreadable, excerpt(record.bytes()), record.length()));
      return true;
    }
    var outcomes = new ArrayList<Waiting>(1);
    record.normalize(
        current,
        (outcome, raw) ->
            outcomes.add(
                new Waiting(
                    origin,
                    outcomes.size() + 1,
                    outcome,
                    outcome instanceof Normalized.Dead ? excerpt(raw) : NOTHING,
                    raw.length)));
    if (outcomes.size() == 1) {
      Waiting only = outcomes.getFirst();
      add(new Waiting(origin, 0, only.normalized(), only.raw(), only.rawLength()));
    } else {
      outcomes.forEach(this::add);
    }
    return true;
  }

  private void add(Waiting waiting) {
    ahead.add(waiting);
    eventsAhead += waiting.timeMillis().isPresent() ? 1 : 0;
    bytesAhead += cost(waiting);
  }

  private static byte[] excerpt(byte[] raw) {
    return Arrays.copyOf(raw, Math.min(raw.length, DeadLetter.MAX_RAW_BYTES));
  }

  /** About what a waiting outcome holds: an event at most a small multiple of its line. */
  private static long cost(Waiting waiting) {
    return waiting.normalized() instanceof Normalized.Event
        ? waiting.part() == 0 ? waiting.rawLength() : EVENT_OF_SEVERAL_BYTES
        : waiting.raw().length;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
