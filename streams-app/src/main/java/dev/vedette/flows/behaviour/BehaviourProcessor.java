package dev.vedette.flows.behaviour;

import dev.vedette.detectors.behaviour.Behaviour;
import dev.vedette.detectors.behaviour.BehaviourSettings;
import dev.vedette.detectors.behaviour.BehaviourState;
import dev.vedette.detectors.behaviour.Finding;
import dev.vedette.detectors.behaviour.Findings;
import dev.vedette.events.EventHash;
import dev.vedette.events.Observation;
import dev.vedette.events.Packer;
import dev.vedette.events.SessionActivity;
import dev.vedette.events.Sighting;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.events.SubjectType;
import dev.vedette.events.Things;
import dev.vedette.flows.CommitBeat;
import dev.vedette.flows.SourceHeader;
import dev.vedette.flows.WholeStores;
import dev.vedette.risk.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Runs {@link Behaviour} over one partition of observations: knows duplicates, keeps state, counts.
 *
 * <p>The states of the subjects seen most recently are kept as objects. Those that changed are
 * written to the stores when nothing more comes for a moment, at the latest when a commit is
 * prepared ({@link WriteBehind}), or before when they have to make room: one write of many changes
 * between two commits. When a transaction is aborted, Kafka Streams restores the stores and calls
 * {@link #init} again, so no object outlives what it stands for. Whoever reads the stores from
 * outside sees what was committed, or is about to be.
 */
final class BehaviourProcessor implements Processor<String, Noticed, String, Judged> {
  private static final byte[] NOTHING = {};
  private static final int MAX_SIGHTED = 64;

  /**
   * Memory for hashes in each task: some two million of the latest hours; others are read back.
   * With a third of it, a task that sees as many in an hour reads and forgets without end.
   */
  private static final long MAX_HASH_BYTES = 64L << 20;

  /** How many subjects' changes are kept as bytes before they are written. */
  private static final int WRITTEN_TOGETHER = 64;

  private static final long HOUR_MILLIS = 3_600_000L;
  private static final Duration SWEEP_EVERY = Duration.ofMinutes(10);

  /** It is a lull when nothing came between two looks. */
  static final Duration LOOK_EVERY = Duration.ofMillis(5);

  private final Behaviour behaviour;
  private final BehaviourSettings settings;
  private final Map<String, Remembered> remembered;
  private final Set<Remembered> changed = new LinkedHashSet<>();
  private final Packer scratch = new Packer(1024);

  private ProcessorContext<String, Judged> context;
  private KeyValueStore<Bytes, byte[]> windows;
  private KeyValueStore<Bytes, byte[]> baselines;
  private KeyValueStore<Bytes, byte[]> seen;
  private KeyValueStore<Bytes, byte[]> due;
  private KeyValueStore<Bytes, byte[]> findings;
  private KeyValueStore<Bytes, byte[]> accounts;
  private Changes changes;
  private Said said;
  private WholeStores.Shown shown = WholeStores.Shown.NOTHING;

  /** At least what the remembered hashes take; counted anew when there seem to be too many. */
  private long hashBytes;

  private final Map<String, Account> accountOfSource = new HashMap<>();
  private final Set<String> changedAccounts = new HashSet<>();
  private long sweptHour = Long.MIN_VALUE;
  private long maxReceivedMillis = Long.MIN_VALUE;
  private boolean isLull;

  @SuppressWarnings("NullAway.Init") // set in init, which Kafka Streams calls first
  BehaviourProcessor(Behaviour behaviour, int rememberedSubjects) {
    this.behaviour = behaviour;
    this.settings = behaviour.settings();
    this.remembered =
        new LinkedHashMap<>(1024, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Remembered> eldest) {
            if (size() <= rememberedSubjects) {
              return false;
            }
            if (changed.remove(eldest.getValue())) {
              eldest.getValue().handOver();
              changes.write();
            }
            return true;
          }
        };
  }

  @Override
  public void init(ProcessorContext<String, Judged> processorContext) {
    context = processorContext;
    windows = processorContext.getStateStore(BehaviourStores.WINDOWS);
    baselines = processorContext.getStateStore(BehaviourStores.BASELINES);
    seen = processorContext.getStateStore(BehaviourStores.SEEN);
    due = processorContext.getStateStore(BehaviourStores.DUE);
    findings = processorContext.getStateStore(BehaviourStores.FINDINGS);
    accounts = processorContext.getStateStore(BehaviourStores.ACCOUNT);
    changes = new Changes(baselines, windows, seen);
    said = new Said(processorContext.getStateStore(BehaviourStores.SAID));
    // A revived task keeps its processor: what was not committed must not be remembered.
    remembered.clear();
    changed.clear();
    hashBytes = 0;
    accountOfSource.clear();
    changedAccounts.clear();
    maxReceivedMillis = Long.MIN_VALUE;
    sweptHour = Long.MIN_VALUE;
    processorContext.<WriteBehind>getStateStore(WriteBehind.NAME).onCommit(this::writeChanged);
    shown =
        WholeStores.show(
            processorContext,
            BehaviourStores.BASELINES,
            BehaviourStores.WINDOWS,
            BehaviourStores.SAID);
    CommitBeat.keep(processorContext, WriteBehind.NAME);
    processorContext.schedule(LOOK_EVERY, PunctuationType.WALL_CLOCK_TIME, now -> writeInLull());
    processorContext.schedule(SWEEP_EVERY, PunctuationType.WALL_CLOCK_TIME, now -> forgetExpired());
  }

  @Override
  public void close() {
    shown.hide();
  }

  @Override
  public void process(Record<String, Noticed> record) {
    isLull = false;
    switch (record.value()) {
      case Noticed.OfObservation(Observation observation) -> observe(record, observation);
      case Noticed.OfVerdict(Verdict verdict) -> hear(record.key(), verdict);
    }
  }

  private void observe(Record<String, Noticed> record, Observation observation) {
    maxReceivedMillis = Math.max(maxReceivedMillis, observation.receivedMillis());
    Remembered subject = recall(record.key(), observation);
    if (subject.sees(hourOf(observation.timeMillis()), observation.hash())) {
      gather(subject, record, observation);
    } else if (observation.primary()) {
      count(record, Account::plusDuplicate);
    }
  }

  /** Takes a verdict: what it is about teaches accordingly, and what learned from that says so. */
  private void hear(String key, Verdict verdict) {
    byte[] id = Keys.subject(key);
    Finding found = VerdictFindings.of(verdict);
    Findings before = findings(id);
    Findings after = before.with(found);
    if (after.equals(before)) {
      return;
    }
    findings.put(Bytes.wrap(id), after.encode());
    armExpiry(id, after.overMillis(settings));
    Remembered subject = remembered.get(key);
    if (subject == null) {
      byte[] stored = baselines.get(Bytes.wrap(id));
      if (stored == null) {
        return;
      }
      subject = new Remembered(id, load(id, verdict.subject(), stored), false);
      remembered.put(key, subject);
    }
    behaviour.hear(subject.state, after, found, signal -> tell(signal, verdict.atMillis()));
    changed.add(subject);
  }

  private Findings findings(byte[] id) {
    byte[] stored = findings.get(Bytes.wrap(id));
    return stored == null ? Findings.NONE : Findings.decode(stored);
  }

  private void tell(Signal signal, long receivedMillis) {
    said.add(signal);
    context.forward(
        new Record<>(
            SubjectKey.encode(signal.subject().decider()),
            behaviour.isShadow(signal) ? new Judged.OfShadow(signal) : new Judged.OfSignal(signal),
            receivedMillis));
  }

  /**
   * Observations come all at once, when the transaction that they are in is committed. What they
   * changed is written as soon as they are through, while the thread would wait, so that less is
   * left to do while everybody waits for the next commit (ADR 0011).
   */
  private void writeInLull() {
    if (isLull) {
      writeChanged();
    }
    isLull = true;
  }

  /** Writes all that changed since it was last written. */
  private void writeChanged() {
    int together = 0;
    for (Remembered subject : changed) {
      subject.handOver();
      if (++together % WRITTEN_TOGETHER == 0) {
        changes.write();
      }
    }
    changed.clear();
    changes.write();
    if (hashBytes > MAX_HASH_BYTES) {
      letGoOfHashes();
    }
    for (String source : changedAccounts) {
      accounts.put(BehaviourAccounts.key(source), account(source).toBytes(scratch));
    }
    changedAccounts.clear();
    said.write();
  }

  private void count(Record<String, Noticed> record, UnaryOperator<Account> more) {
    String source = SourceHeader.of(record.headers());
    accountOfSource.put(source, more.apply(account(source)));
    changedAccounts.add(source);
  }

  private Account account(String source) {
    return accountOfSource.computeIfAbsent(
        source,
        name -> {
          byte[] stored = accounts.get(BehaviourAccounts.key(name));
          return stored == null ? Account.EMPTY : Account.read(stored);
        });
  }

  /** Makes room in memory: first hours that nobody asks for, then those of the idlest subjects. */
  private void letGoOfHashes() {
    remembered.values().forEach(subject -> subject.hashes.letGoOfIdle());
    hashBytes = remembered.values().stream().mapToLong(subject -> subject.hashes.bytes()).sum();
    for (Remembered subject : remembered.values()) {
      if (hashBytes <= MAX_HASH_BYTES / 4 * 3) {
        return;
      }
      hashBytes -= subject.hashes.bytes();
      subject.hashes.letGoOfStored();
      hashBytes += subject.hashes.bytes();
    }
  }

  private void gather(Remembered subject, Record<String, Noticed> record, Observation observation) {
    if (observation.primary()) {
      count(record, account -> account.plusScored(observation.hash(), observation.timeMillis()));
    }
    for (String thing : Things.shownBy(observation)) {
      sight(subject, record.key(), observation, thing);
    }
    tell(subject.presence.of(observation), record.key(), observation);
    boolean skewed =
        behaviour.observe(
            subject.state, observation, signal -> tell(signal, observation.receivedMillis()));
    if (skewed) {
      count(record, Account::plusSkewed);
    }
  }

  /** Tells a device of a session on it, and a principal of one of its own. */
  private void tell(@Nullable SessionActivity activity, String key, Observation observation) {
    if (activity != null) {
      boolean isDevice = observation.subject().type() == SubjectType.DEVICE;
      context.forward(
          new Record<>(
              isDevice ? key : SubjectKey.encode(activity.owner()),
              new Judged.OfActivity(activity),
              observation.receivedMillis()));
    }
  }

  /** Tells of the first time on a day that a principal shows something. */
  private void sight(Remembered subject, String key, Observation observation, String thing) {
    int epochDay = (int) Math.floorDiv(observation.timeMillis(), 24 * HOUR_MILLIS);
    if (subject.hasSighted(epochDay, thing)) {
      return;
    }
    var hash =
        EventHash.of(("sighting/" + epochDay + '/' + thing).getBytes(StandardCharsets.UTF_8));
    if (subject.sees(epochDay * 24, hash)) {
      var sighting = new Sighting(observation.subject().tenant(), thing, epochDay, key);
      context.forward(
          new Record<>(
              sighting.key(), new Judged.OfSighting(sighting), observation.receivedMillis()));
    }
  }

  private Remembered recall(String key, Observation observation) {
    Remembered known = remembered.get(key);
    if (known != null) {
      return known;
    }
    byte[] id = Keys.subject(key);
    byte[] stored = baselines.get(Bytes.wrap(id));
    BehaviourState state;
    if (stored == null) {
      state = behaviour.unknown(observation.subject());
      state.knows(findings(id));
      armExpiry(id, observation.timeMillis() + settings.briefExpiry().toMillis());
    } else {
      state = load(id, observation.subject(), stored);
    }
    var fresh = new Remembered(id, state, stored == null);
    remembered.put(key, fresh);
    return fresh;
  }

  private BehaviourState load(byte[] id, Subject subject, byte[] stored) {
    BehaviourState state = behaviour.known(subject, stored);
    state.knows(findings(id));
    try (var rows = windows.range(Keys.first(id), Keys.last(id))) {
      rows.forEachRemaining(
          row -> state.readRow(Keys.minutes(row.key), Keys.index(row.key), row.value));
    }
    return state;
  }

  private static int hourOf(long timeMillis) {
    return (int) Math.floorDiv(timeMillis, HOUR_MILLIS);
  }

  private void armExpiry(byte[] id, long atMillis) {
    due.put(Keys.due(hourOf(atMillis) + 1, id), NOTHING);
  }

  /** Forgets subjects of which nothing was seen for so long that nothing known of them counts. */
  private void forgetExpired() {
    long hour = hourOf(maxReceivedMillis);
    if (hour <= sweptHour || maxReceivedMillis == Long.MIN_VALUE) {
      return;
    }
    sweptHour = hour;
    writeChanged(); // what follows reads the stores
    var fired = new ArrayList<Bytes>();
    try (var entries = due.range(Keys.due(0, NOTHING), Keys.due(hour, NOTHING))) {
      entries.forEachRemaining(entry -> fired.add(entry.key));
    }
    for (Bytes entry : fired) {
      due.delete(entry);
      byte[] id = Arrays.copyOfRange(entry.get(), 4, entry.get().length);
      String key = new String(id, StandardCharsets.UTF_8);
      forgetFindings(id);
      byte[] stored = baselines.get(Bytes.wrap(id));
      if (stored == null) {
        continue;
      }
      long expires = load(id, SubjectKey.decode(key), stored).expiresAtMillis(settings);
      if (expires > maxReceivedMillis) {
        armExpiry(id, expires);
      } else {
        forget(id, key);
      }
    }
  }

  private void forgetFindings(byte[] id) {
    Findings known = findings(id);
    if (!known.isEmpty() && known.withoutOver(maxReceivedMillis, settings).isEmpty()) {
      findings.delete(Bytes.wrap(id));
    }
  }

  private void forget(byte[] id, String key) {
    remembered.remove(key);
    baselines.delete(Bytes.wrap(id));
    deleteRange(windows, Keys.first(id), Keys.last(id));
    deleteRange(seen, Keys.first(id), Keys.last(id));
  }

  private static void deleteRange(KeyValueStore<Bytes, byte[]> store, Bytes from, Bytes to) {
    var gone = new ArrayList<Bytes>();
    try (var entries = store.range(from, to)) {
      entries.forEachRemaining(entry -> gone.add(entry.key));
    }
    gone.forEach(store::delete);
  }

  /** A subject whose state is at hand. */
  private final class Remembered implements BehaviourState.Sink, Seen.Chunks {
    private final byte[] id;
    private final BehaviourState state;
    private final Seen hashes = new Seen();
    private final boolean isNew;
    private final Set<String> sighted = new HashSet<>();
    private final Presence presence = new Presence();
    private int sightedDay;
    private int cleanedHour;

    Remembered(byte[] id, BehaviourState state, boolean isNew) {
      this.id = id;
      this.state = state;
      this.isNew = isNew;
      this.cleanedHour = isNew ? openHour() : 0;
    }

    /** No event of an earlier hour can come any more. */
    private int openHour() {
      return hourOf(
          maxReceivedMillis
              - settings.skew().toMillis()
              - 2 * settings.grace().toMillis()
              - 48 * HOUR_MILLIS);
    }

    /** Whether the hash is new to the subject; notes it. */
    boolean sees(int hour, EventHash hash) {
      if (!hashes.add(hour, hash, this)) {
        return false;
      }
      hashBytes += HashSet128.MAX_ENTRY_BYTES;
      changed.add(this);
      return true;
    }

    /** Whether the action is known, without looking, to have been told of on this day. */
    boolean hasSighted(int epochDay, String action) {
      if (epochDay > sightedDay) {
        sighted.clear();
        sightedDay = epochDay;
      }
      boolean isKept = epochDay == sightedDay && sighted.size() < MAX_SIGHTED;
      return isKept ? !sighted.add(action) : epochDay == sightedDay && sighted.contains(action);
    }

    /** Hands over what changed since the last call. */
    void handOver() {
      state.store(this, scratch);
      hashes.store(this, scratch);
    }

    @Override
    public void putBaselines(byte[] bytes) {
      changes.baselines(Bytes.wrap(id), bytes);
      int open = openHour();
      if (open > cleanedHour) {
        cleanedHour = open;
        hashes.forgetBefore(open);
        deleteRange(seen, Keys.first(id), Keys.seen(id, open, 0));
      }
    }

    @Override
    public void putRow(int minutes, long index, byte[] bytes) {
      changes.window(Keys.window(id, minutes, index), bytes);
    }

    @Override
    public void deleteRow(int minutes, long index) {
      changes.window(Keys.window(id, minutes, index), null);
    }

    @Override
    public List<byte[]> load(int hour) {
      if (isNew && !hashes.hasLetGo()) {
        return List.of();
      }
      var chunks = new ArrayList<byte[]>();
      try (var entries = seen.range(Keys.seen(id, hour, 0), Keys.seen(id, hour + 1, 0))) {
        entries.forEachRemaining(entry -> {
          chunks.add(entry.value);
          hashBytes += entry.value.length / Seen.HASH_BYTES * HashSet128.MAX_ENTRY_BYTES;
        });
      }
      return chunks;
    }

    @Override
    public void store(int hour, int chunk, byte[] bytes) {
      changes.seen(Keys.seen(id, hour, chunk), bytes);
    }
  }
}
