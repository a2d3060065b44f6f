package dev.vedette.risk;

/** How dangerous, in the four words that people and policies use. */
public enum Level {
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL
}
