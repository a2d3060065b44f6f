package dev.vedette.simulator;

/** First steps of the paths to streams of chance ({@link Dice#of}): one number for each use. */
final class Purpose {
  static final long OFFICES = 1;
  static final long PERSON = 2;
  static final long PERSON_DAY = 3;
  static final long JOURNEY = 4;
  static final long LEAVE = 5;
  static final long PASSWORD = 6;
  static final long SERVICE = 7;
  static final long SERVICE_DAY = 8;
  static final long SCHEDULE = 9;
  static final long ATTACK = 10;
  static final long STORY = 11;
  static final long LONG_LEAVE = 12;
  static final long LIFE = 13;
  static final long TRAIL = 14;

  private Purpose() {}
}
