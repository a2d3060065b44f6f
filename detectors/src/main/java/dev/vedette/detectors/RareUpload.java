package dev.vedette.detectors;

import dev.vedette.detectors.SeasonalRate.Prior;
import dev.vedette.detectors.SeasonalRate.Scale;
import dev.vedette.events.ActionKind;
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
 * Rare upload: much is sent to a destination to which this subject never sent much.
 *
 * <p>The p-value is {@code rate · 2·P(X ≥ x − m)}: the expected number of new destinations of
 * uploads on a day with any ({@link Habits}, by Markov's inequality a bound of the probability),
 * times the tail of what an hour's greatest upload to one destination amounts to ({@link
 * SeasonalRate}); x is what went to all new destinations together. Of a subject without three days
 * of uploads everything is new, and the rate is 1.
 *
 * <p>Gathers uploads, and whatever else sent out at least 100 kB, by destination. Learns
 * destinations and amounts from hours that are not suspect; a destination that was claimed is
 * silent until a quiet day teaches it. A late event adds to its hour.
 *
 * <p>Memory: a window at most {@value #MAX_WINDOW_BYTES} bytes, the {@value #MAX_DESTINATIONS}
 * destinations with the smallest hashes (evidence is monotone up to that many); a baseline at most
 * {@value #MAX_BASELINE_BYTES}, {@value #MAX_KNOWN} destinations.
 */
final class RareUpload implements Detector<RareUpload.Uploads, RareUpload.Usually> {
  static final int MAX_DESTINATIONS = 64;
  static final int MAX_KNOWN = 64;
  static final int MAX_WINDOW_BYTES = 3 + MAX_DESTINATIONS * (8 + 9) + Telling.MAX_BYTES;
  static final int MAX_BASELINE_BYTES = 1 + 20 * MAX_KNOWN + 220 + SeasonalRate.MAX_BYTES + 5;

  /** Priors, to be calibrated on training seeds of the simulator. */
  private static final long LEAST_BYTES = 100_000;

  private static final int LEARNING_DAYS = 3;
  private static final double PRIOR_DAYS = 10;
  private static final Prior PRIOR = new Prior(Scale.BYTES, 5e6, 3);
  private static final double LN_HALF = StrictMath.log(0.5);

  private static final Habits.Limits LIMITS = new Habits.Limits(MAX_KNOWN, LEARNING_DAYS);

  /**
   * What went to one destination.
   *
   * @param key hash of the destination
   * @param bytes all of it; {@link Long#MAX_VALUE} if more
   */
  record Upload(long key, long bytes) implements Sighting<Upload> {
    @Override
    public Upload and(Upload other) {
      return new Upload(key, sum(bytes, other.bytes));
    }
  }

  /**
   * The uploads of a window.
   *
   * @param uploads sorted by key
   * @param telling events that show the greatest
   */
  record Uploads(List<Upload> uploads, List<Telling> telling) {
    /** Copies the lists. */
    public Uploads {
      uploads = List.copyOf(uploads);
      telling = List.copyOf(telling);
    }
  }

  /**
   * What a subject usually uploads.
   *
   * @param destinations where to
   * @param bytes the greatest upload to one destination in an hour with any
   * @param lastDay the last day that taught bytes, UTC days since the epoch
   */
  record Usually(Habits destinations, SeasonalRate bytes, int lastDay) {}

  private static final Uploads NOTHING = new Uploads(List.of(), List.of());
  private static final Usually UNKNOWN = new Usually(Habits.NONE, SeasonalRate.NONE, 0);

  private static long sum(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }

  @Override
  public String id() {
    return "rare-upload";
  }

  @Override
  public Family family() {
    return Family.VOLUME;
  }

  @Override
  public String technique() {
    return "T1567.002";
  }

  @Override
  public Duration window() {
    return Duration.ofHours(1);
  }

  @Override
  public Set<SubjectType> subjects() {
    return Set.of(SubjectType.USER, SubjectType.DEVICE);
  }

  @Override
  public Uploads nothing() {
    return NOTHING;
  }

  @Override
  public Usually unknown() {
    return UNKNOWN;
  }

  @Override
  public Uploads gather(Uploads seen, Observation observation) {
    String destination = observation.detail().destination();
    if (destination == null) {
      return seen;
    }
    long bytes = observation.detail().bytesOut();
    if (observation.detail().kind() == ActionKind.UPLOAD) {
      bytes = bytes == 0 ? observation.bytes() : bytes;
    } else if (bytes < LEAST_BYTES) {
      return seen;
    }
    if (bytes == 0) {
      return seen;
    }
    return new Uploads(
        Sighting.add(seen.uploads, new Upload(Hash64.of(destination), bytes), MAX_DESTINATIONS),
        Telling.addBySize(seen.telling, observation, bytes));
  }

  @Override
  public Uploads merge(Uploads earlier, Uploads later) {
    if (earlier.uploads.isEmpty() || later.uploads.isEmpty()) {
      return earlier.uploads.isEmpty() ? later : earlier;
    }
    return new Uploads(
        Sighting.merge(earlier.uploads, later.uploads, MAX_DESTINATIONS),
        Sighting.merge(earlier.telling, later.telling, Telling.MOST));
  }

  @Override
  public Judgement judge(Uploads recent, Usually baseline, long windowStartMillis) {
    long bytes = 0;
    int fresh = 0;
    for (Upload upload : recent.uploads) {
      if (!baseline.destinations.knows(upload.key)) {
        bytes = sum(bytes, upload.bytes);
        fresh++;
      }
    }
    if (fresh == 0) {
      return Judgement.NORMAL;
    }
    int season = SeasonalRate.season(windowStartMillis);
    double lnTail = baseline.bytes.logTail((double) bytes, season, PRIOR);
    if (lnTail > LN_HALF) {
      return Judgement.NORMAL;
    }
    boolean known = baseline.destinations.days() >= LEARNING_DAYS;
    double rate = known ? baseline.destinations.noveltyRate(PRIOR_DAYS) : 1;
    int micros = Evidence.micros(Evidence.ofLogPValue(lnTail + StrictMath.log(rate)));
    if (micros == 0) {
      return Judgement.NORMAL;
    }
    String why =
        "%s sent to %s never used for uploads before; usually at most about %s go to one"
            .formatted(
                AtLeast.ofBytes(bytes),
                fresh == 1 ? "a destination" : AtLeast.of(fresh) + " destinations",
                AtLeast.ofBytes((long) baseline.bytes.usual(season, PRIOR)).replace("+", ""));
    return new Judgement.Anomalous(micros, why, Telling.events(recent.telling), List.of());
  }

  @Override
  public Usually learn(Usually baseline, Closed<Uploads> closed) {
    List<Upload> uploads = closed.seen().uploads;
    if (uploads.isEmpty()) {
      return baseline;
    }
    Habits destinations = baseline.destinations.learn(Sighting.keys(uploads), closed, LIMITS);
    if (closed.suspect()) {
      return new Usually(destinations, baseline.bytes, baseline.lastDay);
    }
    long most = uploads.stream().mapToLong(Upload::bytes).max().orElse(0);
    int day = Ageing.day(closed.startMillis());
    double fade =
        baseline.lastDay != 0 && day > baseline.lastDay ? Ageing.after(day - baseline.lastDay) : 1;
    int season = SeasonalRate.season(closed.startMillis());
    return new Usually(
        destinations,
        baseline.bytes.plus((double) most, season, fade, Scale.BYTES),
        Math.max(day, baseline.lastDay));
  }

  @Override
  public Map<String, Object> describe(Usually baseline, long atMillis) {
    var profile = new LinkedHashMap<String, Object>();
    profile.put("daysWithUploads", baseline.destinations.days());
    profile.put("knownDestinations", baseline.destinations.known().size());
    profile.put("pendingDestinations", baseline.destinations.pending().size());
    profile.put(
        "usualGreatestUpload", (long) baseline.bytes.usual(SeasonalRate.season(atMillis), PRIOR));
    return profile;
  }

  @Override
  public Set<Need> needs() {
    return Set.of(Need.DESTINATION);
  }

  @Override
  public About about() {
    return new About(
        "Rare upload destination",
        "A user or a device sends much to a destination to which it never sent much before.",
        "`destination` with `bytes_out`, or actions that upload; it is sharper after "
            + LEARNING_DAYS
            + " days with uploads.",
        "Destinations by domain and not by address, so that a provider is one. A"
            + " suppression of `rare-upload` for devices that sync; a verdict `benign_expected`"
            + " for a customer's exchange.",
        List.of(
            "a new customer's file exchange, a new sync or backup service",
            "a video meeting by a provider that was not used before"));
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
  public Codec<Uploads> windowCodec() {
    return UploadsCodec.INSTANCE;
  }

  @Override
  public Codec<Usually> baselineCodec() {
    return UsuallyCodec.INSTANCE;
  }

  private enum UploadsCodec implements Codec<Uploads> {
    INSTANCE;

    @Override
    public void write(Uploads value, Packer to) {
      to.putByte(1).putVar(value.uploads.size());
      for (Upload upload : value.uploads) {
        to.putLong(upload.key).putVar(upload.bytes);
      }
      Telling.writeAll(value.telling, to);
    }

    @Override
    public Uploads read(Unpacker from) {
      Version.expect(1, "uploads", from);
      int size = from.getVarInt();
      var uploads = new ArrayList<Upload>();
      for (int i = 0; i < size; i++) {
        uploads.add(new Upload(from.getLong(), from.getVar()));
      }
      List<Telling> telling = Telling.readAll(from);
      return uploads.isEmpty() ? NOTHING : new Uploads(uploads, telling);
    }
  }

  private enum UsuallyCodec implements Codec<Usually> {
    INSTANCE;

    @Override
    public void write(Usually value, Packer to) {
      to.putByte(1);
      value.destinations.write(to);
      value.bytes.write(to);
      to.putSigned(value.lastDay);
    }

    @Override
    public Usually read(Unpacker from) {
      Version.expect(1, "usual uploads", from);
      return new Usually(Habits.read(from), SeasonalRate.read(from), (int) from.getSigned());
    }
  }
}
