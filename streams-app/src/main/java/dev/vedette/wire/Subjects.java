package dev.vedette.wire;

import dev.vedette.events.EventRef;
import dev.vedette.events.Subject;
import dev.vedette.schemas.PrincipalId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Subjects and references to events, which several records hold. */
final class Subjects {
  private Subjects() {}

  static dev.vedette.schemas.Subject toRecord(Subject subject) {
    Subject owner = subject.owner();
    return new dev.vedette.schemas.Subject(
        subject.tenant(),
        Symbols.wire(subject.type()),
        subject.id(),
        owner == null ? null : principal(owner, subject.tenant()));
  }

  static Subject toDomain(dev.vedette.schemas.Subject entry) {
    PrincipalId owner = entry.getOwner();
    return new Subject(
        entry.getTenant(),
        Symbols.subjectType(entry.getType()),
        entry.getId(),
        owner == null ? null : principal(owner, entry.getTenant()));
  }

  /** A principal inside of a record that names the tenant. */
  static PrincipalId principal(Subject principal, String tenant) {
    check(principal, tenant);
    return new PrincipalId(Symbols.wirePrincipal(principal.type()), principal.id());
  }

  static Subject principal(PrincipalId entry, String tenant) {
    return Subject.of(tenant, Symbols.subjectType(entry.getType()), entry.getId());
  }

  /** That a principal is of the record's tenant: it is not said twice. */
  static void check(Subject principal, String tenant) {
    if (!principal.type().isPrincipal() || !principal.tenant().equals(tenant)) {
      throw new IllegalArgumentException(
          "a record of one tenant names a %s of its own or of another tenant as principal"
              .formatted(principal.type().wireName()));
    }
  }

  static List<dev.vedette.schemas.EventRef> toRecords(List<EventRef> events) {
    return events.stream()
        .map(event -> new dev.vedette.schemas.EventRef(event.timeMillis(), event.id()))
        .toList();
  }

  static List<EventRef> toDomain(List<dev.vedette.schemas.EventRef> entries) {
    return entries.stream().map(e -> new EventRef(e.getTimeMillis(), e.getId())).toList();
  }

  static dev.vedette.schemas.@Nullable Subject toOptionalRecord(@Nullable Subject subject) {
    return subject == null ? null : toRecord(subject);
  }

  static @Nullable Subject toOptionalDomain(dev.vedette.schemas.@Nullable Subject entry) {
    return entry == null ? null : toDomain(entry);
  }
}
