package dev.vedette.flows.prevalence;

import dev.vedette.events.Rarity;
import dev.vedette.events.Things;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How rare something is in a tenant or among peers ({@link Things}), from the number of principals
 * who showed it on each day.
 *
 * <p>An event of day D is stamped with the fraction of principal-days, of the {@value #DAYS} days
 * that end with D − {@value #DELAY_DAYS}, on which it was shown. Two days later, all events of that
 * last day have been counted, so the stamp does not depend on when it is looked up.
 */
public final class Prevalence {
  /** How many days count. */
  public static final int DAYS = 28;

  /** How many days before the event's day the last counted day is. */
  public static final int DELAY_DAYS = 2;

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

  private record Question(String tenant, String thing, String among, int epochDay) {}

  /** The number of principals of a tenant who showed something on a day. */
  @FunctionalInterface
  public interface Counts {
    /** That number, 0 if nobody did. */
    long doers(String tenant, String thing, int epochDay);
  }

  /** Answers from these counts. Answers are remembered: what is asked may not change any more. */
  public Prevalence(Counts counts) {
    this.counts = counts;
  }

  /** The rarity of a thing among those who showed another, for an event of this day. */
  public Rarity of(String tenant, String thing, String among, int epochDay) {
    return answers.computeIfAbsent(new Question(tenant, thing, among, epochDay), this::count);
  }

  private Rarity count(Question question) {
    int last = question.epochDay() - DELAY_DAYS;
    long doers = 0;
    long active = 0;
    for (int day = last - DAYS + 1; day <= last; day++) {
      active += counts.doers(question.tenant(), question.among(), day);
      doers += counts.doers(question.tenant(), question.thing(), day);
    }
    return Rarity.of(doers, active, last);
  }
}
