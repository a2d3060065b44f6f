package dev.vedette.benchmarks;

import dev.vedette.events.AccessEvent;
import dev.vedette.events.AccessEvent.Auth;
import dev.vedette.events.AccessEvent.Client;
import dev.vedette.events.AccessEvent.Device;
import dev.vedette.events.AccessEvent.Endpoint;
import dev.vedette.events.AccessEvent.Principal;
import dev.vedette.events.AccessEvent.Resource;
import dev.vedette.events.ActionKind;
import dev.vedette.events.Category;
import dev.vedette.events.Detail;
import dev.vedette.events.EventHash;
import dev.vedette.events.Observation;
import dev.vedette.events.Outcome;
import dev.vedette.events.Rarity;
import dev.vedette.events.Stamp;
import dev.vedette.events.SubjectType;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The days of one user: eight active hours a day, five events in each, among six habits, one in
 * fifty failed. The same seed gives the same life.
 */
final class Life {
  static final int HOURS_A_DAY = 8;
  static final int EVENTS_AN_HOUR = 5;
  static final long DAY_MILLIS = 86_400_000L;
  static final long HOUR_MILLIS = 3_600_000L;
  static final long START_MILLIS = 1_788_220_800_000L;

  private static final List<String> HABITS =
      List.of("file.read", "file.list", "api.get", "mail.read", "ticket.update", "sign_in");

  private final SplittableRandom random;

  Life(long seed) {
    random = new SplittableRandom(seed);
  }

  /** An event of this life at an instant. */
  AccessEvent event(long timeMillis) {
    String action = HABITS.get(random.nextInt(HABITS.size()));
    boolean signsIn = action.equals("sign_in");
    return AccessEvent.builder()
        .id("event-%016x".formatted(random.nextLong()))
        .timeMillis(timeMillis)
        .tenant("company")
        .category(signsIn ? Category.AUTHENTICATION : Category.DATA)
        .action(action)
        .outcome(random.nextInt(50) == 0 ? Outcome.FAILURE : Outcome.SUCCESS)
        .principal(new Principal(SubjectType.USER, "someone@company.example", "Some One"))
        .session("session-" + timeMillis / HOUR_MILLIS)
        .device(new Device("laptop-17", null))
        .source(new Endpoint("192.0.2.17", 0, "DE", 3_320, "Berlin", 52.5, 13.4))
        .client(
            new Client(
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", null))
        .auth(signsIn ? new Auth("password", true, null) : null)
        .resource(signsIn ? null : new Resource("document", "document-" + random.nextInt(40), null))
        .bytesIn(random.nextInt(2_000))
        .bytesOut(random.nextInt(50_000))
        .severity(1)
        .rawSource("benchmark")
        .build();
  }

  /** What the event means for its subject of a type; it was received at once. */
  static Observation observation(AccessEvent event, SubjectType type, long receivedMillis) {
    return Observation.of(
            event,
            EventHash.of(event),
            receivedMillis,
            new Rarity(8, 20_000),
            Detail.of(event, ActionKind.READ),
            Stamp.Stamps.NONE)
        .stream()
        .filter(seen -> seen.subject().type() == type)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no subject of type " + type));
  }

  /**
   * Observations of so many days, in order of reception.
   *
   * @param latePercent how many come up to 25 minutes late
   */
  List<Observation> observations(SubjectType type, int days, int latePercent) {
    var found = new ArrayList<Observation>();
    for (int day = 0; day < days; day++) {
      for (int hour = 0; hour < HOURS_A_DAY; hour++) {
        for (int i = 0; i < EVENTS_AN_HOUR; i++) {
          long received =
              START_MILLIS
                  + day * DAY_MILLIS
                  + hour * HOUR_MILLIS
                  + i * HOUR_MILLIS / EVENTS_AN_HOUR;
          boolean late = random.nextInt(100) < latePercent;
          long time = late ? received - random.nextLong(1_500_000L) : received;
          AccessEvent event = event(time);
          if (type == SubjectType.RESOURCE && event.resource() == null) {
            continue;
          }
          found.add(observation(event, type, received));
        }
      }
    }
    return found;
  }
}
