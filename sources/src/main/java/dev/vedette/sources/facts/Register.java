package dev.vedette.sources.facts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Things with several names that change over time, found by any of their names as of an instant.
 *
 * <p>A thing's own id is its name at all times; an alias is its name while the version of the fact
 * that holds lists it. If two things claim a name, the later claim wins, then the smaller id.
 *
 * <p>One thread may write while others read; a reader sees each thing either before or after a
 * change.
 *
 * @param <T> a version of a thing's fact
 */
final class Register<T> {
  /** From when on a thing has a name that it has not. */
  private static final long NOT = Long.MAX_VALUE;

  private final Function<T, Set<String>> aliasesOf;
  private final Map<Key, History<T>> things = new ConcurrentHashMap<>();
  private final Map<Key, List<String>> idsByName = new ConcurrentHashMap<>();

  private record Key(String tenant, String text) {}

  /**
   * A thing as it was at an instant.
   *
   * @param fact null if nothing but its names was known then
   */
  record Found<T>(String id, @Nullable T fact) {}

  Register(Function<T, Set<String>> aliasesOf) {
    this.aliasesOf = aliasesOf;
  }

  boolean isEmpty() {
    return things.isEmpty();
  }

  /** Puts a version; returns the one that it replaces. */
  @Nullable T put(String tenant, String id, long fromMillis, T fact) {
    var key = new Key(tenant, id);
    History<T> old = things.get(key);
    T replaced = old == null ? null : old.exactly(fromMillis);
    // Names first, so that whoever finds the version finds it by all of its names.
    name(new Key(tenant, Names.normal(id)), id);
    aliasesOf.apply(fact).forEach(alias -> name(new Key(tenant, alias), id));
    History<T> before = old == null ? History.none() : old;
    things.put(key, before.with(fromMillis, fact));
    return replaced;
  }

  /** Takes a version away, and returns it. */
  @Nullable T remove(String tenant, String id, long fromMillis) {
    var key = new Key(tenant, id);
    History<T> old = things.get(key);
    T removed = old == null ? null : old.exactly(fromMillis);
    if (old == null || removed == null) {
      return null;
    }
    History<T> rest = old.without(fromMillis);
    var kept = new TreeSet<String>();
    if (rest.size() == 0) {
      things.remove(key);
    } else {
      things.put(key, rest);
      kept.add(Names.normal(id));
      for (int i = 0; i < rest.size(); i++) {
        kept.addAll(aliasesOf.apply(rest.version(i)));
      }
    }
    var gone = new TreeSet<>(aliasesOf.apply(removed));
    gone.add(Names.normal(id));
    gone.removeAll(kept);
    gone.forEach(name ->
        idsByName.computeIfPresent(
            new Key(tenant, name),
            (k, ids) -> {
              List<String> others = ids.stream().filter(other -> !other.equals(id)).toList();
              return others.isEmpty() ? null : others;
            }));
    return removed;
  }

  private void name(Key name, String id) {
    idsByName.merge(
        name,
        List.of(id),
        (ids, one) -> {
          var all = new TreeSet<>(ids);
          all.addAll(one);
          return List.copyOf(all);
        });
  }

  /** How many things of a tenant, and of all tenants, were so at an instant. */
  int count(String tenant, long timeMillis, Predicate<T> isSo) {
    int count = 0;
    for (Map.Entry<Key, History<T>> thing : things.entrySet()) {
      String whose = thing.getKey().tenant();
      if (whose.equals(tenant) || whose.equals(PrincipalFact.ANY_TENANT)) {
        T fact = thing.getValue().at(timeMillis);
        count += fact != null && isSo.test(fact) ? 1 : 0;
      }
    }
    return count;
  }

  /** Who or what had a name, in normal form, at an instant; null if nobody had. */
  @Nullable Found<T> find(String tenant, String normal, long timeMillis) {
    Found<T> own = findIn(tenant, normal, timeMillis);
    return own != null ? own : findIn(PrincipalFact.ANY_TENANT, normal, timeMillis);
  }

  private @Nullable Found<T> findIn(String tenant, String normal, long timeMillis) {
    List<String> ids = idsByName.get(new Key(tenant, normal));
    if (ids == null) {
      return null;
    }
    Found<T> best = null;
    long latest = History.ALWAYS;
    for (String id : ids) {
      History<T> history = things.get(new Key(tenant, id));
      long since = history == null ? NOT : since(history, id, normal, timeMillis);
      if (history != null && since != NOT && (best == null || since > latest)) {
        best = new Found<>(id, history.at(timeMillis));
        latest = since;
      }
    }
    return best;
  }

  /** From when on a thing has had, without a break, the name that it has at an instant. */
  private long since(History<T> history, String id, String normal, long timeMillis) {
    if (Names.normal(id).equals(normal)) {
      return History.ALWAYS;
    }
    T now = history.at(timeMillis);
    if (now == null || !aliasesOf.apply(now).contains(normal)) {
      return NOT;
    }
    long since = NOT;
    for (int i = 0; i < history.size() && history.from(i) <= timeMillis; i++) {
      boolean has = aliasesOf.apply(history.version(i)).contains(normal);
      since = !has ? NOT : since == NOT ? history.from(i) : since;
    }
    return since;
  }

  /** For each name that two things claim at the same time: a sentence. In the order of names. */
  List<String> conflicts() {
    var conflicts = new ArrayList<String>();
    idsByName.entrySet().stream()
        .filter(entry -> entry.getValue().size() > 1)
        .sorted((a, b) -> a.getKey().toString().compareTo(b.getKey().toString()))
        .forEach(entry -> {
          String both = conflict(entry.getKey(), entry.getValue());
          if (both != null) {
            conflicts.add(both);
          }
        });
    return conflicts;
  }

  private @Nullable String conflict(Key name, List<String> ids) {
    var instants = new TreeSet<Long>(Set.of(History.ALWAYS));
    for (String id : ids) {
      History<T> history = history(name.tenant, id);
      for (int i = 0; i < history.size(); i++) {
        instants.add(history.from(i));
      }
    }
    for (long instant : instants) {
      List<String> claim =
          ids.stream()
              .filter(id -> since(history(name.tenant, id), id, name.text, instant) != NOT)
              .toList();
      if (claim.size() > 1) {
        return "the name \"%s\" stands for both \"%s\" and \"%s\"%s"
            .formatted(
                name.text,
                claim.get(0),
                claim.get(1),
                instant == History.ALWAYS ? "" : " from " + Instant.ofEpochMilli(instant));
      }
    }
    return null;
  }

  private History<T> history(String tenant, String id) {
    return things.getOrDefault(new Key(tenant, id), History.none());
  }
}
