package dev.vedette.risk;

import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Every version of the signals of one deciding subject and its sessions, in the order in which they
 * came: what {@code signals.v1} holds under one key. Any earlier state of knowledge is a prefix of
 * it. Immutable.
 */
public final class SignalLog {
  private static final Comparator<Signal> BY_WINDOW =
      Comparator.comparingLong(Signal::windowStartMillis)
          .thenComparing(Signal::detector)
          .thenComparing(SignalLog::via);

  private final List<Signal> upserts;
  private final int gaps;
  private final List<Verdict> verdicts;

  /** What a signal is, whatever its version. */
  record Identity(Subject subject, long windowStartMillis, String detector, String via) {
    static Identity of(Signal signal) {
      return new Identity(
          signal.subject(), signal.windowStartMillis(), signal.detector(), SignalLog.via(signal));
    }
  }

  private SignalLog(List<Signal> upserts, int gaps, List<Verdict> verdicts) {
    this.upserts = upserts;
    this.gaps = gaps;
    this.verdicts = verdicts;
  }

  /**
   * The log of these versions.
   *
   * @param upserts in the order in which they came
   * @throws IllegalArgumentException if they belong to several deciding subjects
   */
  public static SignalLog of(List<Signal> upserts) {
    var last = new HashMap<Identity, Integer>();
    int gaps = 0;
    for (Signal upsert : upserts) {
      if (!upsert.subject().decider().equals(upserts.getFirst().subject().decider())) {
        throw new IllegalArgumentException("the signals of several subjects are no log of one");
      }
      Integer before = last.put(Identity.of(upsert), upsert.evidenceMicros());
      // What a device says of its sessions is written without what was there before.
      boolean follows = upsert.previousMicros() == (before == null ? 0 : before);
      gaps += follows || upsert.previousMicros() == 0 ? 0 : 1;
    }
    return new SignalLog(List.copyOf(upserts), gaps, List.of());
  }

  /** The same with what people found out about the subject and its sessions, in any order. */
  public SignalLog with(List<Verdict> said) {
    List<Verdict> inOrder =
        said.stream()
            .sorted(Comparator.comparingLong(Verdict::atMillis).thenComparing(Verdict::id))
            .toList();
    return new SignalLog(upserts, gaps, inOrder);
  }

  /** How many verdicts had been said by an instant. */
  int saidBy(long atMillis) {
    return (int) verdicts.stream().filter(verdict -> verdict.atMillis() <= atMillis).count();
  }

  /** How many verdicts there are. */
  int said() {
    return verdicts.size();
  }

  /** Whether something is the id of a verdict. */
  boolean isVerdict(String id) {
    return verdicts.stream().anyMatch(verdict -> verdict.id().equals(id));
  }

  /** How many versions there are. */
  public int size() {
    return upserts.size();
  }

  /** All versions, in the order in which they came. */
  public List<Signal> upserts() {
    return upserts;
  }

  /**
   * How many versions do not follow the one before them: 0 if the log is whole. Versions that a
   * topic has given up leave such gaps; what is left is still summed up by final versions.
   */
  public int gaps() {
    return gaps;
  }

  /**
   * How many versions were known at an instant: those before the first that was received later. A
   * version behind that one was taken up later still, whenever its event had been received.
   */
  public int knownBy(long atMillis) {
    int known = 0;
    while (known < upserts.size() && upserts.get(known).receivedMillis() <= atMillis) {
      known++;
    }
    return known;
  }

  /** The signals as they were after so many versions; withdrawn ones are not among them. */
  public Ledger ledger(int versions) {
    Map<Subject, List<Signal>> bySubject = new HashMap<>();
    latest(versions).values().stream()
        .filter(signal -> signal.evidenceMicros() != 0)
        .sorted(BY_WINDOW)
        .forEach(signal ->
            bySubject.computeIfAbsent(signal.subject(), s -> new ArrayList<>()).add(signal));
    return subject -> bySubject.getOrDefault(subject, List.of());
  }

  /** The same without what a policy suppresses and the first so many verdicts withdraw. */
  Ledger ledger(int versions, Policy policy, int said) {
    Ledger all = ledger(versions);
    if (upserts.isEmpty()) {
      return all;
    }
    Verdicts heard = Verdicts.NONE;
    for (Verdict verdict : verdicts.subList(0, said)) {
      heard = heard.with(verdict);
    }
    return Rulings.of(policy, upserts.getFirst().subject().decider(), heard).effective(all);
  }

  /** The cells that a ledger makes for a subject; a session's with those of its owner. */
  static Cells cells(Ledger ledger, Subject subject) {
    Cells own = sum(ledger.signals(subject));
    Subject owner = subject.owner();
    return owner == null
        ? own
        : sum(ledger.signals(owner)).merge(own.atMost(SessionRisk.MAX_CELLS));
  }

  /** The signals behind a subject's risk: its own, and for a session those of its owner. */
  static List<Signal> behind(Ledger ledger, Subject subject) {
    Subject owner = subject.owner();
    if (owner == null) {
      return ledger.signals(subject);
    }
    var all = new ArrayList<>(ledger.signals(owner));
    all.addAll(ledger.signals(subject));
    return all;
  }

  private static Cells sum(List<Signal> signals) {
    Cells cells = Cells.EMPTY;
    for (Signal signal : signals) {
      cells = cells.add(signal.family(), signal.hour(), signal.evidenceMicros());
    }
    return cells;
  }

  private Map<Identity, Signal> latest(int versions) {
    var latest = new HashMap<Identity, Signal>();
    for (Signal upsert : upserts.subList(0, versions)) {
      latest.put(Identity.of(upsert), upsert);
    }
    return latest;
  }

  private static String via(Signal signal) {
    Subject via = signal.via();
    return via == null ? "" : SubjectKey.encode(via);
  }
}
