package dev.vedette.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vedette.events.DeadLetter;
import dev.vedette.rest.letters.DeadLetters;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Dead letters without a broker. */
final class HeldLetters implements DeadLetters {
  private static final Letter TEXT =
      letter(3, "malformed-json", null, "{\"category\":".getBytes(UTF_8));
  private static final Letter BYTES = letter(2, "truncated", null, new byte[] {(byte) 0xFF, 0});

  private final List<Letter> letters;

  volatile boolean isThere = true;
  volatile boolean isBusy;

  /** Two of no tenant. */
  HeldLetters() {
    this(List.of(TEXT, BYTES));
  }

  /**
   * Those that there are.
   *
   * @param letters newest first
   */
  HeldLetters(List<Letter> letters) {
    this.letters = letters;
  }

  static Letter letter(long offset, String reason, @Nullable String tenant, byte[] raw) {
    return new Letter(
        0,
        offset,
        new DeadLetter(
            reason,
            "it ends too early",
            "access.events.v1-0@" + offset,
            "access-event",
            raw,
            raw.length,
            Town.MORNING.toEpochMilli(),
            tenant));
  }

  @Override
  public Page newest(Predicate<DeadLetter> wanted, int limit, @Nullable List<Long> before)
      throws IOException {
    check();
    long end = before == null ? Long.MAX_VALUE : before.getFirst();
    List<Letter> found =
        letters.stream()
            .filter(one -> wanted.test(one.letter()))
            .filter(one -> one.offset() < end)
            .toList();
    boolean more = found.size() > limit;
    List<Letter> shown = more ? found.subList(0, limit) : found;
    return new Page(shown, more ? List.of(shown.getLast().offset()) : null);
  }

  @Override
  public @Nullable Letter at(int partition, long offset) throws IOException {
    check();
    return letters.stream()
        .filter(one -> one.partition() == partition && one.offset() == offset)
        .findFirst()
        .orElse(null);
  }

  @Override
  public String replay(Letter letter) throws IOException {
    check();
    if (letter.equals(BYTES)) {
      throw new NotReplayableException("The letter holds 2 of 3 bytes.");
    }
    return "access.events.v1";
  }

  private void check() throws IOException {
    if (!isThere) {
      throw new IOException("the broker is away");
    }
    if (isBusy) {
      throw new BusyException(ASKERS);
    }
  }

  @Override
  public void close() {}
}
