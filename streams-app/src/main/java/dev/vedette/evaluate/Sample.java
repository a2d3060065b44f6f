package dev.vedette.evaluate;

import dev.vedette.events.AccessEvent;
import org.jspecify.annotations.Nullable;

/**
 * An event and what it was part of.
 *
 * @param label null if it was part of no attack
 */
public record Sample(AccessEvent event, @Nullable Label label) {}
