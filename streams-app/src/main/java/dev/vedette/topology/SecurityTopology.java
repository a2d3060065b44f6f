package dev.vedette.topology;

import dev.vedette.detectors.Registry;
import dev.vedette.detectors.behaviour.Behaviour;
import dev.vedette.flows.behaviour.BehaviourFlow;
import dev.vedette.flows.directory.DirectoryFlow;
import dev.vedette.flows.incidents.IncidentFlow;
import dev.vedette.flows.ingest.IngestFlow;
import dev.vedette.flows.ingest.Intake;
import dev.vedette.flows.ingest.RawSources;
import dev.vedette.flows.ingest.RecordReader;
import dev.vedette.flows.models.ModelsFlow;
import dev.vedette.flows.policies.PoliciesFlow;
import dev.vedette.flows.prevalence.PrevalenceFlow;
import dev.vedette.flows.risk.RiskFlow;
import dev.vedette.json.Json;
import dev.vedette.models.LearnedPeers;
import dev.vedette.models.LearnedWorth;
import dev.vedette.models.Models;
import dev.vedette.ocsf.DetectionFinding;
import dev.vedette.policy.Policies;
import dev.vedette.risk.Difference;
import dev.vedette.schemas.Topic;
import dev.vedette.schemas.Topics;
import dev.vedette.sources.facts.Directory;
import dev.vedette.sources.facts.Enrichment;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;

/** The stages and nothing else: read it as a table of contents. */
public final class SecurityTopology {
  private final StreamsBuilder builder;
  private final Names names;

  private SecurityTopology(Properties config, String topicPrefix) {
    // Explicit naming is only enforced if the builder itself is given the configuration.
    this.builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(config)));
    this.names = new Names(topicPrefix);
  }

  /**
   * The whole flow.
   *
   * <pre>{@code
   * access.events.v1 → INGEST → observations.v1 → BEHAVIOUR → signals.v1 → RISK → risk.updates.v1
   * device.posture.v1 ─┤ │ ▲                         │ ├→ sessions.v1 ─────┘└→ rises.v1 → INCIDENTS
   * raw.<source>.v1 ───┘ │ │                         │ └→ signals.shadow.v1               └→ alerts.v1,
   *                      │ │                         │                                 alerts.ocsf.v1
   *     dead.letters.v1 ←┘ ├─ prevalence.v1 ← COUNT ← sightings.v1
   *                        └─ directory.principals.v1, directory.devices.v1
   * RISK → signals.v1: what is known against a device, for every session on it
   * verdicts.v1 → RISK → findings.v1 → BEHAVIOUR: what people found out, for what windows teach
   * risk.policies.v1 → RISK: what evidence is worth, known to all
   * RISK → risk.shadow.v1: for whom a policy that is only tried would say another level
   * models.v1 → what was learned in batch, known to all
   * }</pre>
   *
   * @param directory that of the settings' facts; is told of what the topics of the directory say,
   *     while it runs
   * @param models are told of what {@code models.v1} says, while it runs
   * @param policies are told of what {@code risk.policies.v1} says, while it runs
   */
  public static Topology of(
      PipelineSettings settings,
      Wire wire,
      Directory directory,
      Models models,
      Policies policies,
      Properties config) {
    return new SecurityTopology(config, settings.topicPrefix())
        .build(settings, wire, directory, models, policies, config);
  }

  private Topology build(
      PipelineSettings settings,
      Wire wire,
      Directory directory,
      Models models,
      Policies policies,
      Properties config) {
    var behaviour = new Behaviour(Registry.all(), settings.behaviour(), new LearnedWorth(models));

    var ingested =
        IngestFlow.observe(
            inbox(settings.raw()),
            () -> new RecordReader(wire.events(), settings.raw(), names.prefix()),
            rarities ->
                new Intake(
                    settings.intake(),
                    new Enrichment(settings.facts(), directory),
                    rarities,
                    new LearnedPeers(models)::groupOf));
    to(Topics.OBSERVATIONS, ingested.observations(), wire.observations());
    to(Topics.DEAD_LETTERS, ingested.deadLetters(), wire.deadLetters());

    var judged =
        BehaviourFlow.judge(
            from(Topics.OBSERVATIONS, Serdes.String(), wire.observations()),
            from(Topics.FINDINGS, Serdes.String(), wire.findings()),
            behaviour,
            settings.rememberedSubjects());
    to(Topics.SIGNALS, judged.signals(), wire.signals());
    to(Topics.SHADOW_SIGNALS, judged.shadow(), wire.signals());
    to(Topics.SIGHTINGS, judged.sightings(), wire.sightings());
    to(Topics.SESSIONS, judged.sessions(), wire.sessions());

    to(
        Topics.PREVALENCE,
        PrevalenceFlow.count(from(Topics.SIGHTINGS, Serdes.String(), wire.sightings())),
        Serdes.Long());
    PrevalenceFlow.publish(builder, names.of(Topics.PREVALENCE));

    var risk =
        RiskFlow.fuse(
            from(Topics.SIGNALS, Serdes.String(), wire.signals()),
            from(Topics.SESSIONS, Serdes.String(), wire.sessions()),
            from(Topics.VERDICTS, Serdes.String(), Serdes.ByteArray()),
            wire.verdicts(),
            wire.signals(),
            policies,
            settings.now());
    to(Topics.SIGNALS, "sessions-on-devices", risk.implicated(), wire.signals());
    to(Topics.FINDINGS, risk.findings(), wire.findings());
    to(Topics.RISK_UPDATES, risk.updates(), wire.updates());
    to(
        Topics.RISK_SHADOW,
        risk.differences().mapValues(SecurityTopology::bytes, Named.as("risk-word-differences")),
        Serdes.ByteArray());
    to(Topics.RISES, IncidentFlow.rises(risk.updates()), wire.updates());

    var incidents =
        IncidentFlow.group(
            from(Topics.RISES, Serdes.String(), wire.updates()), wire.alerts(), settings.now());
    to(Topics.ALERTS, incidents, wire.alerts());
    to(
        Topics.ALERTS_OCSF,
        incidents.mapValues(DetectionFinding::of, Named.as("incidents-word-findings")),
        Serdes.ByteArray());

    DirectoryFlow.followPrincipals(builder, names.of(Topics.DIRECTORY_PRINCIPALS), directory);
    DirectoryFlow.followDevices(builder, names.of(Topics.DIRECTORY_DEVICES), directory);
    ModelsFlow.follow(builder, names.of(Topics.MODELS), models);
    PoliciesFlow.follow(builder, names.of(Topics.RISK_POLICIES), policies);

    return builder.build(config);
  }

  private static byte[] bytes(Difference difference) {
    return Json.bytes(json -> Json.difference(difference, json));
  }

  /** Raw topics are read beside the inbox and not into it: a hop would cost a commit interval. */
  private KStream<byte[], byte[]> inbox(RawSources raw) {
    return builder.stream(
        names.inboxes(raw),
        Consumed.with(Serdes.ByteArray(), Serdes.ByteArray())
            .withName("read-" + plain(Topics.ACCESS_EVENTS)));
  }

  private <K, V> KStream<K, V> from(Topic topic, Serde<K> keys, Serde<V> values) {
    return builder.stream(
        names.of(topic), Consumed.with(keys, values).withName("read-" + plain(topic)));
  }

  private <V> void to(Topic topic, KStream<String, V> stream, Serde<V> values) {
    to(topic, plain(topic), stream, values);
  }

  private <V> void to(Topic topic, String what, KStream<String, V> stream, Serde<V> values) {
    stream.to(names.of(topic), Produced.with(Serdes.String(), values).withName("write-" + what));
  }

  private static String plain(Topic topic) {
    return topic.name().replace('.', '-');
  }
}
