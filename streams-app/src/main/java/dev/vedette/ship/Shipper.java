package dev.vedette.ship;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vedette.events.DeadLetter;
import dev.vedette.flows.ingest.RawSources;
import dev.vedette.runtime.kafka.ClientProperties;
import dev.vedette.schemas.Topics;
import dev.vedette.sources.DeadReason;
import dev.vedette.topology.Names;
import dev.vedette.wire.WireSerdes;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends the lines of files to the raw topic of a source, and remembers how far it came when the
 * broker has them. After a crash, what had been sent and was not remembered is sent again: the same
 * lines are the same events, which count once.
 *
 * <p>A line that is too long for a record becomes a dead letter.
 */
public final class Shipper implements Closeable {
  /** The longest line that is sent; a record of Kafka holds it with room to spare. */
  public static final int MAX_LINE_BYTES = 1_000_000;

  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration DELIVERY = Duration.ofSeconds(60);

  private final Target target;
  private final WireSerdes serdes;
  private final Positions positions;
  private final List<FileTail> tails;
  private final KafkaProducer<byte[], byte[]> producer;
  private final List<Header> headers;
  private final CountDownLatch stop = new CountDownLatch(1);
  private long sent;

  /**
   * Where lines go.
   *
   * @param clients the cluster
   * @param names the topics' names
   * @param source the raw source
   * @param format the format, if it is not the source's own
   */
  public record Target(
      ClientProperties clients, Names names, String source, @Nullable String format) {
    /** The topic. */
    public String topic() {
      return names.of(Topics.raw(source));
    }
  }

  /**
   * A shipper of files.
   *
   * @param directory where positions are remembered
   * @param linger how long a rotated file is quiet before it is done
   * @throws IOException if a file or the positions cannot be read
   */
  public Shipper(
      Target target, WireSerdes serdes, List<Path> files, Path directory, Duration linger)
      throws IOException {
    this.target = target;
    this.serdes = serdes;
    this.positions = new Positions(directory);
    this.tails = new ArrayList<>();
    for (Path file : files) {
      var tail = new FileTail(file, MAX_LINE_BYTES, linger, System::nanoTime);
      Position from = positions.of(file);
      if (from != null) {
        tail.resume(from);
      }
      tails.add(tail);
    }
    this.headers =
        target.format() == null
            ? List.of()
            : List.of(new RecordHeader(RawSources.FORMAT_HEADER, target.format().getBytes(UTF_8)));
    Properties config = target.clients().toProperties();
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 2 << 20);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, DELIVERY.toMillis());
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY.toMillis());
    producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /**
   * Sends what there is, and with {@code follow} what will be, until {@link #stop}.
   *
   * @return how many lines were sent, all in all
   * @throws IOException if a file cannot be read, or the broker does not take a line in a minute
   */
  public long run(boolean follow) throws IOException, InterruptedException {
    while (stop.getCount() > 0) {
      boolean any = false;
      for (FileTail tail : tails) {
        any |= send(tail, !follow);
      }
      if (!any) {
        if (!follow || stop.await(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
          break;
        }
      }
    }
    return sent;
  }

  /** Ends {@link #run} soon; may be called by any thread. */
  public void stop() {
    stop.countDown();
  }

  private boolean send(FileTail tail, boolean atEnd) throws IOException, InterruptedException {
    List<FileTail.Line> lines = tail.poll(atEnd);
    if (lines.isEmpty()) {
      return false;
    }
    List<Future<RecordMetadata>> acknowledged = new ArrayList<>(lines.size());
    for (FileTail.Line line : lines) {
      acknowledged.add(producer.send(record(tail, line)));
    }
    try {
      for (Future<RecordMetadata> one : acknowledged) {
        var _ = one.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("%s: %s".formatted(target.topic(), e.getCause()), e);
    }
    sent += lines.size();
    positions.put(tail.path(), tail.position());
    positions.save();
    return true;
  }

  private ProducerRecord<byte[], byte[]> record(FileTail tail, FileTail.Line line) {
    if (line.length() <= MAX_LINE_BYTES) {
      return new ProducerRecord<>(target.topic(), null, null, null, line.bytes(), headers);
    }
    String origin = "%s@%d".formatted(tail.path().getFileName(), line.offset());
    var letter =
        new DeadLetter(
            DeadReason.OVERSIZED,
            "the line has %d bytes, at most %d are sent".formatted(line.length(), MAX_LINE_BYTES),
            origin,
            target.source(),
            line.bytes(),
            line.length(),
            InstantSource.system().millis(),
            null);
    return new ProducerRecord<>(
        target.names().of(Topics.DEAD_LETTERS), serdes.deadLetters().encode(letter));
  }

  @Override
  public void close() throws IOException {
    producer.close(DELIVERY);
    for (FileTail tail : tails) {
      tail.close();
    }
  }
}
