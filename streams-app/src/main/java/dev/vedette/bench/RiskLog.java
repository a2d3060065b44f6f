package dev.vedette.bench;

import dev.vedette.events.SessionActivity;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.flows.risk.Position;
import dev.vedette.flows.risk.RiskStores;
import dev.vedette.risk.Cells;
import dev.vedette.risk.Formula;
import dev.vedette.risk.Rulings;
import dev.vedette.risk.Verdict;
import dev.vedette.risk.Verdicts;
import dev.vedette.runtime.TopicDump;
import dev.vedette.runtime.kafka.ClientProperties;
import dev.vedette.schemas.Topic;
import dev.vedette.schemas.Topics;
import dev.vedette.topology.Names;
import dev.vedette.wire.WireSerdes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Everything that risk was told, as the topics have it: what was committed. Adds up plainly what
 * any of its prefixes says of a subject, and so knows what an answer should have been.
 *
 * <p>A record that risk reads was committed before. What an instance that dies has read and not yet
 * committed itself is read again by the next one: no answer can reflect a record that is not here.
 */
final class RiskLog {
  private final Formula formula;
  private final int partitions;
  private final Map<String, Told> subjects = new HashMap<>();

  private record At<T>(long offset, T value) {}

  /** What was told of one deciding subject, in order. */
  private static final class Told {
    private final List<At<Signal>> signals = new ArrayList<>();
    private final List<At<SessionActivity>> sessions = new ArrayList<>();
    private final List<At<Verdict>> verdicts = new ArrayList<>();
  }

  private RiskLog(Formula formula, int partitions) {
    this.formula = formula;
    this.partitions = partitions;
  }

  /** Reads the topics as they are now. */
  static RiskLog read(
      ClientProperties clients, Names names, WireSerdes serdes, Formula formula, int partitions)
      throws IOException {
    var log = new RiskLog(formula, partitions);
    var dump = new TopicDump(clients, names);
    log.read(dump, Topics.SIGNALS, serdes.signals().deserializer(), told -> told.signals);
    log.read(dump, Topics.SESSIONS, serdes.sessions().deserializer(), told -> told.sessions);
    log.read(dump, Topics.VERDICTS, serdes.verdicts().deserializer(), told -> told.verdicts);
    return log;
  }

  private interface Which<T> {
    List<At<T>> of(Told told);
  }

  private <T> void read(TopicDump dump, Topic topic, Deserializer<T> values, Which<T> which)
      throws IOException {
    dump.readRecords(
        topic,
        values,
        record -> {
          String key = new String(record.key(), StandardCharsets.UTF_8);
          if (record.partition() != partitionOf(key)) {
            throw new IllegalStateException(topic.name() + " has a key in another partition");
          }
          which
              .of(subjects.computeIfAbsent(key, unknown -> new Told()))
              .add(new At<>(record.offset(), record.value()));
        });
  }

  /** The partition of a key of any of the topics. */
  int partitionOf(String key) {
    return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % partitions;
  }

  /** How many signals there are. */
  long signals() {
    return subjects.values().stream().mapToLong(told -> told.signals.size()).sum();
  }

  /** What is wrong with an answer; null if nothing is. */
  @Nullable String wrong(Answer answer) {
    Answer.Told said = answer.told();
    if (said == null) {
      return null;
    }
    Subject subject = answer.question().subject();
    String key = answer.question().key();
    if (said.partition() != partitionOf(key)) {
      return "it names partition %d and not %d".formatted(said.partition(), partitionOf(key));
    }
    Told told = subjects.getOrDefault(key, new Told());
    Long micros = said.logOddsMicros();
    if (micros == null) {
      return isKnown(told, subject, said.position())
          ? "there was something at %s, and it says that nothing is known"
              .formatted(said.position())
          : null;
    }
    long expected =
        formula.logOddsMicros(subject, cells(told, subject, said.position()), said.asOfMillis());
    return expected == micros
        ? null
        : "it says %d µnat as of %s, and the records give %d"
            .formatted(micros, said.position(), expected);
  }

  /** Whether the risk is another one than without any evidence. */
  boolean isMoved(Answer answer) {
    Answer.Told said = answer.told();
    Long micros = said == null ? null : said.logOddsMicros();
    return said != null
        && micros != null
        && micros
            != formula.logOddsMicros(answer.question().subject(), Cells.EMPTY, said.asOfMillis());
  }

  /** Whether there was a record of it: any record under its key made one, or one of its session. */
  private static boolean isKnown(Told told, Subject subject, Position position) {
    boolean isSession = subject.owner() != null;
    return told.signals.stream()
            .filter(signal -> signal.offset() <= position.signals())
            .anyMatch(signal -> !isSession || subject.equals(signal.value().subject()))
        || told.sessions.stream()
            .filter(activity -> activity.offset() <= position.sessions())
            .anyMatch(activity -> !isSession || subject.equals(activity.value().session()));
  }

  private Cells cells(Told told, Subject subject, Position position) {
    Subject decider = subject.decider();
    Verdicts heard = Verdicts.NONE;
    for (At<Verdict> verdict : told.verdicts) {
      if (verdict.offset() <= position.verdicts()) {
        heard = heard.with(verdict.value());
      }
    }
    Rulings rulings = Rulings.of(formula.policy(), decider, heard);
    Map<Bytes, Signal> last = new HashMap<>();
    for (At<Signal> signal : told.signals) {
      if (signal.offset() <= position.signals()) {
        last.put(RiskStores.ledgerKey(signal.value()), signal.value());
      }
    }
    Cells cells = Cells.EMPTY;
    for (Signal signal : last.values()) {
      if (signal.subject().equals(decider) || signal.subject().equals(subject)) {
        Signal effective = rulings.effective(signal);
        cells = cells.add(effective.family(), effective.hour(), effective.evidenceMicros());
      }
    }
    return cells;
  }
}
