package dev.vedette.rest;

import dev.vedette.rest.cluster.Errand;
import dev.vedette.rest.cluster.Peers;
import dev.vedette.rest.cluster.Peers.Answer;
import dev.vedette.rest.cluster.Peers.Question;
import dev.vedette.runtime.Placement;
import dev.vedette.runtime.Placement.Seat;
import dev.vedette.schemas.Topic;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Asks for parts of the state wherever they are, all instances at once: first those that work on
 * them, then for what is left those that follow them. Each part is answered for once or not at all.
 */
final class Scatter {
  /** How long a question to all may take. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** How long those are waited for that work on the state. */
  private static final Duration FIRST = Duration.ofMillis(600);

  private static final Duration PING = Duration.ofMillis(200);
  private static final Executor EACH_A_THREAD = Thread::startVirtualThread;

  private final ClusterEngine engine;
  private final Peers peers;

  Scatter(ClusterEngine engine, Peers peers) {
    this.engine = engine;
    this.peers = peers;
  }

  /**
   * What is asked.
   *
   * @param name the question's, as {@link PeerRoutes} knows it
   * @param here answers for parts that are here
   * @param body asks for parts that are elsewhere
   * @param read reads another instance's answer
   */
  record Work<T>(
      String name,
      Function<Set<Integer>, T> here,
      Function<Set<Integer>, byte[]> body,
      Function<byte[], T> read) {}

  /**
   * What was answered.
   *
   * @param missing the instances that did not answer for what they have, in order
   */
  record Gathered<T>(List<T> answers, List<String> missing) {
    /**
     * All answers.
     *
     * @throws StoresUnavailableException if one is missing
     */
    List<T> whole() {
      if (!missing.isEmpty()) {
        throw new StoresUnavailableException("not all instances answer: " + missing, null);
      }
      return answers;
    }
  }

  ClusterEngine engine() {
    return engine;
  }

  /** Asks for all parts. */
  <T> Gathered<T> all(Topic topic, Work<T> work) {
    return gather(
        topic,
        IntStream.range(0, engine.partitions(topic)).boxed().collect(Collectors.toSet()),
        work);
  }

  /** Asks for some parts. */
  <T> Gathered<T> gather(Topic topic, Set<Integer> parts, Work<T> work) {
    long begun = System.nanoTime();
    var answers = new ArrayList<T>();
    var open = new TreeSet<>(parts);
    var silent = new HashSet<String>();
    round(topic, open, work, answers, silent, true, begun + FIRST.toNanos());
    if (!open.isEmpty()) {
      round(topic, open, work, answers, silent, false, begun + PATIENCE.toNanos());
    }
    Placement placement = engine.placement();
    List<String> missing =
        open.stream()
            .map(part -> placement.seat(topic.name(), part).active())
            .map(active -> active == null ? "nobody yet" : active)
            .distinct()
            .sorted()
            .toList();
    return new Gathered<>(answers, missing);
  }

  private <T> void round(
      Topic topic,
      Set<Integer> open,
      Work<T> work,
      List<T> answers,
      Set<String> silent,
      boolean first,
      long until) {
    Placement placement = engine.placement();
    Map<String, Set<Integer>> groups = new TreeMap<>();
    for (int part : open) {
      String instance = chosen(topic, part, placement, silent, first);
      if (instance != null) {
        groups.computeIfAbsent(instance, name -> new TreeSet<>()).add(part);
      }
    }
    Reading reading = reading();
    Map<String, CompletableFuture<@Nullable T>> asked = new TreeMap<>();
    groups.forEach((instance, parts) -> {
      if (!instance.equals(placement.me())) {
        asked.put(
            instance,
            CompletableFuture.supplyAsync(
                () -> ask(instance, parts, work, reading.errand(), until), EACH_A_THREAD));
      }
    });
    Set<Integer> mine = groups.get(placement.me());
    if (mine != null) {
      take(here(mine, work, reading.as(!first, mine)), placement.me(), mine, answers, open, silent);
    }
    asked.forEach((instance, answer) ->
        take(
            answer.join(),
            instance,
            groups.getOrDefault(instance, Set.of()),
            answers,
            open,
            silent));
  }

  private static <T> void take(
      @Nullable T answer,
      String instance,
      Set<Integer> parts,
      List<T> answers,
      Set<Integer> open,
      Set<String> silent) {
    if (answer == null) {
      silent.add(instance);
    } else {
      answers.add(answer);
      open.removeAll(parts);
    }
  }

  /** Who is asked for a part; null if there is nobody. */
  private @Nullable String chosen(
      Topic topic, int part, Placement placement, Set<String> silent, boolean first) {
    Seat seat = placement.seat(topic.name(), part);
    String active = seat.active();
    if (active != null
        && !silent.contains(active)
        && !(peers.isSuspected(active) && !seat.standbys().isEmpty())) {
      return active;
    }
    if (seat.standbys().contains(placement.me()) && !first && engine.hasFreshCopy(topic, part)) {
      return placement.me();
    }
    return seat.standbys().stream()
        .filter(one -> !one.equals(placement.me()) && !silent.contains(one))
        .findFirst()
        .orElse(null);
  }

  private static <T> @Nullable T here(Set<Integer> parts, Work<T> work, Reading reading) {
    try {
      return ScopedValue.where(Reading.NOW, reading).call(() -> work.here().apply(parts));
    } catch (ElsewhereException | StoresUnavailableException e) {
      return null; // it is asked of those that follow it
    }
  }

  private <T> @Nullable T ask(
      String instance, Set<Integer> parts, Work<T> work, Errand errand, long until) {
    try {
      Answer answer =
          peers.ask(
              instance,
              new Question(
                  PeerRoutes.PREFIX + work.name(),
                  work.body().apply(parts),
                  Map.of("Content-Type", PeerRoutes.TYPE),
                  errand),
              Duration.ofNanos(Math.max(0, until - System.nanoTime())));
      return answer.status() == 200 ? work.read().apply(answer.response().body()) : null;
    } catch (IOException e) {
      return null; // another one is asked
    }
  }

  /** Whether an instance answers at all. */
  CompletableFuture<Boolean> answersSoon(String instance) {
    var question = new Question("/v1/health", null, Map.of(), reading().errand());
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return peers.ask(instance, question, PING).status() == 200;
          } catch (IOException e) {
            return false;
          }
        },
        EACH_A_THREAD);
  }

  private static Reading reading() {
    Reading now = Reading.now();
    return now == null ? new Reading(new Errand(null, Trace.makeId(), null), false, null) : now;
  }
}
