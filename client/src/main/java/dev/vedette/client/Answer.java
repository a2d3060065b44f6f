package dev.vedette.client;

import dev.vedette.risk.Advice;
import dev.vedette.risk.Level;

/**
 * The risk of a subject now.
 *
 * @param advice what to do with its session: what its level asks for while the answer is {@link
 *     Standing#CURRENT}; otherwise what the settings say, if that is stricter
 * @param level its level as it was last told, {@link Level#LOW} if it was never
 * @param score 0 to 100, computed for now as the server computes it; 0 if it was never told
 * @param logOddsMicros its log-odds now, in micro-nats; Long.MIN_VALUE if it was never told
 * @param told whether there was an update of it: of one whose risk never moved there is none
 * @param standing what the answer stands on
 * @param ageMillis how long ago the topic was last known to be read to its end, in milliseconds;
 *     Long.MAX_VALUE if it never was
 */
public record Answer(
    Advice advice,
    Level level,
    double score,
    long logOddsMicros,
    boolean told,
    Standing standing,
    long ageMillis) {}
