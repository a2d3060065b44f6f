package dev.vedette.flows.models;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vedette.detectors.model.Model;
import dev.vedette.flows.Following;
import dev.vedette.models.ModelJson;
import dev.vedette.models.ModelKey;
import dev.vedette.models.Models;
import java.time.Instant;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records of learned models in, into the memory of this instance, while it runs. A global store
 * remembers them, so that a restart knows what was known before the first event.
 */
public final class ModelsFlow {
  /** What records say of models, on every instance. */
  public static final String KNOWN = "models-known-v1";

  private static final Logger LOG = LoggerFactory.getLogger(ModelsFlow.class);

  private ModelsFlow() {}

  /** Tells of the models of a topic. */
  public static void follow(StreamsBuilder builder, String topic, Models models) {
    Following.<Model>follow(
        builder,
        topic,
        "models",
        KNOWN,
        "models-read-models",
        ModelsFlow::read,
        (before, after) -> {
          models.replace(before, after);
          if (after != null) {
            log("knows", after);
          } else if (before != null) {
            log("forgets", before);
          }
        });
  }

  private static Model read(Bytes key, byte[] value) {
    Model model = ModelJson.read(KNOWN, value);
    if (!ModelKey.of(model).equals(new String(key.get(), UTF_8))) {
      throw new IllegalArgumentException("the record's key is not that of its model");
    }
    return model;
  }

  private static void log(String does, Model model) {
    LOG.info(
        "{} model {}, effective from {}",
        does,
        ModelKey.of(model),
        Instant.ofEpochMilli(model.head().effectiveFromMillis()));
  }
}
