package dev.vedette.schemas;

import dev.vedette.schemas.Topic.Audience;
import dev.vedette.schemas.Topic.Stamp;
import java.time.Duration;
import java.util.List;

/**
 * The topic catalogue: every topic that Vedette uses, the internal ones too. {@code docs/topics.md}
 * is made from it.
 */
public final class Topics {
  /** The application id, the first word of what Kafka Streams names by itself. */
  public static final String APPLICATION = "vedette";

  private static final int PARTITIONS = 4;

  /** Where everything begins. */
  public static final Topic ACCESS_EVENTS =
      new Topic(
          "access.events.v1",
          "What happened, in one vocabulary for all sources.",
          "free: any key, any partitioner",
          "AccessEvent, or JSON of the same names if the first byte is {",
          AccessEvent.getClassSchema(),
          PARTITIONS,
          Duration.ofDays(7),
          Stamp.RECEPTION,
          List.of("enforcement points", "sources", "replay"),
          List.of("ingest"),
          Audience.PUBLIC);

  /** The pattern of the raw topics: one for each source that is read natively. */
  public static final Topic RAW =
      new Topic(
          "raw.<source>.v1",
          "Native records of a source, as any shipper writes them. Made for each source that the"
              + " service is told to read (`--raw`). Header `vedette-format` names a record's format;"
              + " without it the source does. Holds raw input: protect it like a log.",
          "free: any key, any partitioner",
          "one line or record in its native format, at most 1 MiB",
          null,
          PARTITIONS,
          Duration.ofDays(7),
          Stamp.RECEPTION,
          List.of("log shippers", "`ship`"),
          List.of("ingest"),
          Audience.PUBLIC);

  /** How devices are. */
  public static final Topic DEVICE_POSTURE =
      new Topic(
          "device.posture.v1",
          "What device management or protection says of a device: compliant, not compliant,"
              + " compromised, unknown. It becomes evidence of the device and of every session on"
              + " it.",
          "free: any key, any partitioner",
          "JSON of format `device-posture` (docs/formats.md): `time`, `device.id`, `posture`",
          null,
          PARTITIONS,
          Duration.ofDays(7),
          Stamp.RECEPTION,
          List.of("device management"),
          List.of("ingest"),
          Audience.PUBLIC);

  /** From ingest to behaviour. */
  public static final Topic OBSERVATIONS =
      new Topic(
          "observations.v1",
          "What one event means for one subject.",
          "subject key",
          "Observation",
          Observation.getClassSchema(),
          PARTITIONS,
          Duration.ofDays(1),
          Stamp.CREATE,
          List.of("ingest"),
          List.of("behaviour"),
          Audience.INTERNAL);

  /** What detectors in shadow say: seen by whoever tries them, and by nobody's risk. */
  public static final Topic SHADOW_SIGNALS =
      new Topic(
          "signals.shadow.v1",
          "Evidence of detectors that run in shadow, as upserts: to be looked at before they count.",
          "subject key of the subject that would decide",
          "Signal",
          Signal.getClassSchema(),
          PARTITIONS,
          Duration.ofDays(90),
          Stamp.CREATE,
          List.of("behaviour"),
          List.of("analysts"),
          Audience.PUBLIC);

  /** From behaviour to risk: the ledger of evidence. */
  public static final Topic SIGNALS =
      new Topic(
          "signals.v1",
          "Evidence of (subject, detector, window), as upserts: the ledger from which risk is"
              + " explained.",
          "subject key of the subject that decides: a session's principal, otherwise the subject",
          "Signal",
          Signal.getClassSchema(),
          PARTITIONS,
          Duration.ofDays(400),
          Stamp.CREATE,
          List.of("behaviour", "risk, for the sessions on a device"),
          List.of("risk", "analysts"),
          Audience.PUBLIC);

  /** From behaviour to risk: which sessions live, and where. */
  public static final Topic SESSIONS =
      new Topic(
          "sessions.v1",
          "A principal's session goes on, or ends: told once in a quarter of an hour to the"
              + " principal and to the device that it is on.",
          "subject key of the principal, or of the device",
          "SessionActivity",
          SessionActivity.getClassSchema(),
          PARTITIONS,
          Duration.ofDays(7),
          Stamp.CREATE,
          List.of("behaviour"),
          List.of("risk"),
          Audience.INTERNAL);

  /** What enforcement points follow. */
  public static final Topic RISK_UPDATES =
      new Topic(
          "risk.updates.v1",
          "A subject's risk after it has changed, with the explanation that adds up.",
          "subject key of the subject that decides",
          "RiskUpdate",
          RiskUpdate.getClassSchema(),
          PARTITIONS,
          Duration.ofDays(30),
          Stamp.CREATE,
          List.of("risk"),
          List.of("enforcement points", "sinks"),
          Audience.PUBLIC);

  /** From risk to incidents: those who are, or were until now, HIGH or CRITICAL. */
  public static final Topic RISES =
      new Topic(
          "rises.v1",
          "A risk update of a subject that is HIGH or CRITICAL, or was before it; by tenant, as what"
              + " is linked may be anybody's.",
          "tenant",
          "RiskUpdate",
          RiskUpdate.getClassSchema(),
          PARTITIONS,
          Duration.ofDays(7),
          Stamp.CREATE,
          List.of("risk"),
          List.of("incidents"),
          Audience.INTERNAL);

  /** What people are woken for. */
  public static final Topic ALERTS =
      new Topic(
          "alerts.v1",
          "A version of an incident: subjects that rose to HIGH or CRITICAL and are linked, with a"
              + " timeline of what was seen. It replaces the version before.",
          "tenant/incident, each part percent-encoded",
          "Alert",
          Alert.getClassSchema(),
          PARTITIONS,
          Duration.ofDays(400),
          Stamp.CREATE,
          List.of("incidents"),
          List.of("SIEM connectors"),
          Audience.PUBLIC);

  /** The same for whoever speaks OCSF. */
  public static final Topic ALERTS_OCSF =
      new Topic(
          "alerts.ocsf.v1",
          "The same as `alerts.v1`, as Detection Finding of OCSF 1.4 (class 2004): created, updated,"
              + " closed.",
          "tenant/incident, each part percent-encoded",
          "JSON",
          null,
          PARTITIONS,
          Duration.ofDays(400),
          Stamp.CREATE,
          List.of("incidents"),
          List.of("SIEM connectors"),
          Audience.PUBLIC);

  /** What could not be used. */
  public static final Topic DEAD_LETTERS =
      new Topic(
          "dead.letters.v1",
          "Input that could not be used, with the reason. Holds raw input: protect it like a log.",
          "none",
          "DeadLetter",
          DeadLetter.getClassSchema(),
          PARTITIONS,
          Duration.ofDays(30),
          Stamp.CREATE,
          List.of("ingest", "replay"),
          List.of("operators"),
          Audience.PUBLIC);

  /** From behaviour to the count of who does what. */
  public static final Topic SIGHTINGS =
      new Topic(
          "sightings.v1",
          "A principal did an action on a day, said once.",
          "tenant/action/day, each part percent-encoded",
          "Sighting",
          Sighting.getClassSchema(),
          PARTITIONS,
          Duration.ofDays(7),
          Stamp.CREATE,
          List.of("behaviour"),
          List.of("prevalence"),
          Audience.INTERNAL);

  /** How many principals did what on which day. */
  public static final Topic PREVALENCE =
      new Topic(
          "prevalence.v1",
          "How many principals of a tenant did an action on a day.",
          "tenant/action/day, each part percent-encoded; day: days since 1970-01-01",
          "8 bytes, the count, most significant first",
          null,
          1,
          null,
          Stamp.CREATE,
          List.of("prevalence"),
          List.of("ingest, as a global store, for days up to the second before an event's"),
          Audience.INTERNAL);

  /** Who is who. */
  public static final Topic DIRECTORY_PRINCIPALS =
      new Topic(
          "directory.principals.v1",
          "What a directory says of a person or service account from an instant on: names,"
              + " department, manager, groups, criticality.",
          "free, one for each version of a principal's facts, such as tenant/id/effectiveFrom",
          "JSON with the fields of docs/facts.md; none withdraws the version",
          null,
          1,
          null,
          Stamp.CREATE,
          List.of("directories"),
          List.of("ingest, as a global store"),
          Audience.PUBLIC);

  /** Whose is what. */
  public static final Topic DIRECTORY_DEVICES =
      new Topic(
          "directory.devices.v1",
          "What a directory says of a device from an instant on: names, owner, criticality.",
          "free, one for each version of a device's facts, such as tenant/id/effectiveFrom",
          "JSON with the fields of docs/facts.md; none withdraws the version",
          null,
          1,
          null,
          Stamp.CREATE,
          List.of("directories"),
          List.of("ingest, as a global store"),
          Audience.PUBLIC);

  /** The greatest model, in bytes: 8 MiB. */
  public static final int MAX_MODEL_BYTES = 8 << 20;

  /** What was learned in batch. */
  public static final Topic MODELS =
      new Topic(
          "models.v1",
          "A version of a model that was learned in batch: isolation forest, peer groups,"
              + " calibration, fusion weights.",
          "tenant/kind/id/version, each part percent-encoded",
          "JSON of docs/models.md, at most 8 MiB; none withdraws the version",
          null,
          1,
          null,
          Stamp.CREATE,
          List.of("`models publish`"),
          List.of("every instance, as a global store, while it runs"),
          Audience.PUBLIC,
          MAX_MODEL_BYTES + 64 * 1024);

  /** The greatest policy, in bytes: 1 MiB. */
  public static final int MAX_POLICY_BYTES = 1 << 20;

  /** What evidence is worth. */
  public static final Topic RISK_POLICIES =
      new Topic(
          "risk.policies.v1",
          "The policy that turns a tenant's evidence into risk, and a candidate that is only tried.",
          "the tenant, or `*` for all that have none of their own; `*shadow*/` before it for a"
              + " candidate",
          "YAML or JSON of docs/policy.md, at most 1 MiB; none withdraws the policy",
          null,
          1,
          null,
          Stamp.CREATE,
          List.of("`policy publish`"),
          List.of("every instance, as a global store, while it runs"),
          Audience.PUBLIC,
          MAX_POLICY_BYTES + 64 * 1024);

  /** For whom a candidate policy says something else. */
  public static final Topic RISK_SHADOW =
      new Topic(
          "risk.shadow.v1",
          "The level that a candidate policy gives a subject becomes another than that of the"
              + " policy in force, changes while it is, or is the same again.",
          "subject key of the subject that decides",
          "JSON of docs/policy.md",
          null,
          PARTITIONS,
          Duration.ofDays(90),
          Stamp.CREATE,
          List.of("risk"),
          List.of("analysts"),
          Audience.PUBLIC);

  /** What people found out. */
  public static final Topic VERDICTS =
      new Topic(
          "verdicts.v1",
          "What a person found out about evidence: it confirms or withdraws signals.",
          "subject key of the subject that decides, as in signals.v1",
          "Verdict",
          Verdict.getClassSchema(),
          PARTITIONS,
          Duration.ofDays(400),
          Stamp.CREATE,
          List.of("analysts, over HTTP", "`verdict`", "replay"),
          List.of("risk"),
          Audience.PUBLIC);

  /** From risk to behaviour: what windows may teach. */
  public static final Topic FINDINGS =
      new Topic(
          "findings.v1",
          "A verdict once more, for the subject whose windows it is about: what they may teach.",
          "subject key, of a session its own",
          "Verdict",
          Verdict.getClassSchema(),
          PARTITIONS,
          Duration.ofDays(7),
          Stamp.CREATE,
          List.of("risk"),
          List.of("behaviour"),
          Audience.INTERNAL);

  /** Where a replay goes on. */
  public static final Topic REPLAY_PROGRESS =
      new Topic(
          "replay.progress.v1",
          "How far a replay has read its input, written in the transaction of what it read.",
          "name of the replay",
          "JSON",
          null,
          1,
          null,
          Stamp.CREATE,
          List.of("replay"),
          List.of("replay"),
          Audience.INTERNAL);

  private static final List<Topic> ALL =
      List.of(
          ACCESS_EVENTS,
          DEVICE_POSTURE,
          OBSERVATIONS,
          SIGNALS,
          SHADOW_SIGNALS,
          SESSIONS,
          RISK_UPDATES,
          RISES,
          ALERTS,
          ALERTS_OCSF,
          DEAD_LETTERS,
          SIGHTINGS,
          PREVALENCE,
          DIRECTORY_PRINCIPALS,
          DIRECTORY_DEVICES,
          MODELS,
          RISK_POLICIES,
          RISK_SHADOW,
          VERDICTS,
          FINDINGS,
          REPLAY_PROGRESS);

  private static final List<Store> STORES =
      List.of(
          new Store("ingest-account-v1", "ingest", "how many events were read, scored, refused"),
          new Store("behaviour-windows-v1", "behaviour", "what was seen, by subject and window"),
          new Store("behaviour-baselines-v1", "behaviour", "what is normal, by subject"),
          new Store("behaviour-seen-v1", "behaviour", "events already counted, by subject"),
          new Store("behaviour-due-v1", "behaviour", "when a subject may be forgotten, by hour"),
          new Store("behaviour-findings-v1", "behaviour", "what people found out, by subject"),
          new Store("behaviour-account-v1", "behaviour", "how many observations were what"),
          new Store("behaviour-said-v1", "behaviour", "signals, by tenant, day and detector"),
          new Store("prevalence-counts-v1", "prevalence", "principals by tenant, action and day"),
          new Store(
              "risk-subjects-v1", "risk", "cells of evidence, level and sessions, by subject"),
          new Store(
              "risk-ledger-v1", "risk", "the last signal of (subject, detector, window, via)"),
          new Store("risk-due-v1", "risk", "when something changes by itself, by instant"),
          new Store("incidents-open-v1", "incidents", "open incidents, by tenant and id"),
          new Store(
              "incidents-closed-v1",
              "incidents",
              "the last incidents that ended, by tenant and id"),
          new Store(
              "risk-rulings-v1",
              "risk",
              "verdicts, and under which policies records were last read"),
          new Store("risk-precision-v1", "risk", "how often a detector was right, by day"),
          new Store(
              "risk-shadow-v1", "risk", "the records of a candidate policy; empty without one"));

  private Topics() {}

  /**
   * The raw topic of a source.
   *
   * @throws IllegalArgumentException if the name is not 1 to 64 small letters, digits and dashes
   */
  public static Topic raw(String source) {
    if (!source.matches("[a-z0-9-]{1,64}")) {
      throw new IllegalArgumentException(
          "a raw source has 1 to 64 small letters, digits and dashes, not \"%s\""
              .formatted(source));
    }
    return RAW.withName("raw." + source + ".v1");
  }

  /** The topics that are created from this catalogue, in the order of the flow. */
  public static List<Topic> all() {
    return ALL;
  }

  /** The stores that Kafka Streams backs with a changelog topic of its own making. */
  public static List<Store> stores() {
    return STORES;
  }

  /**
   * A store of the topology.
   *
   * @param name {@code capability-noun-version}
   * @param flow the flow that owns it
   * @param holds what it holds
   */
  public record Store(String name, String flow, String holds) {
    /** The compacted topic from which the store is restored. */
    public String changelog() {
      return "%s-%s-changelog".formatted(APPLICATION, name);
    }
  }
}
