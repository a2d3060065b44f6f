package dev.vedette.simulator;

import dev.vedette.events.AccessEvent.Auth;
import dev.vedette.events.Category;
import dev.vedette.events.Outcome;

/** How honest people sign in: with typing errors, a second factor, and stale passwords. */
final class SignIns {
  static final String SIGN_IN = "sign_in";
  static final String MFA = "mfa_challenge";
  static final Auth PASSWORD = new Auth("password", false, null);
  static final String ADD_FACTOR = "mfa.method.add";

  /** The password alone, as the device is remembered: many sources say so, some do not. */
  static final Auth REMEMBERED = new Auth("password", false, "aal1");

  static final Auth SECOND_FACTOR = new Auth("password", true, "aal2");
  static final Auth TOKEN = new Auth("token", true, "aal2");
  static final Auth API_KEY = new Auth("api_key", null, null);

  private static final double SECOND_FACTOR_SHARE = 0.7;
  private static final double REMEMBERED_SHARE = 0.6;
  private static final double SLOW_THUMB_SHARE = 0.04;
  private static final int PASSWORD_DAYS = 90;
  private static final double FORGOTTEN_PHONE_SHARE = 0.4;

  private SignIns() {}

  /** Signs in and returns who is present then, in a new session. */
  static Stay signIn(long atMillis, Presence who, Person person, Dice dice, Journal journal) {
    long at = atMillis;
    if (dice.chance(person.typoShare())) {
      do {
        fail(at, who, journal);
        at += dice.between(3_000L, 20_000L);
      } while (dice.chance(0.35));
    }
    Presence in = who.in(journal.session());
    Auth proof = SECOND_FACTOR;
    if (dice.chance(SECOND_FACTOR_SHARE)) {
      Presence challenged = who.proved(PASSWORD);
      if (dice.chance(SLOW_THUMB_SHARE)) {
        journal.write(at, challenged, Category.AUTHENTICATION, MFA, Outcome.FAILURE, "");
        at += dice.between(15_000L, 45_000L);
      }
      journal.write(at, challenged, Category.AUTHENTICATION, MFA, Outcome.SUCCESS, "");
      at += dice.between(800L, 4_000L);
    } else if (dice.chance(REMEMBERED_SHARE)) {
      proof = REMEMBERED;
    }
    journal.write(at, in.proved(proof), Category.AUTHENTICATION, SIGN_IN, Outcome.SUCCESS, "");
    if (person.passwordStore()) {
      for (String app : new String[] {"crm", "wiki", "expenses"}) {
        at += dice.between(400L, 3_000L);
        if (dice.chance(0.6)) {
          journal.write(
              at,
              in.with(String.valueOf(who.client().userAgent()), app).proved(proof),
              Category.AUTHENTICATION,
              SIGN_IN,
              Outcome.SUCCESS,
              "");
        }
      }
    }
    return new Stay(in.proved(null), at + 1_000, at + 1_000);
  }

  static void fail(long atMillis, Presence who, Journal journal) {
    journal.write(
        atMillis,
        who.in(null).proved(PASSWORD),
        Category.AUTHENTICATION,
        SIGN_IN,
        Outcome.FAILURE,
        "");
  }

  /** After a change of password a forgotten phone goes on with the old one, every half hour. */
  static void stalePhone(
      CompanySettings settings,
      Calendar calendar,
      int day,
      Person person,
      Presence phone,
      long fromMillis,
      Journal journal) {
    long at = calendar.epochDay(day) + person.index() * 7L;
    if (Math.floorMod(at, (long) PASSWORD_DAYS) != 0) {
      return;
    }
    long change = Math.floorDiv(at, PASSWORD_DAYS);
    var dice = Dice.of(settings.seed(), Purpose.PASSWORD, person.index(), change);
    journal.write(
        fromMillis,
        phone.proved(SECOND_FACTOR),
        Category.ACCOUNT_CHANGE,
        "password.change",
        Outcome.SUCCESS,
        "");
    if (dice.chance(FORGOTTEN_PHONE_SHARE)) {
      int tries = 4 + dice.below(14);
      long next = fromMillis + dice.between(60_000L, 1_800_000L);
      for (int i = 0; i < tries; i++) {
        fail(next, phone, journal);
        next += (long) dice.normal(1_800_000, 20_000);
      }
    }
  }
}
