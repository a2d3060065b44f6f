package dev.vedette.rest;

import static java.util.Objects.requireNonNull;

import dev.vedette.events.Subject;
import dev.vedette.rest.StoreAccess.Found;
import dev.vedette.rest.SubjectQueries.Live;
import dev.vedette.rest.SubjectQueries.Looked;
import dev.vedette.rest.SubjectQueries.Lookup;
import dev.vedette.rest.SubjectQueries.Sessions;
import dev.vedette.risk.Formula;
import dev.vedette.risk.Ledger;
import dev.vedette.risk.RiskRecord;
import dev.vedette.risk.SessionRisk;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The risk of several subjects now: of those that are named, or of a principal's sessions. */
final class Assessments {
  private final StoreAccess stores;

  Assessments(StoreAccess stores) {
    this.stores = stores;
  }

  Lookup lookUp(List<Subject> subjects, Instant now) {
    // Who was seen without evidence is asked at once for all: it may be known elsewhere.
    var records = new HashMap<Subject, Found>();
    var unseen = new HashSet<Subject>();
    for (Subject subject : subjects) {
      Found found = records.computeIfAbsent(subject.decider(), stores::find);
      if (!StoreAccess.hasRisk(found.record(), subject)) {
        unseen.add(subject);
      }
    }
    Set<Subject> learned = unseen.isEmpty() ? Set.of() : stores.learned(unseen);
    return new Lookup(
        now,
        stores.dataTime(),
        subjects.stream()
            .map(subject -> {
              Found found = requireNonNull(records.get(subject.decider()));
              return unseen.contains(subject) && !learned.contains(subject)
                  ? new Looked(subject, found.reflects(), null, null)
                  : looked(subject, found, now.toEpochMilli());
            })
            .toList(),
        List.of());
  }

  private Looked looked(Subject subject, Found found, long atMillis) {
    RiskRecord record = found.record();
    Subject decider = subject.decider();
    Formula formula = stores.formula(subject.tenant());
    RiskRecord known = record == null ? RiskRecord.of(decider, formula, atMillis) : record;
    String session = decider.equals(subject) ? null : subject.id();
    SessionRisk life = session == null ? null : known.session(session);
    return new Looked(
        subject,
        found.reflects(),
        known.read(formula, session, atMillis, stores.behind(known.cells(session), atMillis)),
        life == null ? null : life.state(atMillis));
  }

  @Nullable Sessions sessionsOf(Subject principal) {
    Found found = stores.find(principal);
    RiskRecord record = found.record();
    if (!stores.isKnown(record, principal)) {
      return null;
    }
    Instant now = stores.now();
    long at = now.toEpochMilli();
    Formula formula = stores.formula(principal.tenant());
    Ledger ledger = stores.effective(at);
    List<Live> sessions =
        record == null
            ? List.of()
            : record.sessions().stream()
                .sorted(Comparator.comparingLong(SessionRisk::seenMillis).reversed())
                .map(one -> new Live(one, record.read(formula, one.id(), at, ledger)))
                .toList();
    return new Sessions(
        now, stores.dataTime(), found.reflects(), principal, sessions, stores.ofRisk(principal));
  }
}
