package dev.vedette.demo;

import dev.vedette.demo.Beside.Running;
import dev.vedette.demo.Verdict.Bystander;
import dev.vedette.demo.Verdict.Victim;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.risk.Level;
import dev.vedette.runtime.Drain;
import dev.vedette.runtime.Pace;
import dev.vedette.runtime.Pipeline;
import dev.vedette.runtime.Pipeline.Deployment;
import dev.vedette.runtime.broker.BrokerSettings;
import dev.vedette.runtime.broker.EmbeddedBroker;
import dev.vedette.runtime.kafka.ClientProperties;
import dev.vedette.schemas.PackagedSchemas;
import dev.vedette.simulator.DemoStory;
import dev.vedette.topology.Names;
import dev.vedette.topology.PipelineSettings;
import dev.vedette.topology.Wire;
import dev.vedette.wire.WireSerdes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The demonstration: a broker, the pipeline, a company that teaches it what is normal, and then an
 * attack in real time.
 *
 * <p>Nothing in it is special: events go to the inbox as from any producer, and what is shown was
 * read from {@code risk.updates.v1}. Only the summary knows who was attacked.
 */
public final class Demo {
  private static final int REST_PORT = 8080;

  private final DemoSettings settings;
  private final @Nullable Beside rest;
  private final Audience audience;
  private final Stop stop;
  private final WireSerdes serdes = new WireSerdes(PackagedSchemas.load());

  /**
   * A demonstration.
   *
   * @param rest what answers while it runs; null for nothing
   * @param stop by which it is ended before its time
   */
  public Demo(DemoSettings settings, @Nullable Beside rest, Audience audience, Stop stop) {
    this.settings = settings;
    this.rest = rest;
    this.audience = audience;
    this.stop = stop;
  }

  /** Shows all of it, and leaves nothing behind but what it says. */
  public Verdict run(Path home) throws InterruptedException {
    audience.say(
        "Vedette learns what is normal for each user, address, device and session, and says how",
        "likely it is that an attacker is behind it: a score, a level, and the reasons.",
        "You will see a company of %d people at work, and two of their accounts taken over."
            .formatted(settings.users()),
        "");
    audience.begins("1/3  Starting Kafka (one broker, on this machine only)");
    long from = System.nanoTime();
    try (var broker = EmbeddedBroker.start(home.resolve("broker"), BrokerSettings.DEFAULT)) {
      audience.ends("%s, ready in %s".formatted(broker.bootstrapServers(), since(from)));
      Verdict verdict = onBroker(broker.bootstrapServers(), home);
      audience.say(Summary.of(verdict, rest != null).toArray(String[]::new));
      return verdict;
    } finally {
      audience.leaves();
    }
  }

  private Verdict onBroker(String bootstrapServers, Path home) throws InterruptedException {
    Instant start = Instant.now();
    var story = DemoStory.at(start, settings.users(), settings.historyDays(), settings.seed());
    // The hour of the start is judged as a whole: windows are hours of the clock.
    var pipelineSettings =
        PipelineSettings.DEFAULT
            .learningUntil(start.truncatedTo(ChronoUnit.HOURS))
            .withPolicy(settings.policy());
    var clients = ClientProperties.NONE.withBootstrapServers(bootstrapServers);
    var deployment =
        new Deployment(
            "vedette-demo",
            clients,
            home.resolve("state"),
            2,
            Duration.ofMillis(100),
            64L << 20,
            4,
            true,
            0,
            "demo");
    var names = new Names(pipelineSettings.topicPrefix());

    audience.begins("2/3  Starting the pipeline (Kafka Streams, exactly once)");
    long from = System.nanoTime();
    Pipeline.provision(pipelineSettings, deployment);
    try (var pipeline =
            Pipeline.start(pipelineSettings, Wire.of(PackagedSchemas.load()), deployment);
        var drain = new Drain(clients, deployment.applicationId(), names);
        var inbox = new Inbox(clients, names, serdes)) {
      audience.ends("running after " + since(from));
      teach(story, pipeline, drain, inbox, clients, names);
      if (stop.isAsked()) {
        return Verdict.INTERRUPTED;
      }
      int port = rest == null ? 0 : freePort();
      Running running =
          rest == null ? () -> {} : rest.start(port, pipeline, pipelineSettings, deployment);
      try {
        return live(story, pipeline, drain, inbox, clients, names, pipelineSettings, port);
      } finally {
        running.close();
      }
    }
  }

  private void teach(
      DemoStory story,
      Pipeline pipeline,
      Drain drain,
      Inbox inbox,
      ClientProperties clients,
      Names names)
      throws InterruptedException {
    audience.begins(
        "3/3  Learning %d days of the company's life".formatted(settings.historyDays()));
    long from = System.nanoTime();
    try (var pace = new Pace(pipeline, drain, clients, names)) {
      long events =
          new Lesson(
                  story,
                  inbox,
                  pace,
                  stop,
                  (fraction, count) -> audience.progress(fraction, "%,d events".formatted(count)))
              .teach();
      double seconds = (System.nanoTime() - from) / 1e9;
      audience.ends(
          "%,d events in %s (%,.0f a second)".formatted(events, since(from), events / seconds));
    }
  }

  private Verdict live(
      DemoStory story,
      Pipeline pipeline,
      Drain drain,
      Inbox inbox,
      ClientProperties clients,
      Names names,
      PipelineSettings pipelineSettings,
      int port)
      throws InterruptedException {
    String tenant = story.company().settings().tenant();
    List<Subject> users =
        story.company().users().stream()
            .map(id -> Subject.of(tenant, SubjectType.USER, id))
            .toList();
    String address =
        port == 0
            ? ""
            : "curl -s 'http://127.0.0.1:%d/v1/tenants/%s/risk/top?type=user'"
                .formatted(port, tenant);
    announce(story, address, port, tenant);
    var sent = new Sent();
    try (var watch = new Watch(clients, names, serdes, sent, pipelineSettings.policy());
        var player = new Player(story, settings, inbox, sent)) {
      new Live(pipeline, drain, player, watch, sent, settings, users, address, audience).run(stop);
      return verdict(story, users, watch, player);
    }
  }

  private void announce(DemoStory story, String address, int port, String tenant) {
    audience.say(
        "",
        "It is live: %d people are at work. The first attack begins in a few seconds."
            .formatted(story.presentUsers()));
    if (!address.isEmpty()) {
      if (port != REST_PORT) {
        audience.say("Port %d is taken, so REST answers on port %d.".formatted(REST_PORT, port));
      }
      audience.say(
          "Look at it in a browser, or ask while it runs who is most at risk, and why:",
          "  http://127.0.0.1:%d/console/#/%s/board".formatted(port, tenant),
          "  " + address,
          "  curl -s http://127.0.0.1:%d/v1/tenants/%s/subjects/user/%s/risk"
              .formatted(port, tenant, story.victim()));
    }
    audience.say("");
  }

  private static Verdict verdict(DemoStory story, List<Subject> users, Watch watch, Player player) {
    Map<Subject, Map<Level, Long>> risen = new HashMap<>();
    Map<Subject, String> why = new HashMap<>();
    for (Change change : watch.changesFrom(0)) {
      if (change.rose()) {
        Map<Level, Long> levels =
            risen.computeIfAbsent(change.subject(), subject -> new EnumMap<>(Level.class));
        levels.putIfAbsent(change.update().level(), change.seenMillis());
        why.put(change.subject(), change.update().reason());
      }
    }
    Set<String> cast = new HashSet<>(List.of(story.victim(), story.secondVictim()));
    long endMillis = System.currentTimeMillis();
    List<Victim> victims =
        users.stream()
            .filter(user -> cast.contains(user.id()))
            .map(user ->
                new Victim(
                    user,
                    player.attackedMillis(user.id()),
                    player.fallenMillis(user.id()),
                    endMillis,
                    risen.getOrDefault(user, Map.of()),
                    watch.highest(user)))
            .sorted(
                Comparator.comparingLong(
                    victim -> Objects.requireNonNullElse(victim.fallenMillis(), Long.MAX_VALUE)))
            .toList();
    List<Bystander> others =
        users.stream()
            .filter(user -> !cast.contains(user.id()))
            .map(user ->
                new Bystander(
                    user,
                    risen.getOrDefault(user, Map.of()).keySet().stream()
                        .max(Level::compareTo)
                        .orElse(Level.LOW),
                    why.getOrDefault(user, "")))
            .toList();
    return new Verdict(false, victims, others);
  }

  /** 8080, or any port that is free if that one is taken. */
  private static int freePort() {
    for (int port : new int[] {REST_PORT, 0}) {
      try (var socket = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
        return socket.getLocalPort();
      } catch (IOException e) {
        if (port == 0) {
          throw new IllegalStateException("no port of 127.0.0.1 is free: " + e.getMessage(), e);
        }
      }
    }
    throw new AssertionError("the last port either served or failed");
  }

  private static String since(long fromNanos) {
    return "%.1f s".formatted((System.nanoTime() - fromNanos) / 1e9);
  }
}
