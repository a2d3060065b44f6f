package dev.vedette.wire;

import dev.vedette.events.AccessEvent;
import dev.vedette.events.EventFormatException;
import dev.vedette.events.EventJson;
import dev.vedette.schemas.WireFormatException;
import dev.vedette.schemas.WireFormatException.Reason;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Access events as producers may send them: Avro in wire format, or one JSON object if the first
 * byte is a brace. Safe for use by many threads.
 */
public final class AccessEventDeserializer implements Deserializer<AccessEvent> {
  private final WireSerde<AccessEvent, ?> avro;

  /** Reads Avro in the space of ids of the given serdes. */
  public AccessEventDeserializer(WireSerdes serdes) {
    avro = serdes.accessEvents();
  }

  /**
   * Reads one event; null for no value.
   *
   * @throws WireFormatException if it is neither form of an event
   */
  @Override
  public @Nullable AccessEvent deserialize(String topic, byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    if (bytes.length > 0 && bytes[0] == '{') {
      return json(bytes);
    }
    return avro.decode(bytes);
  }

  private static AccessEvent json(byte[] bytes) {
    try {
      return EventJson.read(bytes);
    } catch (EventFormatException e) {
      throw new WireFormatException(Reason.INVALID_EVENT, String.valueOf(e.getMessage()), e);
    }
  }
}
