package dev.vedette.detectors.behaviour;

import dev.vedette.detectors.UsualRate;

/**
 * A seasonal rate that a detector has learned of a subject, for a person.
 *
 * @param detector its id
 * @param title what it detects, in two or three words
 * @param rate what is usual
 */
public record RateView(String detector, String title, UsualRate rate) {}
