package dev.vedette.topology;

import dev.vedette.detectors.behaviour.BehaviourSettings;
import dev.vedette.flows.Now;
import dev.vedette.flows.ingest.Intake;
import dev.vedette.flows.ingest.RawSources;
import dev.vedette.models.ModelSet;
import dev.vedette.risk.Policy;
import dev.vedette.sources.facts.Facts;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * What the pipeline may be told, the same for topology and backtest.
 *
 * @param topicPrefix put before every topic's name, empty for the names of the catalogue
 * @param intake how time is checked
 * @param raw native records that are taken beside events
 * @param facts what is known beside the log: identity, directory, networks, places
 * @param behaviour windows, grace, learning run, expiry
 * @param policy what turns evidence into risk
 * @param now whose time it is when risk is evaluated
 * @param rememberedSubjects how many subjects each behaviour task keeps at hand as objects
 * @param models what was learned in batch and is known before any of {@code models.v1} is read
 */
public record PipelineSettings(
    String topicPrefix,
    Intake.Settings intake,
    RawSources raw,
    Facts facts,
    BehaviourSettings behaviour,
    Policy policy,
    Now now,
    int rememberedSubjects,
    ModelSet models) {

  /** Grace 30 minutes, 30 minutes ahead, the default policy, the present. */
  public static final PipelineSettings DEFAULT =
      new PipelineSettings(
          "",
          new Intake.Settings(Duration.ofMinutes(30), Duration.ofMinutes(30)),
          RawSources.NONE,
          Facts.NONE,
          BehaviourSettings.DEFAULT,
          Policy.DEFAULT,
          Now.WALL_CLOCK,
          20_000,
          ModelSet.NONE);

  /** Checks what must agree. */
  public PipelineSettings {
    if (!intake.grace().equals(behaviour.grace())) {
      throw new IllegalArgumentException(
          "ingest and behaviour have one grace, not %s and %s"
              .formatted(intake.grace(), behaviour.grace()));
    }
    if (rememberedSubjects < 1) {
      throw new IllegalArgumentException(
          "rememberedSubjects is at least 1, not " + rememberedSubjects);
    }
    if (!topicPrefix.matches("[a-zA-Z0-9._-]{0,100}")) {
      throw new IllegalArgumentException(
          "a topic prefix has letters, digits, '.', '_' and '-', not \"%s\""
              .formatted(topicPrefix));
    }
  }

  /** The same with another prefix of topics. */
  public PipelineSettings withTopicPrefix(String prefix) {
    return new PipelineSettings(
        prefix, intake, raw, facts, behaviour, policy, now, rememberedSubjects, models);
  }

  /** The same with another grace, for lateness as for learning. */
  public PipelineSettings withGrace(Duration grace) {
    return new PipelineSettings(
        topicPrefix,
        new Intake.Settings(grace, intake.ahead()),
        raw,
        facts,
        behaviour.withGrace(grace),
        policy,
        now,
        rememberedSubjects,
        models);
  }

  /** The same with other raw sources. */
  public PipelineSettings withRaw(RawSources other) {
    return new PipelineSettings(
        topicPrefix, intake, other, facts, behaviour, policy, now, rememberedSubjects, models);
  }

  /** The same with other facts. */
  public PipelineSettings withFacts(Facts other) {
    return new PipelineSettings(
        topicPrefix, intake, raw, other, behaviour, policy, now, rememberedSubjects, models);
  }

  /** The same with a learning run. */
  public PipelineSettings learningUntil(Instant instant) {
    return new PipelineSettings(
        topicPrefix,
        intake,
        raw,
        facts,
        behaviour.learningUntil(instant),
        policy,
        now,
        rememberedSubjects,
        models);
  }

  /** The same with these detectors in shadow. */
  public PipelineSettings withShadow(Set<String> detectors) {
    return new PipelineSettings(
        topicPrefix,
        intake,
        raw,
        facts,
        behaviour.withShadow(detectors),
        policy,
        now,
        rememberedSubjects,
        models);
  }

  /** The same with another policy. */
  public PipelineSettings withPolicy(Policy other) {
    return new PipelineSettings(
        topicPrefix, intake, raw, facts, behaviour, other, now, rememberedSubjects, models);
  }

  /** The same with another now. */
  public PipelineSettings at(Now other) {
    return new PipelineSettings(
        topicPrefix, intake, raw, facts, behaviour, policy, other, rememberedSubjects, models);
  }

  /** The same with other models. */
  public PipelineSettings withModels(ModelSet other) {
    return new PipelineSettings(
        topicPrefix, intake, raw, facts, behaviour, policy, now, rememberedSubjects, other);
  }
}
