package dev.vedette.simulator;

import dev.vedette.events.AccessEvent;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One event of the demonstration.
 *
 * @param offset when it happens, after the story's start
 * @param event the event, with the time start + offset
 * @param label the attack it belongs to; null if it is honest
 * @param narration what begins with it, one line for the audience; empty for most
 */
public record Beat(Duration offset, AccessEvent event, @Nullable Label label, String narration) {}
