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
 * @param cluster the other instances; null if there are none
 */
public record Backend(
    Queries queries,
    @Nullable Posting posting,
    @Nullable VerdictSink verdicts,
    @Nullable DeadLetters letters,
    @Nullable Updates updates,
    @Nullable Cluster cluster) {
  /** Questions about state, and nothing else. */
  public static Backend of(Queries queries) {
    return new Backend(queries, null, null, null, null, null);
  }

  /** Questions about the state of all instances, and nothing else. */
  public static Backend of(Cluster cluster) {
    return new Backend(cluster.queries(), null, null, null, null, cluster);
  }

  /** The same that takes events. */
  public Backend with(Posting other) {
    return new Backend(queries, other, verdicts, letters, updates, cluster);
  }

  /** The same that takes verdicts. */
  public Backend with(VerdictSink other) {
    return new Backend(queries, posting, other, letters, updates, cluster);
  }

  /** The same that tells of dead letters. */
  public Backend with(DeadLetters other) {
    return new Backend(queries, posting, verdicts, other, updates, cluster);
  }

  /** The same that tells what is published. */
  public Backend with(Updates other) {
    return new Backend(queries, posting, verdicts, letters, other, cluster);
  }
}
