package dev.vedette.risk;

import dev.vedette.events.Packer;
import dev.vedette.events.SessionActivity;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.events.Unpacker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * All that is kept of a subject that decides: a principal with its sessions, a device with those on
 * it, an address, a resource, a session of nobody. Immutable; a signal, activity or time makes a
 * new one.
 *
 * <p>A session comes into the record with its first activity or signal, at the level of its owner.
 * A session of which neither is known has the risk of its owner: readers assess the owner's cells
 * alone, as {@link #cells} does.
 *
 * <p>Sessions that are not live and whose evidence counts no more are forgotten. There are at most
 * {@value #MAX_SESSIONS}: of more, the one goes whose evidence counts no more, or else whose newest
 * evidence is the oldest; of those, the one that was not seen for longest.
 *
 * <p>Bounds: {@value Cells#MAX} own cells, {@value SessionRisk#MAX_CELLS} a session. The integer
 * cells, as far as they count, do not depend on the order of signals unless a bound is exceeded.
 * What was published does.
 *
 * <p>Encoded (version 2): sequence, newest hour, last seen, clock, published, cells, sessions, of a
 * device its guests; the subject is the key and not written. Version 1, without the life of
 * sessions and without guests, is still read. A principal with 25 cells and one live session takes
 * about 230 bytes, the worst case is {@value #MAX_BYTES}.
 *
 * @param subject the key
 * @param sequence how many updates were published
 * @param newestHour the newest hour of any signal
 * @param seenMillis when evidence, or activity of a session, last came
 * @param clockMillis the latest instant at which it was evaluated: it never goes back
 * @param own the subject's own evidence
 * @param published what the world was last told of the subject
 * @param sessions its sessions, by id
 * @param guests of a device, the sessions on it
 */
public record RiskRecord(
    Subject subject,
    long sequence,
    int newestHour,
    long seenMillis,
    long clockMillis,
    Cells own,
    Published published,
    List<SessionRisk> sessions,
    Guests guests) {
  /** The most sessions of a principal. */
  public static final int MAX_SESSIONS = 64;

  /** No record is longer than this, encoded. */
  public static final int MAX_BYTES =
      128
          + 16 * Cells.MAX
          + MAX_SESSIONS * (96 + 2 * 3 * Subject.MAX_CHARS + 16 * SessionRisk.MAX_CELLS)
          + Guests.MAX_BYTES;

  private static final int VERSION = 2;

  /** Copies the list. */
  public RiskRecord {
    sessions = List.copyOf(sessions);
  }

  /** The record of a subject of which nothing is known yet. */
  public static RiskRecord of(Subject subject, Formula formula, long nowMillis) {
    if (!subject.decider().equals(subject)) {
      throw new IllegalArgumentException("a session lives in the record of its owner");
    }
    long base = formula.baseMicros(subject);
    var track = new LevelTrack(formula.policy().levels().entered(base), nowMillis);
    return new RiskRecord(
        subject,
        0,
        Integer.MIN_VALUE,
        nowMillis,
        nowMillis,
        Cells.EMPTY,
        new Published(track, base, nowMillis),
        List.of(),
        Guests.NONE);
  }

  /**
   * Takes an upsert of the subject or of one of its sessions. Own evidence changes the live
   * sessions' risk as well, so these are looked at too.
   *
   * @param nowMillis the caller's clock; an earlier one than before counts as before
   * @param ledger must hold the signal already
   * @throws IllegalArgumentException if another subject decides for the signal's
   */
  public RiskOutcome apply(Signal signal, Formula formula, long nowMillis, Ledger ledger) {
    if (!signal.subject().decider().equals(subject)) {
      throw new IllegalArgumentException(
          "a signal of a %s does not belong into the record of this %s"
              .formatted(signal.subject().type().wireName(), subject.type().wireName()));
    }
    long at = Math.max(clockMillis, Math.max(nowMillis, signal.timeMillis()));
    int newest = Math.max(newestHour, signal.hour());
    String session = signal.subject().equals(subject) ? null : signal.subject().id();
    Cells cells = session == null ? plus(own, signal) : own;
    Cells kept = cells.withoutExpired(formula, newest);
    List<SessionRisk> all = session == null ? sessions : withSignal(session, signal, at);
    // Late evidence belongs before what was told since its window ended; taken back, before all.
    long corrects =
        signal.evidenceMicros() < signal.previousMicros()
            ? Long.MIN_VALUE
            : signal.windowEndMillis();
    var evaluation =
        new Evaluation(formula, ledger, at, signal.causedBy(), corrects, sequence, highest())
            .beside(signal.unscoreable());
    // A session's own evidence leaves its owner's risk alone; the owner's due entry serves that.
    Published told = session == null ? evaluation.look(subject, kept, published) : published;
    var after = new ArrayList<SessionRisk>();
    for (SessionRisk one : all) {
      SessionRisk lean = one.with(one.cells().withoutExpired(formula, newest));
      if (forgotten(lean, formula, at, told.level())) {
        continue;
      }
      boolean touched =
          session == null ? lean.state(at) != SessionRisk.State.ENDED : lean.id().equals(session);
      after.add(touched ? look(evaluation, lean, kept) : lean);
    }
    bound(after, formula, at);
    return new RiskOutcome(
        new RiskRecord(subject, evaluation.sequence(), newest, at, at, kept, told, after, guests),
        evaluation.updates(),
        evaluation.rises(),
        guests.implicated(signal));
  }

  /**
   * Takes the activity of a session: into the record of its principal, who keeps it, or of the
   * device that it was seen on, which implicates it. Nothing is published, as activity is no
   * evidence; but a session that comes to a device is told what is known against it.
   *
   * @param nowMillis the caller's clock; an earlier one than before counts as before
   * @throws IllegalArgumentException if the session belongs to another record
   */
  public RiskOutcome seen(
      SessionActivity activity, Formula formula, long nowMillis, Ledger ledger) {
    long at = Math.max(clockMillis, Math.max(nowMillis, activity.atMillis()));
    if (subject.type() == SubjectType.DEVICE && subject.id().equals(activity.device())) {
      Guests now = guests.with(activity);
      List<Signal> told = now.told(activity.session(), guests, ledger.signals(subject));
      var record =
          new RiskRecord(subject, sequence, newestHour, at, at, own, published, sessions, now);
      return new RiskOutcome(record, List.of(), List.of(), told);
    }
    if (!activity.owner().equals(subject)) {
      throw new IllegalArgumentException(
          "the activity of another principal's session does not belong into the record of this "
              + subject.type().wireName());
    }
    SessionRisk before = session(activity.session().id());
    if (before == null) {
      before = SessionRisk.of(activity.session().id(), activity.atMillis(), published);
    }
    var after = replaced(before.with(activity));
    bound(after, formula, at);
    var record =
        new RiskRecord(subject, sequence, newestHour, at, at, own, published, after, guests);
    return new RiskOutcome(record, List.of(), List.of(), List.of());
  }

  /**
   * Does what is due by itself: levels fall, sessions that are over are forgotten. Doing it late,
   * early or twice is harmless.
   */
  public RiskOutcome due(Formula formula, long nowMillis, Ledger ledger) {
    return looked(formula, nowMillis, ledger, "", Long.MAX_VALUE);
  }

  /** Reads the same evidence under another policy, and tells what changes by it. */
  public RiskOutcome reread(Formula formula, long nowMillis, Ledger ledger) {
    String causedBy = "policy " + formula.policy().version();
    return looked(formula, nowMillis, ledger, causedBy, Long.MAX_VALUE);
  }

  /**
   * Adds up the evidence anew from the ledger, when something was ruled on it: the cells become
   * those of the signals that the ledger gives. What changes by it corrects what was told before.
   *
   * @param ledger gives signals with their effective evidence
   * @param causedBy id of the verdict, or what else was behind it
   */
  public RiskOutcome corrected(Formula formula, long nowMillis, Ledger ledger, String causedBy) {
    var changed = new ArrayList<SessionRisk>();
    for (SessionRisk one : sessions) {
      Cells cells = cells(formula, ledger.signals(one.subject(subject)));
      changed.add(one.with(cells.atMost(SessionRisk.MAX_CELLS)));
    }
    return new RiskRecord(
            subject,
            sequence,
            newestHour,
            seenMillis,
            clockMillis,
            cells(formula, ledger.signals(subject)),
            published,
            changed,
            guests)
        .looked(formula, nowMillis, ledger, causedBy, Long.MIN_VALUE);
  }

  /** What a signal of a device says of the sessions on it, for the records of their owners. */
  public List<Signal> implicated(Signal signal) {
    return guests.implicated(signal);
  }

  private Cells cells(Formula formula, List<Signal> signals) {
    Cells cells = Cells.EMPTY;
    for (Signal signal : signals) {
      cells = cells.add(signal.family(), signal.hour(), signal.evidenceMicros());
    }
    return cells.withoutExpired(formula, newestHour);
  }

  private RiskOutcome looked(
      Formula formula, long nowMillis, Ledger ledger, String causedBy, long correctsMillis) {
    long at = Math.max(clockMillis, nowMillis);
    var evaluation =
        new Evaluation(formula, ledger, at, causedBy, correctsMillis, sequence, highest());
    Published told = evaluation.look(subject, own, published);
    var after = new ArrayList<SessionRisk>();
    for (SessionRisk one : sessions) {
      SessionRisk looked = look(evaluation, one, own);
      if (!forgotten(looked, formula, at, told.level())) {
        after.add(looked);
      }
    }
    return new RiskOutcome(
        new RiskRecord(
            subject, evaluation.sequence(), newestHour, seenMillis, at, own, told, after, guests),
        evaluation.updates(),
        evaluation.rises(),
        List.of());
  }

  /**
   * When {@link #due} or {@link #expired} next has something to do: after the record's clock, or at
   * it if a signal left something unlooked-at that is due already; always after it behind {@link
   * #due}.
   */
  public long nextDueMillis(Formula formula) {
    long next =
        Math.min(
            expiryMillis(formula),
            Evaluation.nextFallMillis(formula, subject, own, published.track(), clockMillis));
    for (SessionRisk one : sessions) {
      LevelTrack track = one.published().track();
      // Above its owner's level a session must fall before it can be forgotten.
      long due =
          track.level().compareTo(published.level()) <= 0
              ? one.lastKeptMillis(formula) + 1
              : Long.MAX_VALUE;
      next = Math.min(next, due);
      next =
          Math.min(
              next,
              Evaluation.nextFallMillis(
                  formula, one.subject(subject), own.merge(one.cells()), track, clockMillis));
    }
    return next;
  }

  /**
   * Whether the record may be deleted: nothing was seen, and no evidence was dated, for ten of the
   * longest half-lives and a day; or there is no evidence, and nothing was seen for three days.
   */
  public boolean expired(Formula formula, long nowMillis) {
    return nowMillis >= expiryMillis(formula);
  }

  /** The highest level that the world was told, of the subject or of one of its sessions. */
  public Level highest() {
    Level highest = published.level();
    for (SessionRisk one : sessions) {
      Level its = one.published().level();
      highest = its.compareTo(highest) > 0 ? its : highest;
    }
    return highest;
  }

  /** The highest log-odds of the subject or of one of its sessions at an instant. */
  public long highestMicros(Formula formula, long atMillis) {
    long highest = formula.logOddsMicros(subject, own, atMillis);
    for (SessionRisk one : sessions) {
      Cells both = own.merge(one.cells());
      highest = Math.max(highest, formula.logOddsMicros(one.subject(subject), both, atMillis));
    }
    return highest;
  }

  /** The cells that decide for the subject, or for one of its sessions, known or not. */
  public Cells cells(@Nullable String session) {
    SessionRisk known = session == null ? null : session(session);
    return known == null ? own : own.merge(known.cells());
  }

  /** A session that was seen or has had a signal, else null. */
  public @Nullable SessionRisk session(String id) {
    for (SessionRisk one : sessions) {
      if (one.id().equals(id)) {
        return one;
      }
    }
    return null;
  }

  /** The risk of the subject, or of one of its sessions, at an instant. */
  public Assessment assess(Formula formula, @Nullable String session, long atMillis) {
    return formula.assess(subject(session), cells(session), atMillis);
  }

  /**
   * The risk at an instant, explained, for a reader: nothing is published and nothing changes. The
   * level is the one that an evaluation at this instant would find.
   */
  public RiskUpdate read(Formula formula, @Nullable String session, long atMillis, Ledger ledger) {
    SessionRisk known = session == null ? null : session(session);
    Published last = known == null ? published : known.published();
    Cells cells = cells(session);
    long logOdds = formula.logOddsMicros(subject(session), cells, atMillis);
    LevelTrack track = last.track().next(formula.policy().levels(), logOdds, atMillis);
    return new Evaluation(formula, ledger, atMillis, "", Long.MAX_VALUE, sequence, highest())
        .tell(subject(session), cells, last, track);
  }

  /** Compact bytes that begin with a version. */
  public byte[] encode() {
    var packer = new Packer(256).putByte(VERSION);
    packer.putVar(sequence).putSigned(newestHour).putSigned(seenMillis);
    packer.putSigned(clockMillis - seenMillis);
    published.pack(packer, seenMillis);
    own.pack(packer);
    packer.putVar(sessions.size());
    for (SessionRisk one : sessions) {
      one.pack(packer, seenMillis);
    }
    if (subject.type() == SubjectType.DEVICE) {
      guests.pack(packer, seenMillis);
    }
    return packer.toBytes();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException if the bytes are malformed or of another version
   */
  public static RiskRecord decode(Subject subject, byte[] bytes) {
    var unpacker = new Unpacker(bytes);
    int version = unpacker.getByte();
    if (version < 1 || version > VERSION) {
      throw new IllegalArgumentException(
          "a risk record of version " + version + ", not 1 to " + VERSION);
    }
    long sequence = unpacker.getVar();
    int newestHour = Math.toIntExact(unpacker.getSigned());
    long seen = unpacker.getSigned();
    long clock = seen + unpacker.getSigned();
    Published published =
        version == 1 ? Published.unpackVersion1(unpacker, seen) : Published.unpack(unpacker, seen);
    Cells own = Cells.unpack(unpacker);
    int count = unpacker.getVarInt();
    if (count > MAX_SESSIONS) {
      throw new IllegalArgumentException(
          "%d sessions: there are at most %d".formatted(count, MAX_SESSIONS));
    }
    var sessions = new ArrayList<SessionRisk>(count);
    for (int i = 0; i < count; i++) {
      sessions.add(
          version == 1
              ? SessionRisk.unpackVersion1(unpacker, seen)
              : SessionRisk.unpack(unpacker, seen));
    }
    Guests guests =
        version == 1 || subject.type() != SubjectType.DEVICE
            ? Guests.NONE
            : Guests.unpack(unpacker, subject.tenant(), seen);
    if (!unpacker.atEnd()) {
      throw new IllegalArgumentException("there is more behind the risk record");
    }
    return new RiskRecord(
        subject, sequence, newestHour, seen, clock, own, published, sessions, guests);
  }

  private Subject subject(@Nullable String session) {
    return session == null ? subject : Subject.session(subject, session);
  }

  private SessionRisk look(Evaluation evaluation, SessionRisk one, Cells owners) {
    return one.told(
        evaluation.look(one.subject(subject), owners.merge(one.cells()), one.published()));
  }

  private List<SessionRisk> withSignal(String id, Signal signal, long at) {
    SessionRisk before = session(id);
    if (before == null) {
      before = SessionRisk.of(id, at, published);
    }
    Cells cells = plus(before.cells(), signal);
    return replaced(before.seen(at).with(cells.atMost(SessionRisk.MAX_CELLS)));
  }

  private List<SessionRisk> replaced(SessionRisk session) {
    var changed = new ArrayList<SessionRisk>();
    for (SessionRisk one : sessions) {
      if (!one.id().equals(session.id())) {
        changed.add(one);
      }
    }
    changed.add(session);
    changed.sort(Comparator.comparing(SessionRisk::id));
    return changed;
  }

  private static Cells plus(Cells cells, Signal signal) {
    return cells.add(signal.family(), signal.hour(), signal.deltaMicros());
  }

  private static boolean forgotten(SessionRisk one, Formula formula, long at, Level ownersLevel) {
    return at > one.lastKeptMillis(formula) && one.published().level().compareTo(ownersLevel) <= 0;
  }

  private static void bound(List<SessionRisk> sessions, Formula formula, long at) {
    if (sessions.size() <= MAX_SESSIONS) {
      return;
    }
    ToLongFunction<SessionRisk> newest =
        one -> {
          Cells counting = one.cells().counting(formula, at);
          return counting.isEmpty() ? Long.MIN_VALUE : counting.hour(counting.size() - 1);
        };
    sessions.remove(
        sessions.stream()
            .min(
                Comparator.comparingLong(newest)
                    .thenComparingLong(SessionRisk::seenMillis)
                    .thenComparing(SessionRisk::id))
            .orElseThrow());
  }

  private long expiryMillis(Formula formula) {
    if (own.isEmpty() && sessions.isEmpty()) {
      return Math.max(seenMillis, guests.lastMillis()) + Guests.KEPT_MILLIS + 1;
    }
    long quiet = Math.max(seenMillis, (newestHour + 1L) * Cells.HOUR_MILLIS);
    return quiet + formula.longestHorizonMillis() + 24 * Cells.HOUR_MILLIS + 1;
  }
}
