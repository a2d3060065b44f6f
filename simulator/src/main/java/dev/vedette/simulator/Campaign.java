package dev.vedette.simulator;

/**
 * One attack that will happen.
 *
 * @param id such as {@code c03-password-spray}
 * @param kind what is done
 * @param victim the account that falls or is abused; for slow guessing the first name tried
 * @param startMillis when it begins
 * @param strength how loud it is: 1 is typical, counts are in proportion
 * @param index the place in the schedule, from 0
 * @param person the victim's index among the people
 * @param day the day on which it begins, counted from the company's first
 */
public record Campaign(
    String id,
    AttackKind kind,
    String victim,
    long startMillis,
    double strength,
    int index,
    int person,
    int day) {}
