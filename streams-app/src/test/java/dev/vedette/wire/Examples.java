package dev.vedette.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vedette.events.AccessEvent;
import dev.vedette.events.ActionKind;
import dev.vedette.events.Category;
import dev.vedette.events.DeadLetter;
import dev.vedette.events.Detail;
import dev.vedette.events.EventHash;
import dev.vedette.events.EventRef;
import dev.vedette.events.Family;
import dev.vedette.events.Observation;
import dev.vedette.events.Outcome;
import dev.vedette.events.Rarity;
import dev.vedette.events.SessionActivity;
import dev.vedette.events.Sighting;
import dev.vedette.events.Signal;
import dev.vedette.events.Stamp;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.risk.Alert;
import dev.vedette.risk.Incident;
import dev.vedette.risk.Level;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.risk.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Values of every type, made from a seed: half of what is optional is absent, text is any text. */
final class Examples {
  private static final int[] ALPHABET = {'a', 'Z', '0', '/', '%', ' ', 0, 0xE9, 0x20AC, 0x1F600};

  private final Random random;

  Examples(long seed) {
    random = new Random(seed);
  }

  AccessEvent event() {
    return new AccessEvent(
        some(),
        time(),
        any(),
        one(Category.values()),
        some(),
        one(Outcome.values()),
        maybe(() -> new AccessEvent.Principal(principalType(), some(), maybe(this::any))),
        maybe(this::any),
        maybe(() -> new AccessEvent.Device(some(), maybe(this::any))),
        maybe(() ->
            new AccessEvent.Endpoint(
                maybe(this::some),
                random.nextInt(65_536),
                maybe(this::some),
                random.nextLong(1L << 32),
                maybe(this::any),
                degrees(),
                degrees())),
        maybe(() ->
            new AccessEvent.Destination(
                maybe(this::any), random.nextInt(65_536), maybe(this::any))),
        maybe(() -> new AccessEvent.Client(maybe(this::any), maybe(this::any))),
        maybe(() ->
            new AccessEvent.Auth(maybe(this::any), maybe(random::nextBoolean), maybe(this::any))),
        maybe(() -> new AccessEvent.Resource(maybe(this::any), some(), maybe(this::any))),
        maybe(() -> new AccessEvent.Target(maybe(this::any), some())),
        amount(),
        amount(),
        random.nextInt(7),
        labels(),
        maybe(this::any));
  }

  /** Any observation that can be: its session, address and resource need not be its subject. */
  Observation observation() {
    String tenant = any();
    Subject principal = maybe(() -> Subject.of(tenant, principalType(), some()));
    String session = maybe(this::some);
    String ip = maybe(this::some);
    String resource = maybe(this::some);
    return new Observation(
        observed(tenant, principal, session, ip, resource),
        principal,
        random.nextBoolean(),
        new EventHash(random.nextLong(), random.nextLong()),
        any(),
        time(),
        time(),
        one(Category.values()),
        any(),
        one(Outcome.values()),
        session,
        ip,
        maybe(this::any),
        random.nextLong(1L << 32),
        resource,
        maybe(this::any),
        amount(),
        new Rarity(random.nextInt(42) - 1, random.nextInt(30_000)),
        random.nextBoolean() ? Stamp.NONE : stamp(),
        random.nextBoolean() ? Detail.NONE : detail());
  }

  private Detail detail() {
    return new Detail(
        maybe(() -> one(ActionKind.values())),
        maybe(this::any),
        maybe(this::any),
        random.nextBoolean() ? Double.NaN : random.nextDouble(-90, 90),
        random.nextBoolean() ? Double.NaN : random.nextDouble(-180, 180),
        maybe(this::any),
        maybe(random::nextBoolean),
        maybe(this::any),
        maybe(this::any),
        maybe(this::any),
        maybe(this::any),
        random.nextInt(65_536),
        random.nextInt(7),
        amount(),
        maybe(this::any),
        random.nextInt(42) - 1,
        random.nextInt(42) - 1);
  }

  private Stamp stamp() {
    return new Stamp(
        random.nextLong(),
        maybe(this::any),
        maybe(this::any),
        Stream.generate(this::any).limit(random.nextInt(4)).toList(),
        random.nextInt(),
        maybe(this::any),
        maybe(random::nextBoolean),
        maybe(this::any),
        random.nextBoolean(),
        random.nextInt(100),
        random.nextBoolean());
  }

  private Subject observed(
      String tenant,
      @Nullable Subject principal,
      @Nullable String session,
      @Nullable String ip,
      @Nullable String resource) {
    SubjectType type = one(SubjectType.values());
    String said =
        switch (type) {
          case USER, SERVICE -> principal == null ? null : principal.id();
          case SESSION -> session;
          case DEVICE -> null;
          case IP -> ip;
          case RESOURCE -> resource;
        };
    String id = said == null || random.nextInt(4) == 0 ? some() : said;
    boolean owned = type == SubjectType.SESSION && principal != null && random.nextBoolean();
    return new Subject(tenant, type, id, owned ? principal : null);
  }

  Signal signal() {
    long start = time();
    return new Signal(
        subject(),
        any(),
        one(Family.values()),
        start,
        start + 1 + random.nextInt(1 << 30),
        maybe(this::subject),
        random.nextInt(60_000_001) - 30_000_000,
        random.nextInt(60_000_001) - 30_000_000,
        any(),
        any(),
        events(),
        any(),
        time(),
        time(),
        maybe(() -> several(this::any)));
  }

  RiskUpdate riskUpdate() {
    return new RiskUpdate(
        any(),
        subject(),
        time(),
        random.nextDouble() * 100,
        random.nextLong(),
        one(Level.values()),
        one(Level.values()),
        any(),
        several(() ->
            new RiskUpdate.Contribution(
                any(),
                random.nextLong(),
                several(() ->
                    new RiskUpdate.Part(
                        subject(),
                        any(),
                        time(),
                        random.nextLong(),
                        random.nextInt(),
                        any(),
                        any(),
                        events())))),
        several(() ->
            new RiskUpdate.Energy(
                one(Family.values()),
                random.nextGaussian(),
                time(),
                amount(),
                random.nextDouble() * 7,
                several(() -> new RiskUpdate.Step(time(), random.nextGaussian())))),
        random.nextBoolean() ? Long.MAX_VALUE : time(),
        any(),
        any(),
        any(),
        maybe(() -> several(this::any)));
  }

  Alert alert() {
    return new Alert(any(), any(), maybe(this::riskUpdate), incident());
  }

  Incident incident() {
    var members =
        several(
            () -> new Incident.Member(subject(), one(Level.values()), random.nextDouble(), time()));
    var timeline =
        several(() ->
            new Incident.Entry(
                time(), subject(), any(), time(), random.nextInt(), any(), any(), events()));
    return new Incident(
        any(),
        any(),
        random.nextInt(100),
        one(Incident.Status.values()),
        one(Level.values()),
        random.nextDouble(),
        time(),
        time(),
        time(),
        time(),
        members,
        timeline,
        random.nextInt(9),
        any());
  }

  DeadLetter deadLetter() {
    byte[] raw = new byte[random.nextInt(300)];
    random.nextBytes(raw);
    return new DeadLetter(any(), any(), any(), any(), raw, amount(), time(), maybe(this::any));
  }

  Verdict verdict() {
    String detector = maybe(() -> "detector-" + random.nextInt(40));
    return new Verdict(
        "v-" + random.nextLong(),
        subject(),
        one(Verdict.Kind.values()),
        detector,
        detector == null ? null : maybe(this::time),
        1_790_000_000_000L + random.nextInt(),
        1_790_000_000_000L + random.nextInt(),
        random.nextBoolean() ? "" : "ann €",
        random.nextBoolean() ? "" : "looked at it \"twice\"");
  }

  Sighting sighting() {
    return new Sighting(any(), any(), random.nextInt(60_000) - 30_000, any());
  }

  SessionActivity sessionActivity() {
    var types = new SubjectType[] {SubjectType.USER, SubjectType.SERVICE};
    var owner = Subject.of(any(), one(types), some());
    return new SessionActivity(
        Subject.session(owner, some()),
        maybe(this::any),
        time(),
        one(SessionActivity.Kind.values()));
  }

  private Subject subject() {
    String tenant = any();
    SubjectType type = one(SubjectType.values());
    return new Subject(
        tenant,
        type,
        some(),
        type == SubjectType.SESSION
            ? maybe(() -> Subject.of(tenant, principalType(), some()))
            : null);
  }

  private List<EventRef> events() {
    return several(() -> new EventRef(time(), any()));
  }

  private SubjectType principalType() {
    return random.nextBoolean() ? SubjectType.USER : SubjectType.SERVICE;
  }

  private Map<String, String> labels() {
    var labels = new HashMap<String, String>();
    several(this::any).forEach(name -> labels.put(name, any()));
    return labels;
  }

  private double degrees() {
    return random.nextBoolean() ? Double.NaN : random.nextDouble() * 360 - 180;
  }

  private long time() {
    return AccessEvent.MIN_TIME_MILLIS
        + random.nextLong(AccessEvent.MAX_TIME_MILLIS - AccessEvent.MIN_TIME_MILLIS);
  }

  /** At most half of the largest, since the two amounts of an event must have a sum. */
  private long amount() {
    return (random.nextLong() >>> (1 + random.nextInt(63))) & (Long.MAX_VALUE >> 1);
  }

  private String some() {
    return text(1 + random.nextInt(12));
  }

  private String any() {
    return text(random.nextInt(100) == 0 ? 500 : random.nextInt(12));
  }

  /** Half of all texts are plain ASCII, as in life; no more than so many chars. */
  private String text(int chars) {
    if (random.nextBoolean()) {
      byte[] ascii = new byte[chars];
      for (int i = 0; i < chars; i++) {
        ascii[i] = (byte) (' ' + random.nextInt(95));
      }
      return new String(ascii, UTF_8);
    }
    var text = new StringBuilder();
    while (text.length() + 1 < chars || (text.isEmpty() && chars > 0)) {
      text.appendCodePoint(ALPHABET[random.nextInt(ALPHABET.length)]);
    }
    return text.toString();
  }

  private <T> List<T> several(Supplier<T> one) {
    return Stream.generate(one).limit(random.nextInt(4)).toList();
  }

  private <T> @Nullable T maybe(Supplier<T> one) {
    return random.nextBoolean() ? one.get() : null;
  }

  private <T> T one(T[] all) {
    return all[random.nextInt(all.length)];
  }

  /** So many observations, as ingest makes them of usual events. */
  static List<Observation> usual(int events) {
    return IntStream.range(0, events)
        .mapToObj(Examples::usualEvent)
        .flatMap(Examples::split)
        .toList();
  }

  static Stream<Observation> split(AccessEvent event) {
    return Observation.of(
        event,
        EventHash.of(event),
        event.timeMillis() + 1_500,
        new Rarity(7, 20_576),
        Detail.of(event, ActionKind.READ),
        Stamp.Stamps.NONE)
        .stream();
  }

  /** An event of usual length. */
  static AccessEvent usualEvent(int number) {
    return AccessEvent.builder()
        .id("%08x-1b2c-4d3e-8f90-%012x".formatted(number * 2_654_435_761L & 0xFFFF_FFFFL, number))
        .timeMillis(1_780_000_000_000L + number)
        .tenant("acme")
        .category(Category.DATA)
        .action("object.download")
        .outcome(Outcome.SUCCESS)
        .principal(new AccessEvent.Principal(SubjectType.USER, "user-" + number % 10_000, null))
        .session("s-%08x".formatted(number % 20_000))
        .device(new AccessEvent.Device("laptop-" + number % 9_000, null))
        .source(
            new AccessEvent.Endpoint(
                "10.1.%d.%d".formatted(number >> 8 & 255, number & 255),
                0,
                "DE",
                3320,
                null,
                Double.NaN,
                Double.NaN))
        .client(new AccessEvent.Client("Mozilla/5.0 (X11; Linux x86_64)", "drive"))
        .resource(new AccessEvent.Resource("bucket", "bucket-" + number % 500, null))
        .bytesOut(12_345)
        .rawSource("vedette")
        .build();
  }
}
