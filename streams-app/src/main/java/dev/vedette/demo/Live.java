package dev.vedette.demo;

import dev.vedette.board.BoardState;
import dev.vedette.board.BoardState.Figures;
import dev.vedette.board.BoardState.Row;
import dev.vedette.board.BoardState.Told;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.risk.Level;
import dev.vedette.risk.RiskNow;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.runtime.Drain;
import dev.vedette.runtime.Pipeline;
import dev.vedette.schemas.Topic;
import dev.vedette.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The live part: looks at what the pipeline says while the story is played, and shows it. */
final class Live {
  private static final Duration TICK = Duration.ofMillis(250);
  private static final Duration QUIET = Duration.ofMillis(600);
  private static final long BOARD_MILLIS = 500;
  private static final long LAG_MILLIS = 2_000;
  private static final long RATE_MILLIS = 10_000;
  private static final int ROWS = 10;
  private static final int LEAST_ROWS = 5;
  private static final List<Topic> STAGES =
      List.of(Topics.ACCESS_EVENTS, Topics.OBSERVATIONS, Topics.SIGNALS);

  private final Pipeline pipeline;
  private final Drain drain;
  private final Player player;
  private final Watch watch;
  private final Sent sent;
  private final DemoSettings settings;
  private final List<Subject> users;
  private final String address;
  private final Audience audience;

  private final Trends trends = new Trends();
  private final List<Told> story = new ArrayList<>();
  private final Deque<long[]> counts = new ArrayDeque<>();
  private int changesShown;
  private long waiting;
  private long nextBoardMillis;
  private long nextLagMillis;

  Live(
      Pipeline pipeline,
      Drain drain,
      Player player,
      Watch watch,
      Sent sent,
      DemoSettings settings,
      List<Subject> users,
      String address,
      Audience audience) {
    this.pipeline = pipeline;
    this.drain = drain;
    this.player = player;
    this.watch = watch;
    this.sent = sent;
    this.settings = settings;
    this.users = users;
    this.address = address;
    this.audience = audience;
  }

  /** Shows it until it is over or stopped, and waits until what was sent has come through. */
  void run(Stop stop) throws InterruptedException {
    Instant end = settings.length() == null ? Instant.MAX : player.start().plus(settings.length());
    while (Instant.now().isBefore(end) && !stop.await(TICK)) {
      pipeline.check();
      player.check();
      watch.check();
      show(System.currentTimeMillis());
    }
    player.close();
    drain.await(pipeline);
    watch.awaitQuiet(QUIET);
    waiting = 0;
    tell();
    audience.lastBoard(state(System.currentTimeMillis()));
  }

  private void show(long nowMillis) throws InterruptedException {
    tell();
    trends.sample(watch.latest(), nowMillis);
    if (nowMillis >= nextLagMillis) {
      nextLagMillis = nowMillis + LAG_MILLIS;
      waiting = 0;
      for (Topic stage : STAGES) {
        waiting += drain.lag(stage);
      }
    }
    if (nowMillis >= nextBoardMillis) {
      nextBoardMillis = nowMillis + BOARD_MILLIS;
      audience.board(state(nowMillis));
    }
  }

  private void tell() {
    for (Told told = player.nextTold(); told != null; told = player.nextTold()) {
      story.add(told);
      audience.told(told);
    }
    List<Change> fresh = watch.changesFrom(changesShown);
    fresh.forEach(audience::changed);
    changesShown += fresh.size();
  }

  private BoardState state(long nowMillis) {
    Instant now = Instant.ofEpochMilli(nowMillis);
    Duration elapsed = Duration.between(player.start(), now);
    return new BoardState(
        LocalTime.ofInstant(now, settings.zone()),
        elapsed,
        remaining(elapsed),
        users(nowMillis),
        top(
            update -> update.subject().type() != SubjectType.USER && update.level() != Level.LOW,
            nowMillis),
        levels(),
        story,
        figures(nowMillis),
        address);
  }

  private @Nullable Duration remaining(Duration elapsed) {
    Duration length = settings.length();
    if (length == null) {
      return null;
    }
    Duration left = length.minus(elapsed);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private List<Row> top(Predicate<RiskUpdate> which, long nowMillis) {
    return watch.latest().stream()
        .filter(which)
        .map(update -> row(update, nowMillis))
        .sorted(Comparator.comparingDouble(Row::score).reversed().thenComparing(Row::name))
        .limit(ROWS)
        .toList();
  }

  /** The users of most risk, and if they are few, some of those of whom nothing was ever said. */
  private List<Row> users(long nowMillis) {
    var rows =
        new ArrayList<>(top(update -> update.subject().type() == SubjectType.USER, nowMillis));
    for (Subject user : users) {
      if (rows.size() >= LEAST_ROWS) {
        break;
      }
      if (watch.latest(user) == null) {
        rows.add(new Row(user.id(), watch.untouched(), Level.LOW, List.of(), "nothing unusual"));
      }
    }
    return rows;
  }

  private Row row(RiskUpdate update, long nowMillis) {
    return new Row(
        update.subject().id(),
        RiskNow.of(update, nowMillis).score(),
        update.level(),
        trends.of(update.subject()),
        update.reason());
  }

  private Map<Level, Integer> levels() {
    var levels = new EnumMap<Level, Integer>(Level.class);
    for (Subject user : users) {
      RiskUpdate update = watch.latest(user);
      levels.merge(update == null ? Level.LOW : update.level(), 1, Integer::sum);
    }
    return levels;
  }

  private Figures figures(long nowMillis) {
    long events = sent.count();
    counts.addLast(new long[] {nowMillis, events});
    while (counts.size() > 2 && nowMillis - counts.getFirst()[0] > RATE_MILLIS) {
      counts.removeFirst();
    }
    long[] then = counts.getFirst();
    double seconds = Math.max(0.5, (nowMillis - then[0]) / 1e3);
    return new Figures(
        events, (events - then[1]) / seconds, waiting, watch.updates(), watch.medianLatency());
  }
}
