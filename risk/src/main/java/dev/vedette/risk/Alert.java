package dev.vedette.risk;

/**
 * A rise to HIGH or CRITICAL, one for each subject and rise.
 *
 * @param id deterministic: the same rise has the same id
 * @param title one line for a person
 * @param update the risk update that rose, with its evidence
 */
public record Alert(String id, String title, RiskUpdate update) {}
