package dev.vedette.flows.ingest;

import dev.vedette.events.AccessEvent;
import dev.vedette.events.ActionKinds;
import dev.vedette.events.Detail;
import dev.vedette.events.EventHash;
import dev.vedette.events.Observation;
import dev.vedette.events.Rarity;
import dev.vedette.events.Stamp;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.events.Things;
import dev.vedette.sources.facts.Enrichment;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one event: accepted and split into observations, or too late, or refused.
 *
 * <p>Pure, and the only place where lateness is decided: from the event and the stamp of its
 * reception alone. The topology and the backtest both run it.
 */
public final class Intake {
  /** Why an event is refused whose time is too far after its reception. */
  public static final String TIME_IN_FUTURE = "time-in-future";

  /** Why an event is refused that is about nobody and nothing. */
  public static final String NO_SUBJECT = "no-subject";

  private final Settings settings;
  private final Enrichment enrichment;
  private final RarityLookup rarities;
  private final PeerLookup peers;
  private final ActionKinds kinds = new ActionKinds();

  /**
   * How time is checked.
   *
   * @param grace an event is too late if it was received more than this after its time
   * @param ahead an event is refused if its time is more than this after its reception
   */
  public record Settings(Duration grace, Duration ahead) {
    /** Checks that spans are not negative. */
    public Settings {
      if (grace.isNegative() || ahead.isNegative()) {
        throw new IllegalArgumentException(
            "grace and ahead are not negative: %s and %s".formatted(grace, ahead));
      }
    }
  }

  /** How rare something was known to be, as of the day of the event. */
  @FunctionalInterface
  public interface RarityLookup {
    /**
     * The rarity that is stamped on an event.
     *
     * @param thing what is rare ({@link Things})
     * @param among those who showed this are all
     * @param epochDay the day of the event, days since 1970
     */
    Rarity of(String tenant, String thing, String among, int epochDay);
  }

  /** Who behaves like whom, where the directory does not say it. */
  @FunctionalInterface
  public interface PeerLookup {
    /** Nobody's peers are known. */
    PeerLookup NONE = (principal, atMillis) -> null;

    /** The group of a principal as of an instant; null if it is in none. */
    @Nullable String groupOf(Subject principal, long atMillis);
  }

  /** One of three answers. */
  public sealed interface Taken {
    /** Good: its observations, the primary one first; never empty. */
    record Accepted(List<Observation> observations) implements Taken {}

    /** It came later than the grace allows. */
    record TooLate(long byMillis) implements Taken {}

    /** It says something that cannot be. */
    record Refused(String reason, String detail) implements Taken {}
  }

  /** Takes events with these settings and facts, of the directory's peers; for one thread. */
  public Intake(Settings settings, Enrichment enrichment, RarityLookup rarities) {
    this(settings, enrichment, rarities, PeerLookup.NONE);
  }

  /** Takes events with these settings and facts; for one thread. */
  public Intake(Settings settings, Enrichment enrichment, RarityLookup rarities, PeerLookup peers) {
    this.settings = settings;
    this.enrichment = enrichment;
    this.rarities = rarities;
    this.peers = peers;
  }

  /** Decides about one event that was received at an instant. */
  public Taken take(AccessEvent event, long receivedMillis) {
    long lateMillis = receivedMillis - event.timeMillis();
    if (lateMillis > settings.grace().toMillis()) {
      return new Taken.TooLate(lateMillis);
    }
    if (-lateMillis > settings.ahead().toMillis()) {
      return new Taken.Refused(
          TIME_IN_FUTURE,
          "time is %s after reception, at most %s is believed"
              .formatted(Duration.ofMillis(-lateMillis), settings.ahead()));
    }
    int epochDay = (int) Math.floorDiv(event.timeMillis(), 86_400_000L);
    Enrichment.Enriched enriched = withPeers(enrichment.of(event));
    List<Observation> observations =
        Observation.of(
            enriched.event(),
            EventHash.of(event),
            receivedMillis,
            rarities.of(event.tenant(), Things.action(event.action()), Things.ANY, epochDay),
            detail(enriched, epochDay),
            enriched.stamps());
    return observations.isEmpty()
        ? new Taken.Refused(
            NO_SUBJECT, "the event names no principal, session, device, source address, resource")
        : new Taken.Accepted(observations);
  }

  /** The event with the learned group of its principal, if the directory knows no department. */
  private Enrichment.Enriched withPeers(Enrichment.Enriched enriched) {
    AccessEvent event = enriched.event();
    AccessEvent.Principal who = event.principal();
    if (who == null || enriched.stamps().of(who.type()).department() != null) {
      return enriched;
    }
    Subject principal = Subject.of(event.tenant(), who.type(), who.id());
    String group = peers.groupOf(principal, event.timeMillis());
    if (group == null) {
      return enriched;
    }
    Stamp known = enriched.stamps().of(who.type()).ofPeers(group);
    return new Enrichment.Enriched(
        event,
        type ->
            type.isPrincipal() || type == SubjectType.SESSION ? known : enriched.stamps().of(type));
  }

  /** The circumstances, with how rare the country is in the tenant and the action among peers. */
  private Detail detail(Enrichment.Enriched enriched, int epochDay) {
    AccessEvent event = enriched.event();
    Detail detail = Detail.of(event, kinds.of(event.action()));
    AccessEvent.Endpoint source = event.source();
    AccessEvent.Principal who = event.principal();
    String country = source == null ? null : source.country();
    String department = who == null ? null : enriched.stamps().of(who.type()).department();
    return detail.withSteps(
        country == null
            ? Rarity.UNKNOWN_STEP
            : rarities.of(event.tenant(), Things.country(country), Things.ANY, epochDay).step(),
        department == null
            ? Rarity.UNKNOWN_STEP
            : rarities
                .of(
                    event.tenant(),
                    Things.ofPeers(department, event.action()),
                    Things.peers(department),
                    epochDay)
                .step());
  }
}
