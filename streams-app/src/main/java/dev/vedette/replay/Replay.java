package dev.vedette.replay;

import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.flows.behaviour.Account;
import dev.vedette.flows.behaviour.BehaviourAccounts;
import dev.vedette.flows.behaviour.BehaviourStores;
import dev.vedette.flows.ingest.IngestAccount;
import dev.vedette.flows.ingest.IngestAccounts;
import dev.vedette.flows.ingest.IngestFlow;
import dev.vedette.flows.risk.RiskStores;
import dev.vedette.policy.Formulas;
import dev.vedette.replay.input.Item;
import dev.vedette.results.RunFiles;
import dev.vedette.results.RunFiles.Counts;
import dev.vedette.results.RunFiles.Ending;
import dev.vedette.results.RunFiles.Summary;
import dev.vedette.risk.Alert;
import dev.vedette.risk.RiskRecord;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.risk.Verdict;
import dev.vedette.risk.Verdicts;
import dev.vedette.runtime.Drain;
import dev.vedette.runtime.Pace;
import dev.vedette.runtime.Pipeline;
import dev.vedette.runtime.Pipeline.Deployment;
import dev.vedette.runtime.TopicDump;
import dev.vedette.schemas.PackagedSchemas;
import dev.vedette.schemas.SchemaResolver;
import dev.vedette.schemas.Topics;
import dev.vedette.topology.Names;
import dev.vedette.topology.PipelineSettings;
import dev.vedette.topology.Wire;
import dev.vedette.wire.WireSerdes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * Sends a recording through the topology and waits for its end.
 *
 * <p>The {@link Pace} is what makes a replay exact.
 */
public final class Replay {
  private static final int PER_TRANSACTION = 1_000;

  private final Recording recording;
  private final PipelineSettings settings;
  private final Deployment deployment;
  private final Names names;
  private final Wire wire;
  private final WireSerdes serdes;
  private final Listener listener;

  /** Told of the way of a replay. */
  public interface Listener {
    /** So much is read. */
    void read(Progress progress, long bytesRead, long totalBytes);

    /** An earlier run had read all of it: nothing is read now. */
    default void alreadyEnded() {}
  }

  /** A replay of a recording with these settings and the packaged schema ids. */
  public Replay(
      Recording recording, PipelineSettings settings, Deployment deployment, Listener listener) {
    this(recording, settings, deployment, PackagedSchemas.load(), listener);
  }

  /** A replay of a recording with these settings, whose topics carry these schema ids. */
  public Replay(
      Recording recording,
      PipelineSettings settings,
      Deployment deployment,
      SchemaResolver schemas,
      Listener listener) {
    this.wire = Wire.of(schemas);
    this.serdes = new WireSerdes(schemas);
    this.recording = recording;
    this.settings = settings;
    this.deployment = deployment;
    this.names = new Names(settings.topicPrefix());
    this.listener = listener;
  }

  /**
   * Runs to the end of the recording, from wherever an earlier run came to, and writes the files.
   */
  public Summary run(Path out) throws IOException, InterruptedException {
    long startedNanos = System.nanoTime();
    Pipeline.provision(settings, deployment);
    try (Pipeline pipeline = Pipeline.start(settings, wire, deployment);
        Drain drain = new Drain(deployment.clients(), deployment.applicationId(), names)) {
      Progress progress = feed(pipeline, drain);
      drain.await(pipeline);
      return write(out, pipeline, progress, startedNanos);
    }
  }

  private Progress feed(Pipeline pipeline, Drain drain) throws IOException, InterruptedException {
    try (var feeder =
            new Feeder(
                deployment.clients(),
                names,
                serdes,
                deployment.applicationId(),
                recording.format().name());
        var source = recording.open();
        var pace = new Pace(pipeline, drain, deployment.clients(), names)) {
      if (feeder.committed().ended()) {
        listener.alreadyEnded();
        return feeder.committed();
      }
      // What an earlier run fed last may be a verdict, or the end of a day, that must sink in.
      drain.await(pipeline);
      long skip = feeder.committed().items();
      long day = Pace.dayOf(feeder.committed().receivedMillis());
      int inTransaction = 0;
      while (source.hasNext()) {
        Item item = source.next();
        if (item.index() < skip) {
          continue;
        }
        if (tell(item.receivedMillis(), feeder, pace)) {
          inTransaction = 0;
        }
        if (Pace.dayOf(item.receivedMillis()) != day) {
          feeder.commit();
          inTransaction = 0;
          pace.endDay();
          day = Pace.dayOf(item.receivedMillis());
        }
        feeder.feed(item);
        if (++inTransaction == PER_TRANSACTION) {
          feeder.commit();
          inTransaction = 0;
          var bytes = source.progress();
          listener.read(feeder.committed(), bytes.bytesRead(), bytes.totalBytes());
          pace.admit();
        }
      }
      tell(Long.MAX_VALUE, feeder, pace);
      feeder.end();
      feeder.commit();
      var bytes = source.progress();
      listener.read(feeder.committed(), bytes.bytesRead(), bytes.totalBytes());
      return feeder.committed();
    }
  }

  /**
   * Tells of the verdicts that were said before an instant, if there are any: what was received
   * before them has gone through all stages then, and nothing that was received after them.
   */
  private boolean tell(long beforeMillis, Feeder feeder, Pace pace) throws InterruptedException {
    List<Verdict> all = recording.verdicts();
    if (!isDue(all, feeder.pending().verdicts(), beforeMillis)) {
      return false;
    }
    feeder.commit();
    pace.endDay();
    while (isDue(all, feeder.pending().verdicts(), beforeMillis)) {
      feeder.tell(all.get(feeder.pending().verdicts()));
    }
    feeder.commit();
    pace.endDay();
    return true;
  }

  private static boolean isDue(List<Verdict> all, int told, long beforeMillis) {
    return told < all.size() && all.get(told).atMillis() < beforeMillis;
  }

  /** The verdicts that were heard, in the order in which they were said. */
  private List<Verdict> verdicts(TopicDump dump) {
    var verdicts = new ArrayList<Verdict>();
    dump.read(Topics.VERDICTS, serdes.verdicts().deserializer(), verdicts::add);
    verdicts.sort(Comparator.comparingLong(Verdict::atMillis).thenComparing(Verdict::id));
    return verdicts;
  }

  private Summary write(Path out, Pipeline pipeline, Progress progress, long startedNanos)
      throws IOException {
    try (var files = new RunFiles(out)) {
      return write(files, pipeline, progress, startedNanos);
    }
  }

  private Summary write(RunFiles files, Pipeline pipeline, Progress progress, long startedNanos)
      throws IOException {
    // What is in force on the instance, which risk.policies.v1 may have replaced since the start.
    Formulas formulas = pipeline.policies().now();
    var dump = new TopicDump(deployment.clients(), names);
    var finals = new HashMap<Bytes, Signal>();
    var history = new HistoryFiles(files);
    dump.readRecords(Topics.SESSIONS, serdes.sessions().deserializer(), history::add);
    dump.readRecords(
        Topics.SIGNALS,
        serdes.signals().deserializer(),
        version -> {
          finals.put(RiskStores.ledgerKey(version.value()), version.value());
          history.write(version);
        });
    history.end();
    var shadow = new HashMap<Bytes, Signal>();
    dump.read(
        Topics.SHADOW_SIGNALS,
        serdes.signals().deserializer(),
        signal -> shadow.put(RiskStores.ledgerKey(signal), signal));
    IngestAccount ingested;
    try (var accounts = pipeline.<String, byte[]>store(IngestFlow.ACCOUNT).all()) {
      ingested = IngestAccounts.read(accounts).total();
    }
    Account account;
    try (var accounts = pipeline.<Bytes, byte[]>store(BehaviourStores.ACCOUNT).all()) {
      account = BehaviourAccounts.read(accounts).total();
    }
    Map<Subject, RiskRecord> records = new HashMap<>();
    try (var stored = RiskStores.subjects(pipeline.store(RiskStores.SUBJECTS))) {
      while (stored.hasNext()) {
        var entry = stored.next();
        Subject subject = SubjectKey.decode(entry.key);
        records.put(subject, RiskStores.record(subject, entry.value));
      }
    }
    ReadOnlyKeyValueStore<Bytes, byte[]> rulings = pipeline.store(RiskStores.RULINGS);
    Function<Subject, Verdicts> verdicts = decider -> RiskStores.verdicts(rulings, decider);
    var subjects = new HashSet<Subject>(records.keySet());
    finals.values().forEach(signal -> subjects.add(signal.subject()));
    try (var known = pipeline.<Bytes, byte[]>store(BehaviourStores.BASELINES).all()) {
      while (known.hasNext()) {
        subjects.add(SubjectKey.decode(new String(known.next().key.get(), StandardCharsets.UTF_8)));
      }
    }
    List<RiskUpdate> updates = new ArrayList<>();
    dump.read(Topics.RISK_UPDATES, serdes.riskUpdates().deserializer(), updates::add);
    updates.sort(Comparator.comparingLong(RiskUpdate::atMillis).thenComparing(RiskUpdate::id));
    for (RiskUpdate update : updates) {
      files.update(update);
    }
    List<Alert> alerts = new ArrayList<>();
    dump.read(Topics.ALERTS, serdes.alerts().deserializer(), alerts::add);
    alerts.sort(
        Comparator.comparingLong((Alert alert) -> alert.incident().changedMillis())
            .thenComparingInt(alert -> alert.incident().version())
            .thenComparing(Alert::id));
    for (Alert alert : alerts) {
      files.alert(alert);
    }
    dump.readAll(Topics.DEAD_LETTERS, serdes.deadLetters().deserializer(), files::deadLetter);
    for (Verdict verdict : verdicts(dump)) {
      files.verdict(verdict);
    }
    long nowMillis = account.maxTimeMillis();
    return files.finish(
        new Ending(
            new Counts(
                progress.items(),
                account.scored(),
                account.duplicates(),
                ingested.tooLate(),
                progress.ignored() + ingested.ignored(),
                progress.deadLettered() + ingested.deadLettered(),
                account.skewed()),
            account.hashHex(),
            nowMillis,
            (System.nanoTime() - startedNanos) / 1e9,
            subject -> formulas.of(subject.tenant()),
            verdicts,
            finals.values(),
            shadow.values(),
            subjects,
            subject -> {
              RiskRecord known = records.get(subject);
              return known == null
                  ? RiskRecord.of(subject, formulas.of(subject.tenant()), nowMillis)
                  : known;
            }));
  }
}
