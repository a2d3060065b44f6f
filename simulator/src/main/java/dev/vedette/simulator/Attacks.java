package dev.vedette.simulator;

import java.util.List;

/**
 * Acts out campaigns, day by day. Written from what attackers do, not from what detectors look for:
 * nothing here may be tuned to a detector.
 */
final class Attacks {
  /** How many days a little is taken every day. */
  static final int EXFILTRATION_DAYS = 8;

  private final CompanySettings settings;
  private final List<Person> people;
  private final Catalogue catalogue;
  private final Workday workday;
  private final int firstEntity;

  /**
   * @param firstEntity the entities' number from which campaigns count
   */
  Attacks(
      CompanySettings settings,
      List<Person> people,
      Catalogue catalogue,
      Workday workday,
      int firstEntity) {
    this.settings = settings;
    this.people = people;
    this.catalogue = catalogue;
    this.workday = workday;
    this.firstEntity = firstEntity;
  }

  /** Whether a campaign does something on a day. */
  static boolean active(Campaign campaign, int day) {
    int days = campaign.kind() == AttackKind.SLOW_EXFILTRATION ? EXFILTRATION_DAYS : 1;
    return day >= campaign.day() && day < campaign.day() + days;
  }

  /** Writes what a campaign does on a day to the pages. */
  void act(Campaign campaign, int day, List<LabelledEvent> pages) {
    var dice = Dice.of(settings.seed(), Purpose.ATTACK, campaign.index(), day);
    var journal = new Journal(settings, firstEntity + campaign.index(), day, pages).of(campaign);
    var intruder = new Intruder(workday, catalogue, dice, journal, campaign.strength());
    Person victim = people.get(campaign.person());
    long epochDay = workday.epochDay(day);
    var outside = new OutsideAttacks(intruder, people, campaign, victim, epochDay);
    switch (campaign.kind()) {
      case PASSWORD_SPRAY -> outside.spray();
      case PASSWORD_GUESSING -> outside.guessing();
      case SLOW_GUESSING -> outside.slowGuessing();
      case MFA_FATIGUE -> outside.fatigue();
      case DORMANT_ACCOUNT -> outside.dormant();
      case ACCOUNT_TAKEOVER -> outside.takeover();
      case TOKEN_REPLAY,
          INSIDER_DOWNLOAD,
          PRIVILEGE_ABUSE,
          SLOW_EXFILTRATION,
          LATERAL_MOVEMENT,
          MASS_DELETION -> {
        List<Stay> stays = workday.stays(victim, day);
        if (!stays.isEmpty()) {
          var inside = new InsideAttacks(intruder, campaign, victim, day, stays);
          switch (campaign.kind()) {
            case TOKEN_REPLAY -> inside.replay(epochDay);
            case INSIDER_DOWNLOAD -> inside.download();
            case PRIVILEGE_ABUSE -> inside.abuse();
            case LATERAL_MOVEMENT -> inside.spread();
            case MASS_DELETION -> inside.destroy();
            default -> inside.exfiltrate();
          }
        }
      }
    }
  }
}
