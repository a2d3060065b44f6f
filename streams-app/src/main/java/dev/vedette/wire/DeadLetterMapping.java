package dev.vedette.wire;

import dev.vedette.events.DeadLetter;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;

/** {@link DeadLetter} as a record. */
final class DeadLetterMapping implements Mapping<DeadLetter, dev.vedette.schemas.DeadLetter> {
  @Override
  public Schema schema() {
    return dev.vedette.schemas.DeadLetter.getClassSchema();
  }

  @Override
  public dev.vedette.schemas.DeadLetter toRecord(DeadLetter letter) {
    return new dev.vedette.schemas.DeadLetter(
        letter.reason(),
        letter.detail(),
        letter.origin(),
        letter.source(),
        ByteBuffer.wrap(letter.raw()),
        letter.rawLength(),
        letter.receivedMillis(),
        letter.tenant());
  }

  @Override
  public DeadLetter toDomain(dev.vedette.schemas.DeadLetter entry) {
    byte[] raw = new byte[entry.getRaw().remaining()];
    entry.getRaw().get(entry.getRaw().position(), raw);
    return new DeadLetter(
        entry.getReason(),
        entry.getDetail(),
        entry.getOrigin(),
        entry.getSource(),
        raw,
        entry.getRawLength(),
        entry.getReceivedMillis(),
        entry.getTenant());
  }
}
