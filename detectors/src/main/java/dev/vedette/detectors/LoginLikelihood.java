package dev.vedette.detectors;

import dev.vedette.detectors.LoginHabits.Feature;
import dev.vedette.events.ActionKind;
import dev.vedette.events.Category;
import dev.vedette.events.EventRef;
import dev.vedette.events.Family;
import dev.vedette.events.Observation;
import dev.vedette.events.Packer;
import dev.vedette.events.SubjectType;
import dev.vedette.events.Unpacker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Login likelihood: the circumstances of a sign-in, taken together, look like somebody else.
 *
 * <p>The ratio of Freeman, Jain, Dürmuth, Biggio and Giacinto, "Who Are You? A Statistical Approach
 * to Measuring User Authenticity", NDSS 2016: {@code ∏ P(xₖ | stranger) / P(xₖ | user)} over
 * country, network given country, client and hour of the day, each smoothed ({@link LoginHabits}),
 * a new country backed off to the tenant ({@link TenantRarity}). Unlike there the stranger's law is
 * a prior and not that of all users, and the features are not believed to be independent: place
 * {@code A} (the chain country, network) and circumstances {@code B} (client, hours) may come
 * together, as on a journey, so the evidence is {@code ½·(ln A + ln B)}, an e-value whatever their
 * dependence (Cauchy–Schwarz), less {@code ln 2} because several sign-ins are looked at. So a new
 * country alone says next to nothing here ({@link NewPlace} says it), and a usual client at a usual
 * hour speaks for the user.
 *
 * <p>Gathers successful sign-ins that did not come by a shared exit. Learns by the day, not from
 * suspect windows unless they keep coming on three days ({@link Persistence}). What was claimed
 * today and yesterday is not claimed again. A late event adds its sign-in; the windows after it are
 * judged again.
 *
 * <p>Memory: a window at most {@value #MAX_WINDOW_BYTES} bytes, {@value #MAX_LOGINS} different
 * sign-ins: who shows so many in two hours is judged by the strangest there can be, which keeps
 * evidence monotone. A baseline at most {@value #MAX_BASELINE_BYTES} bytes.
 */
public final class LoginLikelihood
    implements Detector<LoginLikelihood.Logins, LoginLikelihood.Own> {
  static final int MAX_LOGINS = 32;
  static final int MAX_WINDOW_BYTES =
      3 + MAX_LOGINS * (10 + 1 + 10 + 1 + ShortName.MAX_BYTES + EventRefs.MAX_BYTES);
  static final int MAX_BASELINE_BYTES =
      1 + LoginHabits.MAX_BYTES + Persistence.MAX_BYTES + Paid.MAX_BYTES;

  private static final int HOURS_OF_BAND = 3;
  private static final long BANDS = 24 / HOURS_OF_BAND;
  private static final double LN_SEVERAL = StrictMath.log(2);
  private static final Judgement TOO_FEW_DAYS =
      new Judgement.Unscoreable(
          "fewer than " + LoginHabits.LEARNING_DAYS + " days with sign-ins are known");

  /**
   * Sign-ins with the same circumstances.
   *
   * @param key hash of all but the rarity
   * @param country up to four characters, packed; 0 if unknown
   * @param step the rarest step of the country in the tenant, -1 if not known
   * @param asn 0 if unknown
   * @param client empty if unknown
   * @param band three hours of the day, UTC, 0 to 7
   * @param first the earliest event
   */
  public record Login(
      long key, long country, int step, long asn, String client, int band, EventRef first)
      implements Sighting<Login> {
    static long key(long country, long asn, long client, int band) {
      return Hash64.mix(Hash64.mix(Hash64.mix(country) + asn) + client + band);
    }

    static Login of(long country, int step, long asn, String client, int band, EventRef first) {
      long key = key(country, asn, Hash64.of(client), band);
      return new Login(key, country, step, asn, client, band, first);
    }

    @Override
    public Login and(Login other) {
      return new Login(
          key,
          country,
          TenantRarity.rarer(step, other.step),
          asn,
          client,
          band,
          first.compareTo(other.first) <= 0 ? first : other.first);
    }

    /** Adds the keys of what it shows. */
    void addTo(Keys features) {
      if (country != 0) {
        features.add(Feature.COUNTRY.key(country));
      }
      if (asn != 0) {
        features.add(Feature.NETWORK.key(asn));
      }
      if (!client.isEmpty()) {
        features.add(Feature.CLIENT.key(Hash64.of(client)));
      }
      features.add(Feature.HOURS.key(band));
    }

    /** The logarithm of Freeman's ratio, tempered. */
    double nats(LoginHabits usual) {
      double place = 0;
      boolean elsewhere = false;
      if (country != 0) {
        long itsKey = Feature.COUNTRY.key(country);
        elsewhere = usual.isNew(Feature.COUNTRY, itsKey);
        place = usual.logRatio(Feature.COUNTRY, itsKey);
        place += elsewhere ? TenantRarity.logFactor(step) : 0;
      }
      if (asn != 0 && !elsewhere) {
        place += usual.logRatio(Feature.NETWORK, Feature.NETWORK.key(asn));
      }
      double circumstances = usual.logRatio(Feature.HOURS, Feature.HOURS.key(band));
      if (!client.isEmpty()) {
        circumstances += usual.logRatio(Feature.CLIENT, Feature.CLIENT.key(Hash64.of(client)));
      }
      return (place + circumstances) / 2 - LN_SEVERAL;
    }

    String name() {
      var name = new StringBuilder("sign-in");
      if (country != 0 || asn != 0) {
        name.append(" from ").append(country == 0 ? "" : NewPlace.unpack(country));
        name.append(country == 0 || asn == 0 ? "" : " ");
        name.append(asn == 0 ? "" : country == 0 ? "network " + asn : "(network " + asn + ")");
      }
      name.append(client.isEmpty() ? "" : " with " + client);
      int hour = band * HOURS_OF_BAND;
      return name.append(" at %02d–%02d UTC".formatted(hour, hour + HOURS_OF_BAND)).toString();
    }
  }

  /** The sign-ins of a window, sorted by key. */
  public record Logins(List<Login> logins) {
    /** Copies the list. */
    public Logins {
      logins = List.copyOf(logins);
    }
  }

  /**
   * What is the user's own.
   *
   * @param habits what is usual
   * @param persistence the suspect days
   * @param paid what was claimed lately
   */
  public record Own(LoginHabits habits, Persistence persistence, Paid paid) {}

  private static final Logins NOTHING = new Logins(List.of());
  private static final Own UNKNOWN = new Own(LoginHabits.NONE, Persistence.NONE, Paid.NOTHING);

  @Override
  public String id() {
    return "login-likelihood";
  }

  @Override
  public Family family() {
    return Family.PLACE;
  }

  @Override
  public String technique() {
    return "T1078";
  }

  @Override
  public Duration window() {
    return Duration.ofHours(1);
  }

  @Override
  public Set<SubjectType> subjects() {
    return Set.of(SubjectType.USER);
  }

  @Override
  public Logins nothing() {
    return NOTHING;
  }

  @Override
  public Own unknown() {
    return UNKNOWN;
  }

  @Override
  public Logins gather(Logins seen, Observation observation) {
    if (observation.category() != Category.AUTHENTICATION
        || observation.detail().kind() == ActionKind.SIGN_OUT
        || observation.failed()
        || observation.stamp().shared()) {
      return seen;
    }
    long country = NewPlace.pack(observation.country());
    String name = observation.detail().client();
    String client = name == null ? "" : ShortName.of(name);
    long hour = Math.floorDiv(observation.timeMillis(), Ageing.HOUR_MILLIS);
    int band = (int) Math.floorMod(Math.floorDiv(hour, (long) HOURS_OF_BAND), BANDS);
    int step = observation.detail().placeStep();
    long key = Login.key(country, observation.asn(), Hash64.of(client), band);
    int at = Sighting.find(seen.logins, key);
    if (at >= 0
        && TenantRarity.rarer(seen.logins.get(at).step, step) == seen.logins.get(at).step
        && !EventRefs.isBefore(observation, seen.logins.get(at).first)) {
      return seen;
    }
    var next =
        new Login(key, country, step, observation.asn(), client, band, EventRefs.of(observation));
    List<Login> logins = Sighting.add(seen.logins, next, MAX_LOGINS);
    return logins.equals(seen.logins) ? seen : new Logins(logins);
  }

  @Override
  public Logins merge(Logins earlier, Logins later) {
    if (earlier.logins.isEmpty() || later.logins.isEmpty()) {
      return earlier.logins.isEmpty() ? later : earlier;
    }
    return new Logins(Sighting.merge(earlier.logins, later.logins, MAX_LOGINS));
  }

  @Override
  public Judgement judge(Logins recent, Own baseline, long windowStartMillis) {
    if (recent.logins.isEmpty()) {
      return Judgement.NORMAL;
    }
    LoginHabits usual = baseline.habits;
    if (usual.isLearning()) {
      return TOO_FEW_DAYS;
    }
    Login strangest = recent.logins.getFirst();
    double nats = strangest.nats(usual);
    for (int i = 1; i < recent.logins.size(); i++) {
      Login login = recent.logins.get(i);
      double its = login.nats(usual);
      if (its > nats || (its == nats && login.first.compareTo(strangest.first) < 0)) {
        nats = its;
        strangest = login;
      }
    }
    boolean countless = recent.logins.size() == MAX_LOGINS;
    if (countless) {
      nats = most(usual);
    }
    int micros = Evidence.micros(nats, baseline.paid.at(windowStartMillis));
    if (micros == 0) {
      return Judgement.NORMAL;
    }
    long times = (long) StrictMath.exp(Evidence.micros(nats) / 1e6);
    String why =
        "%s%s: together %s times as likely of a stranger as of this user"
            .formatted(
                strangest.name(),
                countless ? " and " + (MAX_LOGINS - 1) + "+ others" : "",
                AtLeast.of(times).replace("+", ""));
    return new Judgement.Anomalous(micros, why, List.of(strangest.first), List.of());
  }

  /** No sign-in says more than that. */
  private static double most(LoginHabits usual) {
    double place =
        Math.max(
            usual.mostLogRatio(Feature.COUNTRY) + TenantRarity.MOST_NATS,
            usual.mostLogRatio(Feature.COUNTRY) + usual.mostLogRatio(Feature.NETWORK));
    double circumstances = usual.mostLogRatio(Feature.CLIENT) + usual.mostLogRatio(Feature.HOURS);
    return (place + circumstances) / 2 - LN_SEVERAL;
  }

  @Override
  public Own learn(Own baseline, Closed<Logins> closed) {
    List<Login> logins = closed.seen().logins;
    if (logins.isEmpty() && !closed.suspect()) {
      return baseline;
    }
    var features = new Keys();
    for (int i = 0; i < logins.size(); i++) {
      logins.get(i).addTo(features);
    }
    Persistence persistence = baseline.persistence.after(closed);
    LoginHabits habits = baseline.habits.learn(features.toArray(), persistence.believed(closed));
    var own = new Own(habits, persistence, baseline.paid.plus(closed));
    return own.equals(baseline) ? baseline : own;
  }

  @Override
  public Map<String, Object> describe(Own baseline, long atMillis) {
    LoginHabits habits = baseline.habits;
    var profile = new LinkedHashMap<String, Object>();
    if (habits.isLearning()) {
      profile.put("unscoreable", ((Judgement.Unscoreable) TOO_FEW_DAYS).reason());
    }
    profile.put("daysWithSignIns", habits.things().days());
    profile.put("countries", habits.known(Feature.COUNTRY));
    profile.put("networks", habits.known(Feature.NETWORK));
    profile.put("clients", habits.known(Feature.CLIENT));
    profile.put("threeHourBandsUtc", habits.known(Feature.HOURS));
    profile.put("pendingValues", habits.things().pending().size());
    return profile;
  }

  @Override
  public About about() {
    return new About(
        "Unlikely sign-in",
        "A user's successful sign-in whose country, network, client and hour of the day are, taken"
            + " together, much likelier of a stranger; several small oddities add up, and what is"
            + " usual speaks for the user.",
        "Sign-ins with `source.country`, `source.asn`, `client.user_agent`, as many as there are; "
            + LoginHabits.LEARNING_DAYS
            + " days (UTC) with sign-ins without suspicion. The rarity of a country in the tenant"
            + " helps where it is known.",
        "List exits of VPNs and proxies in `networks.csv` with the kind `vpn` or"
            + " `shared`: sign-ins by them are left out. The more of country, network and"
            + " client the source gives, the less chance decides; a verdict `benign_expected`"
            + " for a move teaches at once.",
        List.of(
            "the first evening of a journey with a new telephone",
            "the first sign-in with a new machine from a new home",
            "a VPN that is not listed as a shared exit, with its own client"));
  }

  @Override
  public int maxWindowBytes() {
    return MAX_WINDOW_BYTES;
  }

  @Override
  public int maxBaselineBytes() {
    return MAX_BASELINE_BYTES;
  }

  @Override
  public Codec<Logins> windowCodec() {
    return LoginsCodec.INSTANCE;
  }

  @Override
  public Codec<Own> baselineCodec() {
    return OwnCodec.INSTANCE;
  }

  private enum LoginsCodec implements Codec<Logins> {
    INSTANCE;

    @Override
    public void write(Logins value, Packer to) {
      to.putByte(1).putVar(value.logins.size());
      for (Login login : value.logins) {
        to.putVar(login.country).putByte(login.step + 1).putVar(login.asn);
        to.putText(login.client).putByte(login.band);
        EventRefs.write(login.first, to);
      }
    }

    @Override
    public Logins read(Unpacker from) {
      Version.expect(1, "sign-ins", from);
      int size = from.getVarInt();
      if (size == 0) {
        return NOTHING;
      }
      var logins = new ArrayList<Login>();
      for (int i = 0; i < size; i++) {
        long country = from.getVar();
        int step = from.getByte() - 1;
        long asn = from.getVar();
        String client = from.getText();
        int band = from.getByte();
        logins.add(Login.of(country, step, asn, client, band, EventRefs.read(from)));
      }
      return new Logins(logins);
    }
  }

  private enum OwnCodec implements Codec<Own> {
    INSTANCE;

    @Override
    public void write(Own value, Packer to) {
      to.putByte(1);
      value.habits.write(to);
      value.persistence.write(to);
      value.paid.write(to);
    }

    @Override
    public Own read(Unpacker from) {
      Version.expect(1, "sign-in habits", from);
      return new Own(LoginHabits.read(from), Persistence.read(from), Paid.read(from));
    }
  }
}
