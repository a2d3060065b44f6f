package dev.vedette.rest.letters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.DeadLetter;
import dev.vedette.flows.ingest.RawSources;
import dev.vedette.rest.letters.DeadLetters.BusyException;
import dev.vedette.rest.letters.DeadLetters.Letter;
import dev.vedette.rest.letters.DeadLetters.NotReplayableException;
import dev.vedette.runtime.broker.Brokers;
import dev.vedette.runtime.kafka.ClientProperties;
import dev.vedette.schemas.PackagedSchemas;
import dev.vedette.schemas.Topics;
import dev.vedette.topology.Names;
import dev.vedette.wire.WireSerdes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Against a real broker. */
@TestInstance(Lifecycle.PER_CLASS)
class DeadLetterTopicTest {
  private static final long START = 1_795_165_200_000L;
  private static final int LETTERS = 25;

  /** Who asks beside as many as may. */
  private static final int MORE = 3;

  private final Names names = new Names(Brokers.unique("letters") + ".");
  private final ClientProperties clients =
      ClientProperties.NONE.withBootstrapServers(Brokers.forTests());
  private final WireSerdes serdes = new WireSerdes(PackagedSchemas.load());
  private KafkaProducer<byte[], byte[]> producer;
  private DeadLetterTopic letters;

  @SuppressWarnings("NullAway.Init") // made when there are topics
  DeadLetterTopicTest() {}

  @BeforeAll
  void make() throws Exception {
    try (var admin = Brokers.admin()) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(names.of(Topics.DEAD_LETTERS), 3, (short) 1),
                  new NewTopic(names.inbox(), 1, (short) 1)))
          .all()
          .get();
    }
    producer =
        new KafkaProducer<>(
            clients.toProperties(), new ByteArraySerializer(), new ByteArraySerializer());
    for (int i = 0; i < LETTERS; i++) {
      put(i % 3, START + i, letter(i % 5 == 0 ? "rare" : "usual", "file:" + i, "{", 1));
    }
    letters = new DeadLetterTopic(clients, names, RawSources.NONE, serdes);
  }

  @AfterAll
  void close() {
    letters.close();
    producer.close();
  }

  private static DeadLetter letter(String reason, String origin, String raw, int length) {
    return new DeadLetter(
        reason, "why", origin, "access-event", raw.getBytes(UTF_8), length, START, null);
  }

  private long put(int partition, long atMillis, DeadLetter letter) throws Exception {
    return producer
        .send(
            new ProducerRecord<>(
                names.of(Topics.DEAD_LETTERS),
                partition,
                atMillis,
                null,
                serdes.deadLetters().encode(letter)))
        .get()
        .offset();
  }

  @Test
  void shouldReadBackwardsFromTheEndPageByPage() throws Exception {
    var all = new ArrayList<String>();
    List<Long> before = null;
    do {
      var page = letters.newest(one -> one.reason().equals("usual"), 4, before);
      assertTrue(page.letters().size() <= 4);
      page.letters().forEach(one -> all.add(one.letter().origin()));
      before = page.before();
    } while (before != null);
    var expected = new ArrayList<String>();
    for (int i = LETTERS - 1; i >= 0; i--) {
      if (i % 5 != 0) {
        expected.add("file:" + i);
      }
    }
    assertEquals(expected, all);
    assertEquals(all.size(), new HashSet<>(all).size());
    assertThrows(
        IllegalArgumentException.class, () -> letters.newest(one -> true, 1, List.of(1L, 2L)));
  }

  @Test
  void shouldFindOneOrNone() throws Exception {
    Letter first = letters.at(0, 0);
    assertNotNull(first);
    assertEquals("file:0", first.letter().origin());
    assertNull(letters.at(0, 1_000_000));
    assertNull(letters.at(17, 0));
  }

  @Test
  void shouldPutWhatALetterHoldsWhereItCameFrom() throws Exception {
    byte[] whole = ("{\"a\":\"" + "x".repeat(20_000) + "\"").getBytes(UTF_8);
    long offset = producer.send(new ProducerRecord<>(names.inbox(), 0, null, whole)).get().offset();
    String origin = names.inbox() + "-0@" + offset;
    var cut = letter("malformed-json", origin, new String(whole, UTF_8), whole.length);
    assertTrue(cut.raw().length < whole.length, "the letter holds less than the record");
    assertEquals(names.inbox(), letters.replay(new Letter(0, 1, cut)));
    assertArrayEquals(whole, last().value());
    var part = letter("malformed-json", origin + "[2]", "{part", 5);
    letters.replay(new Letter(0, 2, part));
    var again = last();
    assertEquals("{part", new String(again.value(), UTF_8));
    assertEquals("0@2", new String(again.headers().lastHeader("vedette-replayed").value(), UTF_8));
  }

  @Test
  void shouldNotPutWhatIsNotWholeOrBelongsElsewhere() {
    for (DeadLetter letter :
        List.of(
            letter("x", "access.log:17", "{", 1),
            letter("x", "elsewhere.v1-0@0", "{", 1),
            letter("x", names.of(Topics.DEAD_LETTERS) + "-0@0", "{", 1),
            letter("x", names.inbox() + "-0@999999", "{", 2),
            letter("x", names.inbox() + "-0@0[1]", "{", 2))) {
      assertThrows(
          NotReplayableException.class,
          () -> letters.replay(new Letter(0, 0, letter)),
          letter.origin());
    }
  }

  /** One is answered, as many wait as may, and only they are answered in the end. */
  @Test
  void shouldRefuseAtOnceWhoeverAsksBesideAsManyAsMay() throws Exception {
    var begun = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var refused = new CountDownLatch(MORE);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = threads.submit(() -> letters.newest(one -> held(begun, release), 1, null));
      assertTrue(begun.await(30, TimeUnit.SECONDS));
      var others = new ArrayList<Future<Boolean>>();
      for (int i = 1; i < DeadLetters.ASKERS + MORE; i++) {
        others.add(threads.submit(() -> isAnswered(refused)));
      }
      assertTrue(refused.await(30, TimeUnit.SECONDS), "while the first one still asks");
      assertThrows(BusyException.class, () -> letters.at(0, 0));
      var letter = letter("x", names.inbox() + "-0@0", "{", 1);
      assertThrows(BusyException.class, () -> letters.replay(new Letter(0, 0, letter)));
      release.countDown();
      assertEquals(1, first.get().letters().size());
      int answered = 0;
      for (Future<Boolean> other : others) {
        answered += other.get() ? 1 : 0;
      }
      assertEquals(DeadLetters.ASKERS - 1, answered);
    }
    assertNotNull(letters.at(0, 0));
  }

  private boolean isAnswered(CountDownLatch refused) throws IOException {
    try {
      return letters.at(0, 0) != null;
    } catch (BusyException e) {
      refused.countDown();
      return false;
    }
  }

  private static boolean held(CountDownLatch begun, CountDownLatch release) {
    begun.countDown();
    try {
      return release.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Whoever fails gives back the place. */
  @Test
  void shouldAnswerAfterAskersHaveFailed() throws Exception {
    for (int i = 0; i <= DeadLetters.ASKERS; i++) {
      assertThrows(
          ArithmeticException.class,
          () ->
              letters.newest(
                  one -> {
                    throw new ArithmeticException();
                  },
                  1,
                  null));
      assertThrows(IOException.class, () -> interrupted());
    }
    assertEquals(1, letters.newest(one -> true, 1, null).letters().size());
  }

  private List<Letter> interrupted() throws IOException {
    Thread.currentThread().interrupt();
    try {
      return letters.newest(one -> true, 1, null).letters();
    } finally {
      var _ = Thread.interrupted();
    }
  }

  private ConsumerRecord<byte[], byte[]> last() {
    Properties config = clients.toProperties();
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    var partition = new TopicPartition(names.inbox(), 0);
    try (var consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      consumer.seek(partition, end - 1);
      return consumer.poll(Duration.ofSeconds(20)).iterator().next();
    }
  }
}
