package dev.vedette.wire;

import dev.vedette.events.AccessEvent;
import dev.vedette.events.EventFormatException;
import dev.vedette.events.EventJson;
import dev.vedette.schemas.ByteEncoder;
import dev.vedette.schemas.WireFormatException;
import dev.vedette.schemas.WireFormatException.Reason;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Access events as producers may send them: Avro in wire format, or one JSON object if the first
 * byte is a brace. Safe for use by many threads.
 */
public final class AccessEventDeserializer implements Deserializer<AccessEvent> {
  private static final AccessEventCodec CODEC = new AccessEventCodec();

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
      AccessEvent event = EventJson.read(bytes);
      if (mayHoldHalfAPair(bytes)) {
        CODEC.write(event, new ByteEncoder().start(0));
      }
      return event;
    } catch (EventFormatException e) {
      throw new WireFormatException(Reason.INVALID_EVENT, String.valueOf(e.getMessage()), e);
    } catch (IllegalArgumentException e) {
      throw new WireFormatException(Reason.INVALID_TEXT, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Whether a surrogate is escaped or written as if it were a character. JSON can say half a pair;
   * neither a hash nor a record can.
   */
  private static boolean mayHoldHalfAPair(byte[] json) {
    for (int i = 0; i + 2 < json.length; i++) {
      if ((json[i] == '\\' && json[i + 1] == 'u' && (json[i + 2] | 0x20) == 'd')
          || (json[i] == (byte) 0xED && (json[i + 1] & 0xFF) >= 0xA0)) {
        return true;
      }
    }
    return false;
  }
}
