package dev.vedette.simulator.cloudtrail;

/**
 * One line of the trail.
 *
 * @param timeMillis when it was called, in whole seconds
 * @param json the record, one JSON object without a line end
 * @param principal the number of who called
 */
public record TrailRecord(long timeMillis, String json, int principal) {}
