package dev.vedette.rest;

import dev.vedette.detectors.behaviour.Coverage;
import dev.vedette.detectors.behaviour.DetectorView;
import dev.vedette.detectors.behaviour.RateView;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.explain.Explained;
import dev.vedette.flows.behaviour.BehaviourAccounts;
import dev.vedette.flows.behaviour.Said;
import dev.vedette.flows.ingest.IngestAccounts;
import dev.vedette.flows.risk.Position;
import dev.vedette.flows.risk.Precision;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.risk.SessionRisk;
import dev.vedette.runtime.Backlog;
import dev.vedette.topology.KnownPeers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a reader may ask of a running pipeline. Answers come from the state of this instance and may
 * be ahead of what is committed. Any number of threads may ask at once.
 *
 * <p>Every question about state throws {@link StoresUnavailableException} while the state cannot be
 * read, as in a rebalance.
 */
public interface Queries extends SubjectQueries, IncidentQueries, OperationQueries {
  /** The greatest number of sessions that {@link #sessions} finds. */
  int MAX_SESSIONS = 11;

  /** The greatest limit of {@link #top}. */
  int MAX_TOP = 1_000;

  /** The instant as of which a question without one is answered, in whole milliseconds. */
  Instant now();

  /**
   * The known sessions of an id, of nobody and of any owner: the same id under two principals is
   * two sessions. At most {@value #MAX_SESSIONS}.
   */
  Namesakes sessions(String tenant, String id);

  /**
   * Sessions of one id.
   *
   * @param from where they were looked for: every part of what was learned
   */
  record Namesakes(List<Subject> sessions, List<Origin> from) {
    /** Copies the lists. */
    public Namesakes {
      sessions = List.copyOf(sessions);
      from = List.copyOf(from);
    }
  }

  /**
   * A subject's risk with the explanation that adds up; without evidence its prior.
   *
   * @param at the instant; null for the present. An earlier one is answered as corrected: with the
   *     final evidence of the windows that had begun by then, and levels without hysteresis
   * @param counterfactual whether to look for the smallest set of signals that the level hangs on
   * @return null if nothing is known of the subject
   */
  @Nullable Risk risk(Subject subject, @Nullable Instant at, boolean counterfactual);

  /** The same without a counterfactual. */
  default @Nullable Risk risk(Subject subject, @Nullable Instant at) {
    return risk(subject, at, false);
  }

  /**
   * A session now: whether it lives, its risk, and how fresh the answer is.
   *
   * @param session a session of a principal
   * @return null if nothing is known of it
   */
  @Nullable Session session(Subject session);

  /**
   * Where it was read that nothing is known of a subject, no evidence and nothing that was learned,
   * and as of which records; null if something is.
   *
   * <p>Ask it behind a question that had no answer: something may have come between.
   */
  @Nullable Unknown unknown(Subject subject);

  /** Where it was read that nothing was learned of a subject; null if something was. */
  @Nullable Unknown unseen(Subject subject);

  /** What has been learned of a subject by now; null if nothing was ever seen of it. */
  @Nullable Profile profile(Subject subject);

  /** What is usual for a subject; null if nothing is known of it. */
  @Nullable Habits habits(Subject subject);

  /** Among whom a principal, or the owner of a session, is now; null if nobody knows. */
  KnownPeers.@Nullable Group peers(Subject subject);

  /** Which detections can see a subject; null if nothing was ever seen of it. */
  default @Nullable Coverage coverage(Subject subject) {
    Profile profile = profile(subject);
    return profile == null ? null : Coverage.of(profile.detectors());
  }

  /** The other instances, as far as they are known, and whether they answer. */
  default List<Instance> instances() {
    return List.of();
  }

  /**
   * An instance.
   *
   * @param name where it is asked, {@code host:port}
   * @param isAsked whether it is the one that is being asked
   * @param isReachable whether it answers
   */
  record Instance(String name, boolean isAsked, boolean isReachable) {}

  /**
   * The subjects of a tenant with the highest risk now, highest first, equal ones by their key.
   * Subjects that never had a signal are not among them. The ranking may be a second old.
   *
   * @param type only subjects of this type; null for all but the sessions of principals, which have
   *     at least the risk of their principal
   * @param limit 1 to {@value #MAX_TOP}
   */
  Top top(String tenant, @Nullable SubjectType type, int limit);

  /** How often the detectors of a tenant were right, as far as somebody found out. */
  Verdicts precision(String tenant);

  /** What was counted. */
  Accounts accounts();

  /** Whether the pipeline runs, and what it measures of itself. Never fails. */
  Health health();

  /**
   * What waits in the topics that all instances read, as it was looked at last; null if it was not
   * yet. Never fails, and never waits for the broker.
   */
  @Nullable Backlog backlog();

  /**
   * Which records an answer reflects: those of one partition of the topics that feed risk, up to a
   * position. What is known of a subject is all in one partition.
   */
  record Reflects(int partition, Position position) {}

  /**
   * A subject's risk.
   *
   * @param reflects which records it is made of; read as corrected, at least these
   * @param asOf the instant that was evaluated
   * @param dataTime the greatest event time seen; null before the first event
   * @param explained how much and why
   * @param from where it was read
   */
  record Risk(
      Reflects reflects,
      Instant asOf,
      @Nullable Instant dataTime,
      Explained explained,
      Origin from) {
    /** How much and why. */
    public RiskUpdate risk() {
      return explained.risk();
    }
  }

  /**
   * A session.
   *
   * @param reflects which records the risk is made of
   * @param asOf the instant that was evaluated
   * @param dataTime the greatest event time seen; null before the first event
   * @param life when it opened, was seen, ended and where; null if it was never told of, which is
   *     so for a session that was seen before sessions were, or that made room for others
   * @param risk how much and why: its own evidence, its principal's and its device's
   * @param evidenceTime event time of the newest evidence behind it; null if there is none
   * @param lagRecords how many records the stages before the answer are behind, as far as they
   *     measure it
   * @param from where it was read
   */
  record Session(
      Reflects reflects,
      Instant asOf,
      @Nullable Instant dataTime,
      @Nullable SessionRisk life,
      RiskUpdate risk,
      @Nullable Instant evidenceTime,
      long lagRecords,
      Origin from) {}

  /**
   * What has been learned of a subject.
   *
   * @param asOf the instant that was evaluated
   * @param dataTime the greatest event time seen; null before the first event
   * @param subject whom it is about
   * @param detectors the detectors that look at subjects of its type
   * @param from where it was read
   */
  record Profile(
      Instant asOf,
      @Nullable Instant dataTime,
      Subject subject,
      List<DetectorView> detectors,
      Origin from) {
    /** Copies the list. */
    public Profile {
      detectors = List.copyOf(detectors);
    }
  }

  /**
   * What is usual for a subject.
   *
   * @param profile what has been learned of it
   * @param rates the seasonal rates among that
   */
  record Habits(Profile profile, List<RateView> rates) {
    /** Copies the list. */
    public Habits {
      rates = List.copyOf(rates);
    }
  }

  /**
   * A ranking.
   *
   * @param asOf the instant that was evaluated
   * @param dataTime the greatest event time seen; null before the first event
   * @param subjects highest risk first
   * @param missing the instances whose subjects are not in it, because they did not answer
   */
  record Top(
      Instant asOf, @Nullable Instant dataTime, List<RiskUpdate> subjects, List<String> missing) {
    /** Copies the lists. */
    public Top {
      subjects = List.copyOf(subjects);
      missing = List.copyOf(missing);
    }
  }

  /**
   * What detectors said, and what was found out about it.
   *
   * @param asOf the instant that was evaluated
   * @param dataTime the greatest event time seen; null before the first event
   * @param days what was found out, by detector and day
   * @param said what was said in the last days, by detector and day
   * @param shadow the detectors that are only tried
   * @param missing the instances whose counts are not in it, because they did not answer
   */
  record Verdicts(
      Instant asOf,
      @Nullable Instant dataTime,
      List<Precision.Day> days,
      List<Said.Day> said,
      Set<String> shadow,
      List<String> missing) {
    /** Copies the collections. */
    public Verdicts {
      days = List.copyOf(days);
      said = List.copyOf(said);
      shadow = Set.copyOf(shadow);
      missing = List.copyOf(missing);
    }
  }

  /** What ingest and behaviour counted in the partitions of this instance. */
  record Accounts(IngestAccounts ingested, BehaviourAccounts judged) {
    /** The greatest event time; null before the first event. */
    public @Nullable Instant dataTime() {
      long maxTimeMillis = judged.total().maxTimeMillis();
      return maxTimeMillis == Long.MIN_VALUE ? null : Instant.ofEpochMilli(maxTimeMillis);
    }
  }

  /**
   * How the pipeline is.
   *
   * @param running whether it works: not starting, rebalancing, stopping or failed
   * @param state its state in Kafka Streams' words
   * @param threads stream threads that are alive
   * @param lags how far behind each partition is that this instance reads
   * @param latencies operation ({@code process}, {@code commit}) → milliseconds
   */
  record Health(
      boolean running, String state, int threads, List<Lag> lags, Map<String, Latency> latencies) {
    /** Copies the collections. */
    public Health {
      lags = List.copyOf(lags);
      latencies = Map.copyOf(latencies);
    }

    /** Topic → records behind, of the partition that is furthest behind. */
    public Map<String, Long> lagByTopic() {
      return lags.stream()
          .collect(Collectors.toMap(Lag::topic, Lag::records, Math::max, TreeMap::new));
    }
  }

  /** How many records a partition is behind. */
  record Lag(String topic, int partition, long records) {}

  /**
   * How long an operation takes, in milliseconds, over the last half minute; empty if it did not
   * happen.
   *
   * @param mean the mean over threads of their means
   * @param max the greatest of any thread
   */
  record Latency(OptionalDouble mean, OptionalDouble max) {}
}
