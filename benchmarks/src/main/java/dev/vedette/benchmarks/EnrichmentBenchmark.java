package dev.vedette.benchmarks;

import dev.vedette.events.AccessEvent;
import dev.vedette.events.AccessEvent.Endpoint;
import dev.vedette.events.AccessEvent.Principal;
import dev.vedette.events.Category;
import dev.vedette.events.SubjectType;
import dev.vedette.sources.facts.Enrichment;
import dev.vedette.sources.facts.FactFolder;
import dev.vedette.sources.facts.Facts;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Identity and facts of one event, out of 100,000 principals with four names and two versions each,
 * 50,000 leases, 300 networks of 20 lengths, 120,000 bad addresses, and the database of {@code
 * -Dvedette.geo=FILE.mmdb} if it is given.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EnrichmentBenchmark {
  private static final int PRINCIPALS = 100_000;
  private static final int EVENTS = 1 << 16;
  private static final long START = Instant.parse("2026-02-01T00:00:00Z").toEpochMilli();

  private final Random random = new Random(7);
  private Enrichment enrichment;
  private AccessEvent[] familiar;
  private AccessEvent[] strange;
  private int next;

  /** What JMH makes and fills. */
  @SuppressWarnings("NullAway.Init")
  public EnrichmentBenchmark() {}

  /** Writes the facts, reads them, makes events. */
  @Setup(Level.Trial)
  public void know() throws IOException {
    Path folder = Files.createTempDirectory("facts");
    try (BufferedWriter to = Files.newBufferedWriter(folder.resolve("principals.csv"))) {
      to.write("id,aliases,department,manager,groups,criticality,effective_from\n");
      for (int i = 0; i < PRINCIPALS; i++) {
        for (String from : new String[] {"", "2026-02-15"}) {
          to.write(
              "user-%d,CORP\\user-%d;user-%d@corp.example;%s,dep-%d,boss-%d,all;g%d,2,%s\n"
                  .formatted(i, i, i, objectId(i), i % 50, i % 900, i % 300, from));
        }
      }
    }
    try (BufferedWriter to = Files.newBufferedWriter(folder.resolve("leases.csv"))) {
      to.write("ip,device,from,to\n");
      for (int i = 0; i < 50_000; i++) {
        to.write(
            "10.%d.%d.%d,ws-%d,2026-01-01,2026-04-01\n"
                .formatted(i >> 16, i >> 8 & 255, i & 255, i));
      }
    }
    try (BufferedWriter to = Files.newBufferedWriter(folder.resolve("networks.csv"))) {
      to.write("cidr,label,kind\n10.0.0.0/8,inside,own\n");
      for (int i = 0; i < 300; i++) {
        int bits = 10 + i % 20;
        int first = (random.nextInt() | 1 << 31) & -1 << (32 - bits);
        to.write("%s/%d,n%d,shared\n".formatted(ip(first), bits, i));
      }
    }
    try (BufferedWriter to = Files.newBufferedWriter(folder.resolve("reputation.txt"))) {
      for (int i = 0; i < 120_000; i++) {
        to.write(ip(random.nextInt()) + "\t" + (1 + i % 9) + "\n");
      }
    }
    String geo = System.getProperty("vedette.geo");
    if (geo != null) {
      Files.createDirectory(folder.resolve("geo"));
      Files.copy(Path.of(geo), folder.resolve("geo/country.mmdb"));
    }
    Facts facts = FactFolder.load(folder);
    enrichment = new Enrichment(facts, facts.directory());
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    familiar = new AccessEvent[EVENTS];
    strange = new AccessEvent[EVENTS];
    for (int i = 0; i < EVENTS; i++) {
      int who = random.nextInt(PRINCIPALS);
      String name =
          switch (i % 5) {
            case 0 -> "CORP\\User-" + who;
            case 1 -> "user-" + who + "@corp.example";
            case 2 -> objectId(who);
            case 3 -> "arn:aws:sts::123456789012:assumed-role/Admin/user-" + who;
            default -> "nobody-" + who;
          };
      int near = random.nextInt(5_000);
      String home =
          i % 2 == 0 ? "10.0.%d.%d".formatted(near >> 8, near & 255) : ip((near * 7919) << 8);
      familiar[i] = event(i, name, home);
      strange[i] = event(i, name, ip(random.nextInt()));
    }
  }

  private static String objectId(int i) {
    return "%08x-0000-4000-8000-00000000a11c".formatted(i);
  }

  private static String ip(int bits) {
    return "%d.%d.%d.%d".formatted(bits >>> 24, bits >> 16 & 255, bits >> 8 & 255, bits & 255);
  }

  private static AccessEvent event(int i, String who, String ip) {
    return AccessEvent.builder()
        .id("e" + i)
        .timeMillis(START + i * 40_000L)
        .tenant("t")
        .category(Category.AUTHENTICATION)
        .action("sign_in")
        .principal(new Principal(SubjectType.USER, who, null))
        .source(new Endpoint(ip, 0, null, 0, null, Double.NaN, Double.NaN))
        .build();
  }

  /** An event from one of 5,000 addresses. */
  @Benchmark
  public Enrichment.Enriched familiarAddress() {
    return enrichment.of(familiar[next++ & EVENTS - 1]);
  }

  /** An event from an address that is not remembered. */
  @Benchmark
  public Enrichment.Enriched strangeAddress() {
    return enrichment.of(strange[next++ & EVENTS - 1]);
  }
}
