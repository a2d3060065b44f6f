package dev.vedette.simulator;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides which attacks happen, when, and to whom; no two have the same victim. */
final class Schedule {
  /** One campaign for so many person-days, and at least one of each kind. */
  private static final double PERSON_DAYS_PER_CAMPAIGN = 150;

  private static final int SEARCHES = 400;
  private static final long MINUTE = 60_000;

  private final CompanySettings settings;
  private final List<Person> people;
  private final Workday workday;
  private final Dice dice;
  private final Set<Integer> victims = new HashSet<>();

  private Schedule(CompanySettings settings, List<Person> people, Workday workday) {
    this.settings = settings;
    this.people = people;
    this.workday = workday;
    dice = Dice.of(settings.seed(), Purpose.SCHEDULE);
  }

  static List<Campaign> of(CompanySettings settings, List<Person> people, Workday workday) {
    return new Schedule(settings, people, workday).campaigns();
  }

  private List<Campaign> campaigns() {
    int days = settings.days() - settings.attacksFromDay();
    var campaigns = new ArrayList<Campaign>();
    if (days <= 0) {
      return List.of();
    }
    AttackKind[] kinds = AttackKind.values();
    int wanted =
        Math.max(kinds.length, (int) (people.size() * (double) days / PERSON_DAYS_PER_CAMPAIGN));
    int most = Math.max(1, people.size() / 4);
    int turn = dice.below(kinds.length);
    for (int i = 0; i < Math.min(wanted, most); i++) {
      // 5 is coprime to the number of kinds, so every round meets each kind once.
      Campaign campaign = find(kinds[(turn + 5 * i) % kinds.length], campaigns.size(), days);
      if (campaign != null) {
        campaigns.add(campaign);
      }
    }
    return List.copyOf(campaigns);
  }

  private @Nullable Campaign find(AttackKind kind, int index, int days) {
    int spare = kind == AttackKind.SLOW_EXFILTRATION ? Math.min(4, days - 1) : 0;
    for (int search = 0; search < SEARCHES; search++) {
      Person person = dice.pick(people);
      int day = settings.attacksFromDay() + dice.below(days - spare);
      long start = startMillis(kind, person, day);
      if (start > 0
          && start < settings.endMillis() - 3 * 60 * MINUTE
          && victims.add(person.index())) {
        String name = kind.wireName().replace('_', '-');
        return new Campaign(
            String.format(Locale.ROOT, "c%03d-%s", index, name),
            kind,
            person.principal().id(),
            start,
            settings.strength(),
            index,
            person.index(),
            day);
      }
    }
    return null;
  }

  /** When the attack can begin on a day; 0 if the person does not suit. */
  private long startMillis(AttackKind kind, Person person, int day) {
    boolean left = person.lastDay() < settings.attacksFromDay();
    boolean known = person.firstDay() <= settings.attacksFromDay() - CompanySettings.QUIET_DAYS;
    if (kind == AttackKind.DORMANT_ACCOUNT ? !left : left || !known) {
      return 0;
    }
    long anyTime =
        settings.startMillis()
            + day * CompanySettings.DAY_MILLIS
            + dice.between(0L, CompanySettings.DAY_MILLIS);
    return switch (kind) {
      case PASSWORD_SPRAY,
          PASSWORD_GUESSING,
          SLOW_GUESSING,
          DORMANT_ACCOUNT,
          MFA_FATIGUE,
          ACCOUNT_TAKEOVER ->
          anyTime;
      case TOKEN_REPLAY,
          INSIDER_DOWNLOAD,
          PRIVILEGE_ABUSE,
          SLOW_EXFILTRATION,
          LATERAL_MOVEMENT,
          MASS_DELETION -> {
        List<Stay> stays = workday.stays(person, day);
        if (stays.isEmpty() || (kind == AttackKind.PRIVILEGE_ABUSE && person.administrator())) {
          yield 0;
        }
        Stay stay = kind == AttackKind.TOKEN_REPLAY ? stays.getFirst() : stays.getLast();
        long room = stay.toMillis() - stay.fromMillis();
        yield stay.fromMillis() + (long) (room * dice.between(0.1, 0.7));
      }
    };
  }
}
