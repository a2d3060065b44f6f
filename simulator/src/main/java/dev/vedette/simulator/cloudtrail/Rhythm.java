package dev.vedette.simulator.cloudtrail;

/** When somebody calls. */
enum Rhythm {
  /** In a few sittings on workdays. */
  OFFICE,
  /** In runs of a fixed script, mostly in working hours. */
  PIPELINE,
  /** A few calls every so many minutes, day and night. */
  POLLING,
  /** One long run at the same hour of every day. */
  NIGHTLY,
  /** At any time, independently. */
  AT_ANY_TIME
}
