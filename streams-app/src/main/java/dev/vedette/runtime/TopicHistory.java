package dev.vedette.runtime;

import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.risk.SignalLog;
import dev.vedette.risk.Verdict;
import dev.vedette.runtime.kafka.ClientProperties;
import dev.vedette.schemas.Topics;
import dev.vedette.schemas.WireFormatException;
import dev.vedette.topology.Names;
import dev.vedette.wire.WireSerdes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * What the topics still hold of a subject. Each question reads a topic from its beginning to its
 * end: it is asked by an analyst, not by a program that is in a hurry.
 */
public final class TopicHistory {
  private final TopicDump dump;
  private final WireSerdes serdes;

  /** Reads topics of these names. */
  public TopicHistory(ClientProperties clients, Names names, WireSerdes serdes) {
    this.serdes = serdes;
    this.dump = new TopicDump(clients, names);
  }

  /** All versions of the signals of a deciding subject and its sessions, in order. */
  public SignalLog log(Subject decider) {
    var versions = new ArrayList<Signal>();
    signals(signal -> {
      if (signal.subject().decider().equals(decider)) {
        versions.add(signal);
      }
    });
    return SignalLog.of(versions).with(verdicts(decider));
  }

  /** What people found out about a deciding subject and its sessions. */
  private List<Verdict> verdicts(Subject decider) {
    var verdicts = new ArrayList<Verdict>();
    dump.read(
        Topics.VERDICTS,
        new ByteArrayDeserializer(),
        bytes -> {
          try {
            Verdict verdict = serdes.verdicts().decode(bytes);
            if (verdict.subject().decider().equals(decider)) {
              verdicts.add(verdict);
            }
          } catch (WireFormatException | IllegalArgumentException e) {
            // The pipeline passed it over as well, and said so.
          }
        });
    return verdicts;
  }

  /** What was told of a subject, in order. */
  public List<RiskUpdate> updates(Subject subject) {
    var updates = new ArrayList<RiskUpdate>();
    updates(update -> {
      if (update.subject().equals(subject)) {
        updates.add(update);
      }
    });
    return updates;
  }

  /** The update of an id, or null. */
  public @Nullable RiskUpdate update(String id) {
    var found = new ArrayList<RiskUpdate>();
    updates(update -> {
      if (update.id().equals(id)) {
        found.add(update);
      }
    });
    return found.isEmpty() ? null : found.getFirst();
  }

  /** The subjects with signals under a type and an id, of any tenant. */
  public List<Subject> subjects(Subject like) {
    Set<Subject> found = new LinkedHashSet<>();
    signals(signal -> {
      Subject subject = signal.subject();
      if (subject.type() == like.type() && subject.id().equals(like.id())) {
        found.add(subject);
      }
    });
    return List.copyOf(found);
  }

  private void signals(Consumer<Signal> sink) {
    dump.read(Topics.SIGNALS, serdes.signals().deserializer(), sink);
  }

  private void updates(Consumer<RiskUpdate> sink) {
    dump.read(Topics.RISK_UPDATES, serdes.riskUpdates().deserializer(), sink);
  }
}
