package dev.vedette.events;

import org.jspecify.annotations.Nullable;

/**
 * A principal's session goes on, or ends. Told once in a quarter of an hour, to the principal, who
 * keeps its sessions, and to the device, which implicates them.
 *
 * <p>Telling it twice, or in another order, changes nothing: readers keep the earliest and the
 * latest.
 *
 * @param session a session with an owner
 * @param device id of the device that it was seen on; null if no event said
 * @param atMillis event time: of an end its own, otherwise the beginning of its quarter of an hour
 * @param kind what was seen
 */
public record SessionActivity(
    Subject session, @Nullable String device, long atMillis, SessionActivity.Kind kind) {
  /** An instant of activity stands for so much time from it on. */
  public static final long STEP_MILLIS = 15 * 60_000L;

  /** What was seen of a session. */
  public enum Kind {
    /** It goes on. */
    SEEN,
    /** Its user signed out. */
    ENDED,
    /** Somebody, or a policy, took it away. */
    REVOKED
  }

  /** Only a session of a principal has activity: nobody could be asked about another one. */
  public SessionActivity {
    if (session.owner() == null) {
      throw new IllegalArgumentException("a session of nobody has no activity to tell of");
    }
  }

  /** The principal whose session it is. */
  public Subject owner() {
    return session.decider();
  }

  /** Whether the session is over by it. */
  public boolean ends() {
    return kind != Kind.SEEN;
  }
}
