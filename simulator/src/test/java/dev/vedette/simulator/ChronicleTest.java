package dev.vedette.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Iterator;
import org.junit.jupiter.api.Test;

final class ChronicleTest {
  @Test
  void shouldWriteNoDayBeforeItIsNeeded() {
    CompanySettings settings = CompanySettings.of(2, 3_650, 1);
    var company = Company.of(CompanySettings.of(2, 20, 1));
    var written = new int[1];
    var chronicle =
        new Chronicle(
            settings,
            (day, pages) -> {
              written[0]++;
              company.workday().live(company.people().getFirst(), day, pages);
            });
    int days = 0;
    for (int i = 0; i < 2_000; i++) {
      long day =
          (chronicle.next().event().timeMillis() - settings.startMillis())
              / CompanySettings.DAY_MILLIS;
      days = (int) day;
      assertTrue(written[0] <= days + 4, "day %d, written %d".formatted(days, written[0]));
    }
    assertTrue(days > 10, "only " + days + " days were read");
  }

  @Test
  void shouldGenerateQuickly() {
    CompanySettings settings = CompanySettings.of(1_000, 10, 1);
    long count = 0;
    long from = System.nanoTime();
    for (Iterator<LabelledEvent> life = Company.of(settings).iterator(); life.hasNext(); ) {
      life.next();
      count++;
    }
    double seconds = (System.nanoTime() - from) / 1e9;
    System.out.printf("generated %d events, %.0f a second%n", count, count / seconds);
    // What is asked for is 50,000 a second; a busy machine may be slower, never so much.
    assertTrue(count / seconds > 10_000);
    assertEquals(count, Company.of(settings).events().count());
  }
}
