package dev.vedette.rest;

import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.events.SubjectType;
import dev.vedette.risk.Formula;
import dev.vedette.risk.Ledger;
import dev.vedette.risk.RiskRecord;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.risk.SessionRisk;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The subjects of one tenant with the highest risk at one instant, of each type and of all.
 *
 * <p>One pass over the records keeps at most {@value Queries#MAX_TOP} of each; only those that are
 * asked for are explained, once.
 */
final class Ranking {
  private static final Comparator<Ranked> BEST_FIRST =
      Comparator.comparingLong(Ranked::logOddsMicros).reversed().thenComparing(Ranked::key);

  private final Formula formula;
  private final long atMillis;
  private final Map<SubjectType, PriorityQueue<Ranked>> ofType = new EnumMap<>(SubjectType.class);
  private final PriorityQueue<Ranked> ofAll = new PriorityQueue<>(BEST_FIRST.reversed());
  private final Map<String, RiskUpdate> explained = new ConcurrentHashMap<>();

  private record Ranked(
      String key, @Nullable String session, RiskRecord record, long logOddsMicros) {}

  Ranking(Formula formula, long atMillis) {
    this.formula = formula;
    this.atMillis = atMillis;
    for (SubjectType type : SubjectType.values()) {
      ofType.put(type, new PriorityQueue<>(BEST_FIRST.reversed()));
    }
  }

  long atMillis() {
    return atMillis;
  }

  /**
   * Ranks a record's subject and its sessions, as far as there is evidence of them. Not to be
   * called once the ranking is shared.
   */
  void add(String key, RiskRecord record) {
    Subject subject = record.subject();
    if (!record.own().isEmpty()
        || record.sessions().stream().anyMatch(one -> !one.cells().isEmpty())) {
      var own =
          new Ranked(key, null, record, formula.logOddsMicros(subject, record.own(), atMillis));
      offer(queue(subject.type()), own);
      offer(ofAll, own);
    }
    for (SessionRisk one : record.sessions()) {
      if (record.cells(one.id()).isEmpty()) {
        continue;
      }
      Subject session = Subject.session(subject, one.id());
      long logOdds = formula.logOddsMicros(session, record.cells(one.id()), atMillis);
      offer(
          queue(SubjectType.SESSION),
          new Ranked(SubjectKey.encode(session), one.id(), record, logOdds));
    }
  }

  /** The best of a type, or of all, best first, explained. */
  List<RiskUpdate> top(@Nullable SubjectType type, int limit, Ledger ledger) {
    var best = new ArrayList<>(type == null ? ofAll : queue(type));
    best.sort(BEST_FIRST);
    return best.stream()
        .limit(limit)
        .map(ranked ->
            explained.computeIfAbsent(
                ranked.key(),
                key -> ranked.record().read(formula, ranked.session(), atMillis, ledger)))
        .toList();
  }

  private PriorityQueue<Ranked> queue(SubjectType type) {
    return ofType.getOrDefault(type, ofAll);
  }

  private static void offer(PriorityQueue<Ranked> queue, Ranked ranked) {
    queue.add(ranked);
    if (queue.size() > Queries.MAX_TOP) {
      queue.remove();
    }
  }
}
