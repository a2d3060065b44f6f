package dev.vedette.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.json.Parsed;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.runtime.broker.Brokers;
import dev.vedette.runtime.kafka.ClientProperties;
import dev.vedette.runtime.kafka.Provision;
import dev.vedette.runtime.kafka.TopicSpec;
import dev.vedette.schemas.PackagedSchemas;
import dev.vedette.schemas.Topic;
import dev.vedette.schemas.Topics;
import dev.vedette.topology.Names;
import dev.vedette.wire.WireSerdes;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands say of topics on a real broker that hold what a recorded run holds. */
class ExplainTopicsTest {
  private static final ClientProperties CLIENTS =
      ClientProperties.NONE.withBootstrapServers(Brokers.forTests());

  private final String prefix = Brokers.unique("explain") + ".";
  private final Names names = new Names(prefix);
  @TempDir private Path directory;

  @Test
  void shouldSayOfTopicsWhatTheySayOfARun() throws Exception {
    RecordedStory story = RecordedStory.in(directory, 60);
    var serdes = new WireSerdes(PackagedSchemas.load());
    List<Signal> versions = read(story, "signal-versions.jsonl", Parsed::version);
    List<RiskUpdate> updates = read(story, "risk-updates.jsonl", Parsed::update);
    provision(Topics.SIGNALS, Topics.RISK_UPDATES, Topics.VERDICTS);
    send(Topics.SIGNALS, versions, Signal::subject, serdes.signals().serializer());
    send(Topics.RISK_UPDATES, updates, RiskUpdate::subject, serdes.riskUpdates().serializer());

    String at = "2026-03-10T09:45:00Z";
    String subject = "user:" + story.victim();
    List<String> explain = List.of("explain", subject, "--tenant", "acme", "--at", at, "--json");
    String ofRun = run(explain, "--run", story.run().toString());
    assertTrue(ofRun.contains("password-spray"), ofRun);
    assertEquals(ofRun, ofTopics(explain));

    String told = updates.getLast().id();
    assertTrue(ofTopics(List.of("verify", told)).contains("HOLDS"));
  }

  private static <T> List<T> read(RecordedStory story, String file, Function<JsonNode, T> parse)
      throws IOException {
    try (Stream<String> lines = Files.lines(story.run().resolve(file))) {
      List<T> all = lines.map(line -> parse.apply(Parsed.tree(line))).toList();
      assertTrue(all.size() > 10, file + ": " + all.size());
      return all;
    }
  }

  private void provision(Topic... topics) {
    try (var admin = Brokers.admin()) {
      new Provision(admin, Duration.ofSeconds(60))
          .ensure(
              Stream.of(topics)
                  .map(topic -> new TopicSpec(names.of(topic), 2, topic.config()))
                  .toList());
    }
  }

  private <T> void send(
      Topic topic, List<T> values, Function<T, Subject> about, Serializer<T> serializer)
      throws Exception {
    var sent = new ArrayList<Future<RecordMetadata>>();
    try (var producer =
        new KafkaProducer<>(CLIENTS.toProperties(), new StringSerializer(), serializer)) {
      for (T value : values) {
        String key = SubjectKey.encode(about.apply(value).decider());
        sent.add(producer.send(new ProducerRecord<>(names.of(topic), key, value)));
      }
    }
    for (Future<RecordMetadata> one : sent) {
      one.get();
    }
  }

  private String ofTopics(List<String> arguments) {
    return run(arguments, "--bootstrap-servers", Brokers.forTests(), "--topic-prefix", prefix);
  }

  private static String run(List<String> arguments, String... where) {
    var all = new ArrayList<>(arguments);
    all.addAll(List.of(where));
    var out = new StringWriter();
    var err = new StringWriter();
    int exit =
        Vedette.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(all.toArray(String[]::new));
    assertEquals(0, exit, err::toString);
    return out.toString();
  }
}
