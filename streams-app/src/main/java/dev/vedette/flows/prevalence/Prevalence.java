package dev.vedette.flows.prevalence;

import dev.vedette.events.Rarity;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How rare an action is in a tenant, from the number of its doers on each day.
 *
 * <p>An event of day D is stamped with the fraction of principal-days, of the {@value #DAYS} days
 * that end with D − {@value #DELAY_DAYS}, on which the action was done. Two days later, all events
 * of that last day have been counted, so the stamp does not depend on when it is looked up.
 */
public final class Prevalence {
  /** How many days count. */
  public static final int DAYS = 28;

  /** How many days before the event's day the last counted day is. */
  public static final int DELAY_DAYS = 2;

  /** The action that stands for any: its doers are the active principals of a day. */
  public static final String ANY_ACTION = "";

  private static final int REMEMBERED = 20_000;

  private final Counts counts;
  private final Map<Question, Rarity> answers =
      new LinkedHashMap<>(256, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Question, Rarity> eldest) {
          return size() > REMEMBERED;
        }
      };

  private record Question(String tenant, String action, int epochDay) {}

  /** The number of principals of a tenant who did an action on a day. */
  @FunctionalInterface
  public interface Counts {
    /** That number, 0 if nobody did. */
    long doers(String tenant, String action, int epochDay);
  }

  /** Answers from these counts. Answers are remembered: what is asked may not change any more. */
  public Prevalence(Counts counts) {
    this.counts = counts;
  }

  /** The rarity of an action for an event of this day (days since 1970). */
  public Rarity of(String tenant, String action, int epochDay) {
    return answers.computeIfAbsent(new Question(tenant, action, epochDay), this::count);
  }

  private Rarity count(Question question) {
    int last = question.epochDay() - DELAY_DAYS;
    long doers = 0;
    long active = 0;
    for (int day = last - DAYS + 1; day <= last; day++) {
      active += counts.doers(question.tenant(), ANY_ACTION, day);
      doers += counts.doers(question.tenant(), question.action(), day);
    }
    return Rarity.of(doers, active, last);
  }
}
