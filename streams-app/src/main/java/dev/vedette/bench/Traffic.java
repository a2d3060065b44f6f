package dev.vedette.bench;

import dev.vedette.events.AccessEvent;
import dev.vedette.events.AccessEvent.Auth;
import dev.vedette.events.AccessEvent.Client;
import dev.vedette.events.AccessEvent.Device;
import dev.vedette.events.AccessEvent.Endpoint;
import dev.vedette.events.AccessEvent.Principal;
import dev.vedette.events.AccessEvent.Resource;
import dev.vedette.events.Category;
import dev.vedette.events.Outcome;
import dev.vedette.events.SubjectType;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The events of a company under load: the same seed gives the same events.
 *
 * <p>Users are active by Zipf's law. Each has two devices, an office behind a shared address and an
 * address at home, a session an hour, and habits of its own among the actions. Nine of ten events
 * name a session and an address, three of four a device, a good half a resource: about four
 * subjects an event. One event in a hundred belongs to a password spray of twenty failures from an
 * address that was never seen, so that there are signals and risk updates at any load.
 */
final class Traffic {
  private static final int OFFICES = 200;
  private static final int RESOURCES = 3_000;
  private static final int HABITS = 6;
  private static final int SPRAY_EVERY = 100;
  private static final int SPRAY_FAILURES = 20;
  private static final long HOUR_MILLIS = 3_600_000L;
  private static final Client CLIENT =
      new Client(
          "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "portal");

  private static final List<Deed> DEEDS =
      List.of(
          new Deed(Category.DATA, "file.read"),
          new Deed(Category.API, "api.get"),
          new Deed(Category.DATA, "file.list"),
          new Deed(Category.API, "api.post"),
          new Deed(Category.NETWORK, "vpn.connect"),
          new Deed(Category.DATA, "file.write"),
          new Deed(Category.DATA, "mail.read"),
          new Deed(Category.API, "ticket.update"),
          new Deed(Category.PROCESS, "job.start"),
          new Deed(Category.DATA, "table.query"),
          new Deed(Category.AUTHORIZATION, "role.use"),
          new Deed(Category.CONFIGURATION, "setting.change"));

  private final SplittableRandom random;
  private final Zipf users;
  private final Zipf resources = new Zipf(RESOURCES);
  private final Zipf habits = new Zipf(HABITS);
  private final int userCount;
  private long events;
  private long sprayed;

  private record Deed(Category category, String action) {}

  Traffic(long seed, int userCount) {
    this.random = new SplittableRandom(seed);
    this.userCount = userCount;
    this.users = new Zipf(userCount);
  }

  /** The next event, with this id and time. */
  AccessEvent next(String id, long timeMillis) {
    return ++events % SPRAY_EVERY == 0 ? spray(id, timeMillis) : usual(id, timeMillis);
  }

  private AccessEvent usual(String id, long timeMillis) {
    int user = users.next(random);
    boolean signsIn = random.nextInt(100) < 6;
    boolean fails = random.nextInt(100) < (signsIn ? 4 : 1);
    Deed deed =
        signsIn
            ? new Deed(Category.AUTHENTICATION, "sign_in")
            : DEEDS.get((user + habits.next(random)) % DEEDS.size());
    boolean atOffice = random.nextInt(100) < 70;
    int number = user % OFFICES;
    String ip =
        atOffice
            ? "192.0.%d.%d".formatted(number / 250, number % 250)
            : "10.%d.%d.%d".formatted(user >> 16 & 255, user >> 8 & 255, user & 255);
    return AccessEvent.builder()
        .id(id)
        .timeMillis(timeMillis)
        .tenant("bench")
        .category(deed.category())
        .action(deed.action())
        .outcome(fails ? Outcome.FAILURE : Outcome.SUCCESS)
        .principal(new Principal(SubjectType.USER, "user-" + user, null))
        .session(
            random.nextInt(100) < 90
                ? "session-%d-%d".formatted(user, timeMillis / HOUR_MILLIS)
                : null)
        .device(
            random.nextInt(100) < 75
                ? new Device("laptop-%d-%d".formatted(user, user & 1), null)
                : null)
        .source(random.nextInt(100) < 90 ? place(ip, user) : null)
        .client(CLIENT)
        .auth(signsIn ? new Auth("password", true, null) : null)
        .resource(
            !signsIn && random.nextInt(100) < 60
                ? new Resource("document", "document-" + resources.next(random), null)
                : null)
        .bytesIn(random.nextInt(2_000))
        .bytesOut(random.nextInt(50_000))
        .severity(1)
        .rawSource("bench")
        .build();
  }

  private static Endpoint place(String ip, int user) {
    return new Endpoint(
        ip, 0, user % 3 == 0 ? "DE" : "FR", 3_320 + user % 7, null, Double.NaN, Double.NaN);
  }

  private AccessEvent spray(String id, long timeMillis) {
    long address = sprayed++ / SPRAY_FAILURES;
    String ip =
        "172.%d.%d.%d".formatted(16 + (address >> 16 & 15), address >> 8 & 255, address & 255);
    int user = random.nextInt(userCount);
    return AccessEvent.builder()
        .id(id)
        .timeMillis(timeMillis)
        .tenant("bench")
        .category(Category.AUTHENTICATION)
        .action("sign_in")
        .outcome(Outcome.FAILURE)
        .principal(new Principal(SubjectType.USER, "user-" + user, null))
        .source(new Endpoint(ip, 0, "NL", 64_500, null, Double.NaN, Double.NaN))
        .client(CLIENT)
        .auth(new Auth("password", false, null))
        .severity(1)
        .rawSource("bench")
        .build();
  }
}
