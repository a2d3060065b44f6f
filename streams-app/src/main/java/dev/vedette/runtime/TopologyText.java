package dev.vedette.runtime;

import dev.vedette.models.Models;
import dev.vedette.policy.Policies;
import dev.vedette.runtime.Pipeline.Deployment;
import dev.vedette.runtime.kafka.ClientProperties;
import dev.vedette.schemas.PackagedSchemas;
import dev.vedette.topology.PipelineSettings;
import dev.vedette.topology.SecurityTopology;
import dev.vedette.topology.Wire;
import java.nio.file.Path;
import java.time.Duration;

/** The topology as text. */
public final class TopologyText {
  /** The stages and the topics between them: the picture of every page that shows one. */
  static final String STAGES =
      """
      access.events.v1 → INGEST → observations.v1 → BEHAVIOUR → signals.v1 → RISK → risk.updates.v1
      device.posture.v1 ─┤ │ ▲                         │ ├→ sessions.v1 ─────┘└→ rises.v1 → INCIDENTS
      raw.<source>.v1 ───┘ │ │                         │ └→ signals.shadow.v1               └→ alerts.v1,
                           │ │                         │                                 alerts.ocsf.v1
          dead.letters.v1 ←┘ ├─ prevalence.v1 ← COUNT ← sightings.v1
                             └─ directory.principals.v1, directory.devices.v1
      RISK → signals.v1: what is known against a device, for every session on it
      verdicts.v1 → RISK → findings.v1 → BEHAVIOUR: what people found out, for what windows teach
      risk.policies.v1 → RISK: what evidence is worth, known to all
      RISK → risk.shadow.v1: for whom a policy that is only tried would say another level
      models.v1 → what was learned in batch, known to all
      """;

  private TopologyText() {}

  /** The stages, and Kafka Streams' description, with the names of the catalogue. */
  public static String of() {
    return STAGES + "\n" + description();
  }

  /** Kafka Streams' description: every operator, store and topic by its name. */
  public static String description() {
    var deployment =
        new Deployment(
            "vedette",
            ClientProperties.NONE.withBootstrapServers("127.0.0.1:9092"),
            Path.of("state"),
            1,
            Duration.ofMillis(100),
            1 << 20,
            4,
            false,
            0,
            "describe");
    return SecurityTopology.of(
            PipelineSettings.DEFAULT,
            Wire.of(PackagedSchemas.load()),
            PipelineSettings.DEFAULT.facts().directory(),
            new Models(),
            new Policies(PipelineSettings.DEFAULT.policy()),
            deployment.config())
        .describe()
        .toString();
  }
}
