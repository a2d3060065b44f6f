package dev.vedette.rest;

import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.events.SubjectType;
import dev.vedette.flows.risk.RiskStores;
import dev.vedette.rest.SubjectQueries.After;
import dev.vedette.rest.SubjectQueries.Filter;
import dev.vedette.rest.SubjectQueries.Listed;
import dev.vedette.rest.SubjectQueries.Listing;
import dev.vedette.risk.Formula;
import dev.vedette.risk.Ledger;
import dev.vedette.risk.Level;
import dev.vedette.risk.LevelTrack;
import dev.vedette.risk.Published;
import dev.vedette.risk.RiskRecord;
import dev.vedette.risk.SessionRisk;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Pages of a tenant's subjects. A page is one scan of the tenant's risk records, as of the instant
 * of the list's first page, that keeps the best behind the page before; one scan at a time. A page
 * is kept for a second, so that many readers cost one scan.
 */
final class SubjectPages {
  private static final Duration KEPT = Duration.ofSeconds(1);
  private static final int KEPT_PAGES = 32;
  private static final Comparator<Candidate> BEST_FIRST =
      Comparator.comparingLong(Candidate::logOddsMicros).reversed().thenComparing(Candidate::key);

  /** The order of lists. */
  static final Comparator<Listed> ORDER =
      Comparator.comparingLong((Listed one) -> one.risk().logOddsMicros())
          .reversed()
          .thenComparing(one -> SubjectKey.encode(one.risk().subject()));

  private final StoreAccess stores;
  private final ReentrantLock scanning = new ReentrantLock();
  private final Map<Page, Answer> kept = new LinkedHashMap<>();

  private record Page(String tenant, Filter filter, int limit, @Nullable After after) {}

  private record Answer(Listing listing, long untilNanos) {}

  private record Candidate(
      String key, @Nullable String session, RiskRecord record, long logOddsMicros) {}

  SubjectPages(StoreAccess stores) {
    this.stores = stores;
  }

  Listing list(String tenant, Filter filter, int limit, @Nullable After after) {
    stores.checkOpen();
    var page = new Page(tenant, filter, limit, after);
    scanning.lock();
    try {
      long now = stores.nanos().getAsLong();
      kept.values().removeIf(answer -> now - answer.untilNanos() >= 0);
      Answer known = kept.get(page);
      if (known != null) {
        return known.listing();
      }
      long at = after == null ? stores.now().toEpochMilli() : after.atMillis();
      Listing listing = new Scan(page, at, true).listing();
      if (kept.size() < KEPT_PAGES) {
        kept.put(page, new Answer(listing, stores.nanos().getAsLong() + KEPT.toNanos()));
      }
      return listing;
    } finally {
      scanning.unlock();
    }
  }

  /**
   * What the records of some parts tell, as of an instant; nothing is kept of it, and who has no
   * record is not in it.
   */
  Listing ofRecords(String tenant, Filter filter, int limit, @Nullable After after, long atMillis) {
    scanning.lock();
    try {
      return new Scan(new Page(tenant, filter, limit, after), atMillis, false).listing();
    } finally {
      scanning.unlock();
    }
  }

  /** Of whom something was learned, and who is what is wanted but for the level. */
  List<Subject> learned(String tenant, Filter filter, int atMost) {
    var scan = new Scan(new Page(tenant, filter, 1, null), 0, false);
    var found = new ArrayList<Subject>();
    String prefix = SubjectKey.encodePart(tenant) + "/";
    try (var entries = stores.baselines().prefixScan(prefix, new StringSerializer())) {
      while (entries.hasNext() && found.size() < atMost) {
        Subject subject =
            SubjectKey.decode(new String(entries.next().key.get(), StandardCharsets.UTF_8));
        if (scan.isOfType(subject) && scan.matches(subject)) {
          found.add(subject);
        }
      }
    }
    return found;
  }

  /**
   * Of subjects of whom something was learned, those that no record tells of, as of an instant: the
   * best behind a page that are of the level, one more than asked for if there are as many.
   */
  List<Listed> withoutRecord(
      Collection<Subject> subjects, Filter filter, int limit, @Nullable After after, long at) {
    Ledger ledger = stores.effective(at);
    var found = new ArrayList<Listed>();
    for (Subject subject : subjects) {
      Formula formula = stores.formula(subject.tenant());
      RiskRecord record = stores.record(subject.decider());
      String session = subject.owner() == null ? null : subject.id();
      if (record == null || (session != null && record.session(session) == null)) {
        RiskRecord known = record == null ? RiskRecord.of(subject.decider(), formula, at) : record;
        Published told = published(known, session);
        var one =
            new Listed(
                known.read(formula, session, at, ledger), told.number() > 0 ? told.atMillis() : 0);
        Level atLeast = filter.atLeast();
        if ((atLeast == null || one.risk().level().compareTo(atLeast) >= 0)
            && isBehind(one, after)) {
          found.add(one);
        }
      }
    }
    found.sort(ORDER);
    return found.size() <= limit ? found : found.subList(0, limit + 1);
  }

  private static boolean isBehind(Listed one, @Nullable After after) {
    long logOdds = one.risk().logOddsMicros();
    return after == null
        || logOdds < after.logOddsMicros()
        || (logOdds == after.logOddsMicros()
            && SubjectKey.encode(one.risk().subject()).compareTo(after.key()) > 0);
  }

  /** One pass over the records of a tenant. */
  private final class Scan {
    private final Page page;
    private final Formula formula;
    private final long atMillis;
    private final boolean alsoLearned;
    private final @Nullable String text;
    private final PriorityQueue<Candidate> best = new PriorityQueue<>(BEST_FIRST.reversed());

    Scan(Page page, long atMillis, boolean alsoLearned) {
      this.page = page;
      this.formula = stores.formula(page.tenant());
      this.atMillis = atMillis;
      this.alsoLearned = alsoLearned;
      String wanted = page.filter().text();
      this.text = wanted == null ? null : wanted.toLowerCase(Locale.ROOT);
    }

    Listing listing() {
      String prefix = SubjectKey.encodePart(page.tenant()) + "/";
      try (var entries = stores.subjects().prefixScan(prefix, new StringSerializer())) {
        entries.forEachRemaining(entry ->
            record(entry.key, RiskStores.record(SubjectKey.decode(entry.key), entry.value)));
      }
      if (text != null && alsoLearned) {
        learned(prefix);
      }
      var found = new ArrayList<>(best);
      found.sort(BEST_FIRST);
      boolean more = found.size() > page.limit();
      List<Candidate> shown = more ? found.subList(0, page.limit()) : found;
      Ledger ledger = stores.effective(atMillis);
      return new Listing(
          Instant.ofEpochMilli(atMillis),
          stores.dataTime(),
          shown.stream().map(one -> listed(one, ledger)).toList(),
          more ? new After(atMillis, shown.getLast().logOddsMicros(), shown.getLast().key()) : null,
          List.of(),
          OptionalInt.empty());
    }

    private Listed listed(Candidate one, Ledger ledger) {
      Published told = published(one.record(), one.session());
      return new Listed(
          one.record().read(formula, one.session(), atMillis, ledger),
          told.number() > 0 ? told.atMillis() : 0);
    }

    private void record(String key, RiskRecord record) {
      SubjectType type = page.filter().type();
      Subject subject = record.subject();
      if ((type == null || type == subject.type())
          && matches(subject)
          && (text != null || hasEvidence(record))) {
        offer(key, null, record);
      }
      if (type == SubjectType.SESSION) {
        for (SessionRisk one : record.sessions()) {
          Subject session = Subject.session(subject, one.id());
          if (matches(session) && (text != null || !record.cells(one.id()).isEmpty())) {
            offer(SubjectKey.encode(session), one.id(), record);
          }
        }
      }
    }

    /** Those of which something was learned and nothing is suspected. */
    private void learned(String prefix) {
      try (var entries = stores.baselines().prefixScan(prefix, new StringSerializer())) {
        entries.forEachRemaining(entry -> {
          String key = new String(entry.key.get(), StandardCharsets.UTF_8);
          Subject subject = SubjectKey.decode(key);
          if (isOfType(subject) && matches(subject)) {
            RiskRecord record = stores.record(subject.decider());
            boolean owned = subject.owner() != null;
            if (record == null) {
              record = RiskRecord.of(subject.decider(), formula, atMillis);
            } else if (!owned || record.session(subject.id()) != null) {
              return; // it has been offered
            }
            offer(key, owned ? subject.id() : null, record);
          }
        });
      }
    }

    private boolean isOfType(Subject subject) {
      SubjectType type = page.filter().type();
      return type == null ? subject.owner() == null : subject.type() == type;
    }

    private boolean matches(Subject subject) {
      return text == null || subject.id().toLowerCase(Locale.ROOT).contains(text);
    }

    private void offer(String key, @Nullable String session, RiskRecord record) {
      Subject subject =
          session == null ? record.subject() : Subject.session(record.subject(), session);
      long logOdds = formula.logOddsMicros(subject, record.cells(session), atMillis);
      var candidate = new Candidate(key, session, record, logOdds);
      if (isBehind(candidate) && isHigh(candidate)) {
        best.add(candidate);
        if (best.size() > page.limit() + 1) {
          best.remove();
        }
      }
    }

    private boolean isBehind(Candidate candidate) {
      After after = page.after();
      return after == null
          || candidate.logOddsMicros() < after.logOddsMicros()
          || (candidate.logOddsMicros() == after.logOddsMicros()
              && candidate.key().compareTo(after.key()) > 0);
    }

    private boolean isHigh(Candidate candidate) {
      Level atLeast = page.filter().atLeast();
      if (atLeast == null) {
        return true;
      }
      LevelTrack track = published(candidate.record(), candidate.session()).track();
      return track
              .next(formula.policy().levels(), candidate.logOddsMicros(), atMillis)
              .level()
              .compareTo(atLeast)
          >= 0;
    }
  }

  private static boolean hasEvidence(RiskRecord record) {
    return !record.own().isEmpty()
        || record.sessions().stream().anyMatch(one -> !one.cells().isEmpty());
  }

  private static Published published(RiskRecord record, @Nullable String session) {
    SessionRisk known = session == null ? null : record.session(session);
    return known == null ? record.published() : known.published();
  }
}
