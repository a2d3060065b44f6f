package dev.vedette.rest.letters;

import dev.vedette.events.DeadLetter;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The dead letters that there are, and a way back for them. */
public interface DeadLetters extends AutoCloseable {
  /** The most that are looked at for one page. */
  int MAX_READ = 10_000;

  /** How many may ask at once; {@link BusyException} is thrown to others. */
  int ASKERS = 4;

  /**
   * The newest letters. A page may be shorter than its limit, and empty, and go on all the same: so
   * many are looked at and no more.
   *
   * @param wanted only those of which this is true
   * @param limit at least 1
   * @param before for each partition, the offset before which they lie; null for the newest
   * @throws IllegalArgumentException if {@code before} is not of as many partitions as there are
   * @throws IOException if the topic could not be read in time
   */
  Page newest(Predicate<DeadLetter> wanted, int limit, @Nullable List<Long> before)
      throws IOException;

  /**
   * One letter.
   *
   * @return null if there is none
   * @throws IOException if the topic could not be read in time
   */
  @Nullable Letter at(int partition, long offset) throws IOException;

  /**
   * Puts what a letter holds into the topic that it came from, to be read again. The whole record
   * is put if it is still there and the letter is all of it; otherwise the letter's bytes are, if
   * they are all.
   *
   * @return the topic
   * @throws NotReplayableException if the letter does not hold what is needed
   * @throws IOException if the broker did not answer in time
   */
  String replay(Letter letter) throws IOException;

  @Override
  void close();

  /**
   * A letter and where it lies.
   *
   * @param partition of the topic of dead letters
   * @param offset in it
   * @param letter what it says
   */
  record Letter(int partition, long offset, DeadLetter letter) {}

  /**
   * A page.
   *
   * @param letters newest first
   * @param before where it goes on; null if it does not
   */
  record Page(List<Letter> letters, @Nullable List<Long> before) {
    /** Copies the lists. */
    public Page {
      letters = List.copyOf(letters);
      before = before == null ? null : List.copyOf(before);
    }
  }

  /** As many ask as may at once. */
  final class BusyException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Says how many. */
    public BusyException(int askers) {
      super("%d ask at once".formatted(askers));
    }
  }

  /** A letter cannot go back. */
  final class NotReplayableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says why. */
    public NotReplayableException(String reason) {
      super(reason, null, false, false);
    }
  }
}
