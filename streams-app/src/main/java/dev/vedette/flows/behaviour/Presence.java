package dev.vedette.flows.behaviour;

import dev.vedette.events.ActionKind;
import dev.vedette.events.Observation;
import dev.vedette.events.SessionActivity;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which sessions a subject has told of lately, so that each is told of once in a quarter of an hour
 * ({@link SessionActivity}): a session tells its principal, a device tells itself.
 *
 * <p>Only the earliest and the latest quarter matter to readers, so only these are told. What is
 * remembered is in memory alone and bounded: who has forgotten tells once more, which is harmless.
 */
public final class Presence {
  private static final int MAX = 64;

  /** What was told of a session: the first and the last quarter of an hour, since the epoch. */
  private record Told(long first, long last) {}

  private @Nullable Map<String, Told> told;

  /** What an observation has to tell; null if nothing, or if it was told before. */
  public @Nullable SessionActivity of(Observation observation) {
    Subject session = session(observation);
    if (session == null) {
      return null;
    }
    boolean isDevice = observation.subject().type() == SubjectType.DEVICE;
    String device = isDevice ? observation.subject().id() : observation.detail().device();
    if (!isDevice && observation.detail().kind() == ActionKind.SIGN_OUT && !observation.failed()) {
      return new SessionActivity(session, device, observation.timeMillis(), end(observation));
    }
    long quarter = Math.floorDiv(observation.timeMillis(), SessionActivity.STEP_MILLIS);
    return isTold(session.decider().id() + '\n' + session.id() + '\n' + device, quarter)
        ? null
        : new SessionActivity(
            session, device, quarter * SessionActivity.STEP_MILLIS, SessionActivity.Kind.SEEN);
  }

  private static @Nullable Subject session(Observation observation) {
    Subject subject = observation.subject();
    if (subject.type() == SubjectType.SESSION) {
      return subject.owner() == null ? null : subject;
    }
    Subject principal = observation.principal();
    String id = observation.session();
    return subject.type() == SubjectType.DEVICE && principal != null && id != null && !id.isEmpty()
        ? Subject.session(principal, id)
        : null;
  }

  private static SessionActivity.Kind end(Observation observation) {
    return observation.action().toLowerCase(Locale.ROOT).contains("revoke")
        ? SessionActivity.Kind.REVOKED
        : SessionActivity.Kind.ENDED;
  }

  private boolean isTold(String key, long quarter) {
    Map<String, Told> known = told;
    if (known == null) {
      known = new LinkedHashMap<>();
      told = known;
    }
    Told before = known.remove(key);
    if (before != null && before.first() <= quarter && quarter <= before.last()) {
      known.put(key, before);
      return true;
    }
    if (known.size() >= MAX) {
      known.remove(known.keySet().iterator().next());
    }
    known.put(
        key,
        before == null
            ? new Told(quarter, quarter)
            : new Told(Math.min(before.first(), quarter), Math.max(before.last(), quarter)));
    return false;
  }
}
