package dev.vedette.rest;

import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.rest.Queries.Reflects;
import dev.vedette.risk.Level;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.risk.SessionRisk;
import dev.vedette.risk.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What may be asked of many subjects at once, and of what happened to one over time. */
public interface SubjectQueries {
  /** The greatest limit of a list. */
  int MAX_LISTED = 1_000;

  /** The most subjects that are looked up at once. */
  int MAX_LOOKED_UP = 1_000;

  /** The most points of a series. */
  int MAX_POINTS = 500;

  /** The most signals that are told of beside a series: the strongest. */
  int MAX_BESIDE = 200;

  /** For how long a list may be gone on with. */
  Duration LISTED_FOR = Duration.ofMinutes(15);

  /**
   * The subjects of a tenant, highest risk first, equal ones by their key: with a text to find, all
   * that are known; without one, those that ever had evidence. The whole list is as of the instant
   * of its first page; a subject whose evidence changes meanwhile may move in it, no other is left
   * out or told of twice.
   *
   * @param limit 1 to {@value #MAX_LISTED}
   * @param after where the page before ended; null for the first page
   */
  Listing list(String tenant, Filter filter, int limit, @Nullable After after);

  /** The risk of subjects now, in the order of the question. At most {@value #MAX_LOOKED_UP}. */
  Lookup lookUp(List<Subject> subjects);

  /**
   * A subject's risk over time, as corrected: by what is known now.
   *
   * @param points how many, 2 to {@value #MAX_POINTS}; the first at {@code from}, the last at
   *     {@code to}
   * @return null if nothing is known of the subject
   */
  @Nullable Series series(Subject subject, Instant from, Instant to, int points);

  /**
   * The signals of a subject, newest window first, withdrawn ones left out.
   *
   * @param from the earliest start of a window
   * @param to before this the windows started
   * @param after the key of the last signal of the page before, as the page says; null for the
   *     first
   * @return null if nothing is known of the subject
   */
  @Nullable Signals signals(
      Subject subject, Instant from, Instant to, int limit, @Nullable String after);

  /** The sessions of a principal of which is kept something; null if nothing is known of it. */
  @Nullable Sessions sessionsOf(Subject principal);

  /**
   * What is wanted.
   *
   * @param type only subjects of this type; null for all but the sessions of principals
   * @param atLeast only of this level or a higher one; null for all
   * @param text only with this in their id, whatever its case; null for all
   */
  record Filter(@Nullable SubjectType type, @Nullable Level atLeast, @Nullable String text) {}

  /**
   * Where a page ended.
   *
   * @param atMillis the instant of the list
   * @param logOddsMicros the last subject's log-odds then
   * @param key the last subject's key
   */
  record After(long atMillis, long logOddsMicros, String key) {}

  /**
   * A page.
   *
   * @param asOf the instant that was evaluated
   * @param dataTime the greatest event time seen; null before the first event
   * @param subjects in order
   * @param next where it goes on; null if it does not
   * @param missing the instances whose subjects are not in it, because they did not answer
   * @param cutAfter how many subjects with the text an instance looked at, if it knows of more;
   *     empty if all were looked at
   */
  record Listing(
      Instant asOf,
      @Nullable Instant dataTime,
      List<Listed> subjects,
      @Nullable After next,
      List<String> missing,
      OptionalInt cutAfter) {
    /** Copies the lists. */
    public Listing {
      subjects = List.copyOf(subjects);
      missing = List.copyOf(missing);
    }

    /** Whether nothing is missing and all were looked at. */
    boolean isWhole() {
      return missing.isEmpty() && cutAfter.isEmpty();
    }
  }

  /**
   * A subject of a list.
   *
   * @param risk how much and why
   * @param toldMillis when its risk was last published; 0 if it never was
   */
  record Listed(RiskUpdate risk, long toldMillis) {}

  /**
   * Answers to many.
   *
   * @param asOf the instant that was evaluated
   * @param dataTime the greatest event time seen; null before the first event
   * @param answers in the order of the question
   * @param missing the instances that did not answer
   */
  record Lookup(
      Instant asOf, @Nullable Instant dataTime, List<Looked> answers, List<String> missing) {
    /** Copies the lists. */
    public Lookup {
      answers = List.copyOf(answers);
      missing = List.copyOf(missing);
    }
  }

  /**
   * A subject that was looked up.
   *
   * @param subject whom it is about
   * @param reflects which records the risk is made of, or know nothing of it; null if it is
   *     unavailable, because nobody could say
   * @param risk its risk; null if nothing is known of it, or it is unavailable
   * @param state of a principal's session, how it is; null of others, or if that is not known
   */
  record Looked(
      Subject subject,
      @Nullable Reflects reflects,
      @Nullable RiskUpdate risk,
      SessionRisk.@Nullable State state) {
    /** Whether anybody could say; if not, nothing is said of the subject. */
    public boolean isAvailable() {
      return reflects != null;
    }
  }

  /**
   * Risk over time.
   *
   * @param asOf the instant of the answer
   * @param dataTime the greatest event time seen; null before the first event
   * @param points in order of time
   * @param signals the strongest of the signals whose windows touch the span, in order of time
   * @param from where it was read
   */
  record Series(
      Instant asOf,
      @Nullable Instant dataTime,
      List<Point> points,
      List<Signal> signals,
      Origin from) {
    /** Copies the lists. */
    public Series {
      points = List.copyOf(points);
      signals = List.copyOf(signals);
    }
  }

  /**
   * Risk at an instant.
   *
   * @param atMillis the instant
   * @param logOddsMicros micro-nats
   * @param level that of the log-odds alone
   */
  record Point(long atMillis, long logOddsMicros, Level level) {}

  /**
   * A page of signals.
   *
   * @param asOf the instant of the answer
   * @param dataTime the greatest event time seen; null before the first event
   * @param signals newest window first
   * @param next where it goes on; null if it does not
   * @param from where it was read
   */
  record Signals(
      Instant asOf,
      @Nullable Instant dataTime,
      List<Ruled> signals,
      @Nullable String next,
      Origin from) {
    /** Copies the list. */
    public Signals {
      signals = List.copyOf(signals);
    }
  }

  /**
   * A signal and what was ruled on it.
   *
   * @param signal as it was signalled
   * @param effectiveMicros what counts of its evidence
   * @param verdict what a person said of it; null if nobody did
   */
  record Ruled(Signal signal, int effectiveMicros, Verdict.@Nullable Kind verdict) {}

  /**
   * Sessions.
   *
   * @param asOf the instant that was evaluated
   * @param dataTime the greatest event time seen; null before the first event
   * @param reflects which records the risks are made of
   * @param principal whose they are
   * @param sessions the last seen first
   * @param from where it was read
   */
  record Sessions(
      Instant asOf,
      @Nullable Instant dataTime,
      Reflects reflects,
      Subject principal,
      List<Live> sessions,
      Origin from) {
    /** Copies the list. */
    public Sessions {
      sessions = List.copyOf(sessions);
    }
  }

  /** A session's life and its risk. */
  record Live(SessionRisk life, RiskUpdate risk) {}
}
