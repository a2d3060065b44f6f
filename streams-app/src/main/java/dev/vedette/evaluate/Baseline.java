package dev.vedette.evaluate;

/** Scores that need no detector: what a bench has to beat. */
public enum Baseline {
  /** Events of the unit, duplicates too. */
  VOLUME("volume", "events in the unit"),
  /** Actions that the subject never had before. */
  NOVELTY("novelty", "actions first seen on the subject"),
  /**
   * {@code Σ 1/(1 + seen)} over events, {@code seen} being how often the subject had the action.
   */
  RARITY("rarity", "Σ 1/(1 + seen before on the subject) over events"),
  /** Chance, seeded. */
  RANDOM("random", "chance"),
  /** Elastic's risk score of the unit's signals. */
  ELASTIC("elastic", "Elastic: Σ sᵢ/i^1.5 over the unit's signals, strongest first"),
  /** Google SecOps' risk score of the unit's signals. */
  SECOPS("secops", "Google SecOps: strongest + 0.2·Σ of the others"),
  /** Splunk's risk-based alerting: the sum of a day. */
  SPLUNK("splunk", "Splunk RBA: Σ over the subject's last 24 h of signals");

  private final String title;
  private final String meaning;

  Baseline(String title, String meaning) {
    this.title = title;
    this.meaning = meaning;
  }

  /** Its name in tables. */
  public String title() {
    return title;
  }

  /** What it is, in a few words. */
  public String meaning() {
    return meaning;
  }
}
