package dev.vedette.simulator;

import dev.vedette.events.AccessEvent;
import dev.vedette.events.AccessEvent.Destination;
import dev.vedette.events.AccessEvent.Resource;
import dev.vedette.events.AccessEvent.Target;
import dev.vedette.events.Category;
import dev.vedette.events.Detail;
import dev.vedette.events.EventBuilder;
import dev.vedette.events.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what one entity does on one day. Ids are a bijection of (entity, day, number), so no
 * two events share one and none tells what it is.
 */
final class Journal {
  static final int DAY_BITS = 13;
  static final int NUMBER_BITS = 24;

  static final String UPLOAD = "file.upload";
  static final String POSTURE = "device.posture";

  private static final double LATE_SHARE = 0.06;
  private static final double LATEST_MILLIS = 20 * 60_000.0;
  private static final double USUAL_DELAY_MILLIS = 700;

  private final CompanySettings settings;
  private final long space;
  private final List<LabelledEvent> pages;
  private @Nullable Campaign campaign;
  private int written;
  private int sessions;

  /**
   * @param entity the entity's number, unique in the company, below 2^26
   * @param day the day, from −1
   */
  Journal(CompanySettings settings, int entity, int day, List<LabelledEvent> pages) {
    this.settings = settings;
    this.pages = pages;
    space = ((long) entity << (DAY_BITS + NUMBER_BITS)) | ((long) (day + 1) << NUMBER_BITS);
  }

  /** What follows is part of an attack. */
  Journal of(Campaign attack) {
    campaign = attack;
    return this;
  }

  /** A new session's id. */
  String session() {
    return "s-" + text(space | sessions++, 0x5E55_1015L);
  }

  void write(long atMillis, Presence who, Deed deed, @Nullable Resource on, long in, long out) {
    write(atMillis, who, deed.category(), deed.action(), Outcome.SUCCESS, on, null, in, out, "");
  }

  void write(
      long atMillis, Presence who, Category category, String action, Outcome outcome, String step) {
    write(atMillis, who, category, action, outcome, null, null, 0, 0, step);
  }

  void write(
      long atMillis,
      Presence who,
      Category category,
      String action,
      Outcome outcome,
      @Nullable Resource resource,
      @Nullable Target target,
      long bytesIn,
      long bytesOut,
      String step) {
    long number = space | written++;
    put(
        number,
        atMillis,
        who,
        event(number, atMillis, who, category, action, outcome)
            .resource(resource)
            .target(target)
            .bytesIn(bytesIn)
            .bytesOut(bytesOut),
        step);
  }

  /** Something leaves for an address outside. */
  void upload(
      long atMillis, Presence who, Resource what, Destination to, long bytesOut, String step) {
    long number = space | written++;
    put(
        number,
        atMillis,
        who,
        event(number, atMillis, who, Category.DATA, UPLOAD, Outcome.SUCCESS)
            .resource(what)
            .destination(to)
            .bytesIn(900)
            .bytesOut(bytesOut),
        step);
  }

  /** A device's health agent reports a change, in the words of CAEP's device-compliance-change. */
  void posture(long atMillis, Presence who, boolean compliant, String step) {
    long number = space | written++;
    put(
        number,
        atMillis,
        who,
        event(number, atMillis, who, Category.CONFIGURATION, POSTURE, Outcome.SUCCESS)
            .label(Detail.POSTURE_LABEL, compliant ? "compliant" : "not-compliant")
            .severity(compliant ? 1 : 3),
        step);
  }

  private EventBuilder event(
      long number, long atMillis, Presence who, Category category, String action, Outcome outcome) {
    return AccessEvent.builder()
        .id(text(number, 0))
        .timeMillis(atMillis + who.clockMillis())
        .tenant(settings.tenant())
        .category(category)
        .action(action)
        .outcome(outcome)
        .principal(who.principal())
        .session(who.session())
        .device(who.device())
        .source(who.source())
        .client(who.client())
        .auth(who.auth())
        .severity(severity(category, outcome))
        .rawSource("simulator");
  }

  /** OCSF: 1 informational, 2 low. */
  private static int severity(Category category, Outcome outcome) {
    return outcome == Outcome.FAILURE || category == Category.AUTHORIZATION ? 2 : 1;
  }

  private void put(long number, long atMillis, Presence who, EventBuilder event, String step) {
    Campaign attack = campaign;
    Label label =
        attack == null ? null : new Label(attack.id(), attack.kind(), step, who.principal().id());
    pages.add(new LabelledEvent(event.build(), atMillis + delayMillis(number), label));
  }

  private long delayMillis(long number) {
    if (!settings.disorder()) {
      return 0;
    }
    var dice = Dice.of(settings.seed(), 0xDE1A, number);
    return (long)
        (dice.chance(LATE_SHARE)
            ? dice.between(0, LATEST_MILLIS)
            : StrictMath.min(LATEST_MILLIS, dice.exponential(USUAL_DELAY_MILLIS)));
  }

  private String text(long number, long salt) {
    long hidden = Dice.mix(number ^ Dice.mix(settings.seed() + salt));
    String hex = Long.toHexString(hidden);
    return "0".repeat(16 - hex.length()) + hex;
  }
}
