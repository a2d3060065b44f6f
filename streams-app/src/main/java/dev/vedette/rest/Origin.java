package dev.vedette.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.vedette.runtime.Backlog;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where an answer was read, and how fresh that was.
 *
 * @param instance the instance, {@code host:port}; null if it has no name
 * @param role whether it works on the state or follows it
 * @param partition of the topic that the state follows
 * @param lagRecords of a standby, committed changelog offsets that it did not have yet, as last
 *     seen; 0 of an active one
 * @param ageMillis of a standby, how long ago it was whole; 0 of an active one
 * @param behind what waits before that state; null if that is not known
 */
public record Origin(
    @Nullable String instance,
    Role role,
    int partition,
    long lagRecords,
    long ageMillis,
    Origin.@Nullable Behind behind) {
  /**
   * What the state does not reflect yet of the topics that make it.
   *
   * @param records committed offsets of the partition that are not worked on and committed
   * @param measuredMillis how long ago that was looked at
   */
  public record Behind(long records, long measuredMillis) {}

  /** One of which it is not known what waits before it. */
  public Origin(
      @Nullable String instance, Role role, int partition, long lagRecords, long ageMillis) {
    this(instance, role, partition, lagRecords, ageMillis, null);
  }

  /** The same, with what waits in its partition of some topics as far as it is known. */
  Origin behind(@Nullable Backlog backlog, List<String> topics) {
    Long records = backlog == null ? null : backlog.records(topics, partition);
    return backlog == null || records == null
        ? this
        : new Origin(
            instance,
            role,
            partition,
            lagRecords,
            ageMillis,
            new Behind(records, backlog.age().toMillis()));
  }

  /** How an instance has state. */
  public enum Role {
    /** It works on it. */
    ACTIVE,
    /** It follows it. */
    STANDBY
  }

  /** State that an instance works on. */
  static Origin active(@Nullable String instance, int partition) {
    return new Origin(instance, Role.ACTIVE, partition, 0, 0);
  }

  /** The member {@code from} of an answer. */
  void write(JsonGenerator json) throws IOException {
    json.writeFieldName("from");
    writeValue(json);
  }

  /** The same without a name. */
  void writeValue(JsonGenerator json) throws IOException {
    json.writeStartObject();
    if (instance != null) {
      json.writeStringField("instance", instance);
    }
    json.writeStringField("role", role.name().toLowerCase(Locale.ROOT));
    json.writeNumberField("partition", partition);
    json.writeNumberField("lagRecords", lagRecords);
    json.writeNumberField("ageMillis", ageMillis);
    if (behind != null) {
      json.writeNumberField("behindRecords", behind.records());
      json.writeNumberField("measuredMillis", behind.measuredMillis());
    }
    json.writeEndObject();
  }
}
