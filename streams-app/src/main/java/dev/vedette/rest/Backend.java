package dev.vedette.rest;

import dev.vedette.rest.letters.DeadLetters;
import dev.vedette.rest.live.Updates;
import org.jspecify.annotations.Nullable;

/**
 * What the server answers from. What is missing has no routes.
 *
 * @param queries questions about state
 * @param posting how posted events are taken; null if none are
 * @param verdicts where posted verdicts go; null if none are taken
 * @param letters the dead letters; null if they are not told of
 * @param updates what is published while one listens; null if nobody may
 */
public record Backend(
    Queries queries,
    @Nullable Posting posting,
    @Nullable VerdictSink verdicts,
    @Nullable DeadLetters letters,
    @Nullable Updates updates) {
  /** Questions about state, and nothing else. */
  public static Backend of(Queries queries) {
    return new Backend(queries, null, null, null, null);
  }

  /** The same that takes events. */
  public Backend with(Posting other) {
    return new Backend(queries, other, verdicts, letters, updates);
  }

  /** The same that takes verdicts. */
  public Backend with(VerdictSink other) {
    return new Backend(queries, posting, other, letters, updates);
  }

  /** The same that tells of dead letters. */
  public Backend with(DeadLetters other) {
    return new Backend(queries, posting, verdicts, other, updates);
  }

  /** The same that tells what is published. */
  public Backend with(Updates other) {
    return new Backend(queries, posting, verdicts, letters, other);
  }
}
