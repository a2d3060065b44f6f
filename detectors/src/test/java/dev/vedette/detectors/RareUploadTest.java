package dev.vedette.detectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.Category;
import dev.vedette.events.Detail;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RareUploadTest {
  private static final long MONDAY = Instant.parse("2026-03-02T00:00:00Z").toEpochMilli();

  private final Random random = new Random(5);
  private final Life<?, ?> life = new Life<>(new RareUpload(), Seen.ALICE);

  private void upload(int day, int hour, String destination, long bytes) {
    var detail =
        new Detail(
            null,
            null,
            null,
            Double.NaN,
            Double.NaN,
            null,
            null,
            null,
            null,
            null,
            destination,
            443,
            0,
            bytes,
            null,
            -1,
            -1);
    long at = MONDAY + day * Ageing.DAY_MILLIS + hour * Ageing.HOUR_MILLIS;
    life.add(
        Sight.at(at + random.nextInt((int) Ageing.HOUR_MILLIS))
            .doing(Category.NETWORK, "connect")
            .detailed(detail));
  }

  private void work(int days) {
    for (int day = 0; day < days; day++) {
      for (int hour = 9; hour < 15; hour++) {
        upload(day, hour, "sharepoint.example", 200_000 + random.nextInt(4_000_000));
        upload(day, hour, "mail.example", 150_000);
      }
    }
  }

  @Test
  void shouldSeeMuchSentToANewPlaceOnce() {
    work(20);
    assertNull(life.strongest());
    upload(20, 10, "paste.example", 3_000_000_000L);
    Judgement.Anomalous upload = life.strongest();
    assertNotNull(upload);
    assertTrue(upload.evidenceMicros() >= 4_000_000, upload.toString());
    assertTrue(upload.why().startsWith("3+ GB sent to a destination never used"), upload.why());
    double once = life.totalNats();
    upload(20, 14, "paste.example", 3_000_000_000L);
    upload(21, 14, "paste.example", 3_000_000_000L);
    assertEquals(once, life.totalNats(), "it is silent until it is taught");
  }

  @Test
  void shouldNotMindANewPlaceForLittleOrMuchForAKnownOne() {
    work(20);
    upload(20, 10, "customer.example", 900_000);
    assertNull(life.strongest(), "a new customer");
    upload(21, 10, "sharepoint.example", 3_000_000_000L);
    assertNull(life.strongest(), "known: egress sees how much");
  }

  @Test
  void shouldSayLessOfANewStarter() {
    upload(0, 10, "sharepoint.example", 3_000_000_000L);
    double starter = life.strongestNats();
    assertTrue(starter < 3, "" + starter);
  }
}
