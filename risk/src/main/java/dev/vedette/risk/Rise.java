package dev.vedette.risk;

/**
 * A rise to HIGH or CRITICAL that the world does not know of yet, one for each record and level.
 *
 * @param id deterministic: the same rise has the same id
 * @param title one line for a person
 * @param update the risk update that rose, with its evidence
 */
public record Rise(String id, String title, RiskUpdate update) {}
