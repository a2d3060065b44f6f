package dev.vedette.flows.models;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.detectors.model.IsolationForest;
import dev.vedette.detectors.model.ModelKind;
import dev.vedette.flows.Now;
import dev.vedette.models.ModelExamples;
import dev.vedette.runtime.Pipeline;
import dev.vedette.runtime.Pipeline.Deployment;
import dev.vedette.runtime.broker.Brokers;
import dev.vedette.runtime.kafka.ClientProperties;
import dev.vedette.runtime.kafka.Publisher;
import dev.vedette.schemas.PackagedSchemas;
import dev.vedette.schemas.Topics;
import dev.vedette.topology.Names;
import dev.vedette.topology.PipelineSettings;
import dev.vedette.topology.Wire;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model changes under a running pipeline on a real broker, and a restart knows it. */
class ModelsLiveTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String NAME = Brokers.unique("models");
  private static final PipelineSettings SETTINGS =
      PipelineSettings.DEFAULT.at(Now.RECEPTION).withTopicPrefix(NAME + ".");

  private final ClientProperties clients =
      ClientProperties.NONE.withBootstrapServers(Brokers.forTests());

  private Deployment in(Path state) {
    return new Deployment(
        NAME, clients, state, 1, Duration.ofMillis(100), 1 << 20, 1, false, 0, "1");
  }

  /** A forest of complete trees whose numbers do not compress well: over two megabytes. */
  private static byte[] forest(int version) {
    var random = new SplittableRandom(version);
    String features = list(255, i -> "0");
    String children =
        list(255, i -> i < 127 ? 2 * i + 1 + "," + (2 * i + 2) : 253 - 2 * i + "," + (252 - 2 * i));
    String depths = list(256, i -> "8");
    String trees =
        list(
            200,
            tree ->
                "{\"features\":[%s],\"weights\":[%s],\"thresholds\":[%s],\"children\":[%s],\"depths\":[%s]}"
                    .formatted(
                        features,
                        list(255, i -> Double.toString(random.nextDouble())),
                        list(255, i -> Double.toString(random.nextDouble())),
                        children,
                        depths));
    String json =
        ModelExamples.of(ModelKind.ISOLATION_FOREST)
            .replace("\"version\": 1", "\"version\": " + version);
    int from = json.indexOf("{\"features\": [0, 1]");
    return (json.substring(0, from) + trees + json.substring(json.indexOf("]}}", from)))
        .getBytes(UTF_8);
  }

  private static String list(int size, IntFunction<String> item) {
    return IntStream.range(0, size).mapToObj(item).collect(Collectors.joining(","));
  }

  private static void awaitVersion(Pipeline pipeline, int version) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      IsolationForest forest =
          pipeline
              .models()
              .now()
              .find(IsolationForest.class, "acme", "subject-hour", Long.MAX_VALUE);
      if (forest != null && forest.head().version() == version) {
        assertEquals(200, forest.trees().size());
        return;
      }
      assertTrue(System.nanoTime() < deadline, "version " + version + " was not known in time");
      pipeline.check();
      Thread.sleep(20);
    }
  }

  @Test
  void shouldSwapWithoutARestartAndRememberOverOne(@TempDir Path kept, @TempDir Path fresh)
      throws Exception {
    byte[] first = forest(1);
    assertTrue(first.length > 2 << 20, "greater than a broker takes by itself: " + first.length);
    Pipeline.provision(SETTINGS, in(kept));
    String topic = new Names(SETTINGS.topicPrefix()).of(Topics.MODELS);
    try (var publisher = new Publisher(clients, topic, Topics.MAX_MODEL_BYTES)) {
      publisher.publish("acme/isolation-forest/subject-hour/1", first);
      try (Pipeline pipeline =
          Pipeline.start(SETTINGS, Wire.of(PackagedSchemas.load()), in(kept))) {
        awaitVersion(pipeline, 1);
        publisher.publish("acme/isolation-forest/subject-hour/2", forest(2));
        awaitVersion(pipeline, 2);
        publisher.withdraw("acme/isolation-forest/subject-hour/2");
        awaitVersion(pipeline, 1);
      }
      publisher.publish("acme/isolation-forest/subject-hour/3", forest(3));
    }
    for (Path state : List.of(kept, fresh)) {
      try (Pipeline pipeline =
          Pipeline.start(SETTINGS, Wire.of(PackagedSchemas.load()), in(state))) {
        awaitVersion(pipeline, 3);
        assertEquals(2, pipeline.models().now().all().size());
      }
    }
  }
}
