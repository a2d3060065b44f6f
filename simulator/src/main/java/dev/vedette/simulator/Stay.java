package dev.vedette.simulator;

/** A signed-in presence from one instant to another, by true time. */
record Stay(Presence presence, long fromMillis, long toMillis) {}
