package dev.vedette.wire;

import dev.vedette.events.SessionActivity;
import dev.vedette.schemas.SessionActivityKind;
import org.apache.avro.Schema;

/** {@link SessionActivity} as a record. */
final class SessionActivityMapping
    implements Mapping<SessionActivity, dev.vedette.schemas.SessionActivity> {
  @Override
  public Schema schema() {
    return dev.vedette.schemas.SessionActivity.getClassSchema();
  }

  @Override
  public dev.vedette.schemas.SessionActivity toRecord(SessionActivity activity) {
    SessionActivityKind kind =
        switch (activity.kind()) {
          case SEEN -> SessionActivityKind.seen;
          case ENDED -> SessionActivityKind.ended;
          case REVOKED -> SessionActivityKind.revoked;
        };
    return new dev.vedette.schemas.SessionActivity(
        Subjects.toRecord(activity.session()), activity.device(), activity.atMillis(), kind);
  }

  @Override
  public SessionActivity toDomain(dev.vedette.schemas.SessionActivity entry) {
    SessionActivity.Kind kind =
        switch (entry.getKind()) {
          case seen -> SessionActivity.Kind.SEEN;
          case ended -> SessionActivity.Kind.ENDED;
          case revoked -> SessionActivity.Kind.REVOKED;
        };
    return new SessionActivity(
        Subjects.toDomain(entry.getSession()), entry.getDevice(), entry.getAtMillis(), kind);
  }
}
